// Carries samples from the outbox to the server: in batches, one tab at a time, until each one is
// acknowledged or the server has said that it can never be stored. A participant whose samples cannot
// be sent waits alone; only what concerns the whole server makes everybody wait.
import { Problem, type Stored } from '../api/client'
import { Backoff } from './backoff'
import { keyOfSource, type Entry, type Limits, type Outbox, type Source } from './outbox'

/** Whether there is a new token; 'later': asking failed for a reason that passes. */
export type Renewal = boolean | 'later'

export interface SenderOptions {
  outbox: Outbox
  send(room: string, token: string, samples: object[], keepalive?: boolean): Promise<Stored>
  /** The token in force of a participant of the running call; null for those of earlier calls. */
  token(source: Source): string | null
  /** Renews it, where that is possible. */
  renew(source: Source): Promise<Renewal>
  /** Runs the work while no other tab of this browser does. */
  exclusively?(work: () => Promise<void>): Promise<void>
  limits?: Limits
  random?: () => number
  now?: () => number
}

const kBatch = 100
const kLimits: Limits = { most: 20_000, age_ms: 7 * 86_400_000 }

/** Across tabs through Web Locks; browsers without them may send twice, which the server sorts out. */
export async function withSenderLock(work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work()
  let entered = false
  const enter = () => {
    entered = true
    return work()
  }
  try {
    await navigator.locks.request('vuedeo.sender', enter)
  } catch (error) {
    // Refused where storage is blocked: the same as a browser without locks.
    if (entered) throw error
    await work()
  }
}

/** The sample of the batch that a problem's field names: "samples[3].rtt_s" is 3. */
export function indexOfField(field: string | null): number | null {
  const match = /^samples\[(\d+)\]/.exec(field ?? '')
  return match ? Number(match[1]) : null
}

/** No network, a server that is starting or asks for patience: others would fare the same. */
function concernsEverybody({ status }: Problem): boolean {
  return status === 0 || status === 429 || (status >= 502 && status <= 504)
}

export class Sender {
  private running: Promise<void> | null = null
  private again = false
  private readonly server = new Backoff()
  private readonly sources = new Map<string, Backoff>()
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly options: SenderOptions) {}

  /** Sends all that waits, but for what failed and asked for patience: a timer is set for that. */
  flush(): Promise<void> {
    if (!this.running && !this.mayAsk(this.server)) {
      this.setTimer()
      return Promise.resolve()
    }
    this.again = true
    this.running ??= this.run()
    return this.running
  }

  /** The network is back: what failed may work now, whatever was waited for before. */
  wake(): Promise<void> {
    for (const backoff of [this.server, ...this.sources.values()]) backoff.notBefore = 0
    return this.flush()
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  private now(): number {
    return this.options.now?.() ?? Date.now()
  }

  private async run(): Promise<void> {
    const exclusively = this.options.exclusively ?? withSenderLock
    while (this.again) {
      this.again = false
      try {
        await exclusively(() => this.sendAll())
      } catch (error) {
        console.warn('Vuedeo: the outbox cannot be read:', error)
      }
    }
    // In the same turn as the check above: a flush in between would be forgotten.
    this.running = null
    this.setTimer()
  }

  private async sendAll(): Promise<void> {
    const dropped = await this.options.outbox.trim(this.options.limits ?? kLimits, this.now())
    if (dropped) console.warn(`Vuedeo: dropped ${dropped} samples that waited for too long`)
    for (const source of await this.inTurn()) {
      if (!this.mayAsk(this.server)) return
      if (this.mayAsk(this.backoffOf(source))) await this.sendSource(source)
    }
  }

  /** Those who failed least go first: what always fails must not stand before what would not. */
  private async inTurn(): Promise<Source[]> {
    const waiting = await this.options.outbox.sources()
    const keys = new Set(waiting.map(keyOfSource))
    for (const key of this.sources.keys()) if (!keys.has(key)) this.sources.delete(key)
    const failures = (source: Source) => this.backoffOf(source).failures
    return waiting.sort((a, b) => failures(a) - failures(b))
  }

  private mayAsk(backoff: Backoff): boolean {
    return this.now() >= backoff.notBefore
  }

  private backoffOf(source: Source): Backoff {
    const key = keyOfSource(source)
    const backoff = this.sources.get(key) ?? new Backoff()
    this.sources.set(key, backoff)
    return backoff
  }

  private async sendSource(source: Source): Promise<void> {
    let size = kBatch
    let mayRenew = true
    for (;;) {
      const batch = await this.options.outbox.oldest(source, size)
      const token = this.tokenFor(source, batch)
      if (token === null) return
      try {
        const samples = batch.map((entry) => entry.sample)
        const stored = await this.options.send(source.room, token, samples)
        for (const { index, detail } of stored.rejected ?? []) this.note(batch[index], detail)
        await this.options.outbox.remove(batch)
        this.server.succeed()
        this.backoffOf(source).succeed()
        size = kBatch
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const { status } = error
        if (!error.fromServer || status >= 500 || status === 429 || status === 408)
          return this.wait(source, error)
        if (status === 401 || status === 403) {
          const renewed = mayRenew && (await this.options.renew(source))
          if (renewed === 'later') return this.wait(source, error)
          if (renewed) mayRenew = false
          else await this.drop(await this.options.outbox.oldest(source, kBatch), error)
        } else if (indexOfField(error.field) !== null && batch[indexOfField(error.field)!]) {
          await this.drop([batch[indexOfField(error.field)!]!], error)
        } else if (batch.length > 1) {
          size = Math.ceil(batch.length / 2)
        } else {
          await this.drop(batch, error)
        }
      }
    }
  }

  /** The newest known: the older samples of a batch may carry a token that has expired since. */
  private tokenFor(source: Source, batch: Entry[]): string | null {
    const newest = batch[batch.length - 1]
    return newest ? (this.options.token(source) ?? newest.token) : null
  }

  private async drop(entries: Entry[], reason: Problem): Promise<void> {
    for (const entry of entries) this.note(entry, reason.message)
    await this.options.outbox.remove(entries)
  }

  private note(entry: Entry | undefined, reason: string): void {
    if (!entry) return
    const { room, sampled_at } = entry
    const time = new Date(sampled_at).toISOString()
    console.warn(`Vuedeo: the sample of ${time} in room ${room} cannot be stored: ${reason}`)
  }

  private wait(source: Source, problem: Problem): void {
    const random = (this.options.random ?? Math.random)()
    const asked_ms = (problem.retryAfter_s ?? 0) * 1000
    this.backoffOf(source).fail(this.now(), asked_ms, random)
    if (concernsEverybody(problem)) this.server.fail(this.now(), asked_ms, random)
  }

  /** For whoever may be asked again first, and nobody before the server may. */
  private setTimer(): void {
    this.stop()
    const waits = [...this.sources.values()].filter(({ failures }) => failures > 0)
    if (waits.length === 0) return
    const soonest = Math.min(...waits.map(({ notBefore }) => notBefore))
    const due = Math.max(soonest, this.server.notBefore)
    this.timer = setTimeout(() => void this.flush(), Math.ceil(Math.max(0, due - this.now())))
  }
}
