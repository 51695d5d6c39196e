// Carries samples from the outbox to the server: in batches, one tab at a time, until each one is
// acknowledged or the server has said that it can never be stored.
import { Problem, type Stored } from '../api/client'
import type { Entry, Limits, Outbox, Source } from './outbox'

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
const kFirstWait_ms = 2_000
const kLongestWait_ms = 5 * 60_000
const kLimits: Limits = { most: 20_000, age_ms: 7 * 86_400_000 }

type Outcome = 'sent' | 'wait'

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

export class Sender {
  private running: Promise<void> | null = null
  private again = false
  private failures = 0
  private notBefore = 0
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly options: SenderOptions) {}

  /** Sends all that waits, unless a failure asked for patience: then a timer is set already. */
  flush(): Promise<void> {
    if (this.running) {
      this.again = true
      return this.running
    }
    if (this.now() < this.notBefore) return Promise.resolve()
    const exclusively = this.options.exclusively ?? withSenderLock
    this.running = exclusively(() => this.sendAll())
      .catch((error) => console.warn('Vuedeo: the outbox cannot be read:', error))
      .finally(() => {
        this.running = null
      })
    return this.running
  }

  /** The network is back: what failed may work now, whatever was waited for before. */
  wake(): Promise<void> {
    this.notBefore = 0
    return this.flush()
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
  }

  private now(): number {
    return this.options.now?.() ?? Date.now()
  }

  private async sendAll(): Promise<void> {
    const dropped = await this.options.outbox.trim(this.options.limits ?? kLimits, this.now())
    if (dropped) console.warn(`Vuedeo: dropped ${dropped} samples that waited for too long`)
    do {
      this.again = false
      for (const source of await this.options.outbox.sources()) {
        if ((await this.sendSource(source)) === 'wait' && this.now() < this.notBefore) return
      }
    } while (this.again)
  }

  private async sendSource(source: Source): Promise<Outcome> {
    let size = kBatch
    let mayRenew = true
    for (;;) {
      const batch = await this.options.outbox.oldest(source, size)
      const token = this.tokenFor(source, batch)
      if (token === null) return 'sent'
      try {
        const samples = batch.map((entry) => entry.sample)
        const stored = await this.options.send(source.room, token, samples)
        for (const { index, detail } of stored.rejected ?? []) this.note(batch[index], detail)
        await this.options.outbox.remove(batch)
        this.failures = 0
        size = kBatch
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const { status } = error
        if (!error.fromServer || status >= 500 || status === 429 || status === 408)
          return this.wait(error)
        if (status === 401 || status === 403) {
          const renewed = mayRenew && (await this.options.renew(source))
          if (renewed === 'later') return this.wait(error)
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

  /** Exponential with full jitter, and never sooner than the server asked for. */
  private wait(problem: Problem): Outcome {
    const longest = Math.min(kLongestWait_ms, kFirstWait_ms * 2 ** this.failures)
    this.failures += 1
    const jitter = 0.5 + 0.5 * (this.options.random ?? Math.random)()
    const asked_ms = Math.min((problem.retryAfter_s ?? 0) * 1000, kLongestWait_ms)
    const wait_ms = Math.max(asked_ms, longest * jitter)
    this.notBefore = this.now() + wait_ms
    this.stop()
    this.timer = setTimeout(() => void this.wake(), wait_ms)
    return 'wait'
  }
}
