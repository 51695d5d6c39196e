// Samples on disk while the browser lets us, in memory while it does not: it may refuse IndexedDB from
// the beginning, close it under a running call, run out of space or never answer.
import { within } from '../lib/within'
import { DatabaseOutbox, openDatabase } from './database_outbox'
import { MemoryOutbox } from './memory_outbox'
import { keyOfSource, type Entry, type Limits, type Outbox, type Source } from './outbox'

/** Some browsers have left requests unanswered: a call's record must not wait for them for ever. */
const kAnswer_ms = 5_000
/** A disk that failed is left alone for so long, and with it what it holds. */
const kPause_ms = 60_000

export interface LastingOutboxOptions {
  open?: () => Promise<DatabaseOutbox>
  /** Whether new samples outlive this page; told when it changes. */
  onLasting?: (lasting: boolean) => void
}

/** One of each; the later ones win. */
function distinct<T, K>(all: T[], key: (one: T) => K): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()]
}

const answered = <T>(step: Promise<T>): Promise<T> =>
  within(kAnswer_ms, 'IndexedDB does not answer', step)

export class LastingOutbox implements Outbox {
  private readonly memory = new MemoryOutbox()
  private readonly open: () => Promise<DatabaseOutbox>
  private disk: Promise<DatabaseOutbox> | null = null
  private pausedUntil = 0
  private lasting = true

  constructor(private readonly options: LastingOutboxOptions = {}) {
    this.open = options.open ?? (() => openDatabase('vuedeo'))
  }

  async put(entry: Entry): Promise<void> {
    const kept = await this.onDisk((disk) => disk.put(entry).then(() => true))
    if (!kept) await this.memory.put(entry)
    this.tell(kept === true)
  }

  async sources(): Promise<Source[]> {
    const onDisk = (await this.onDisk((disk) => disk.sources())) ?? []
    return distinct([...onDisk, ...(await this.memory.sources())], keyOfSource)
  }

  async oldest(source: Source, limit: number): Promise<Entry[]> {
    const onDisk = (await this.onDisk((disk) => disk.oldest(source, limit))) ?? []
    const all = [...onDisk, ...(await this.memory.oldest(source, limit))]
    return distinct(all, (entry) => entry.sampled_at)
      .sort((a, b) => a.sampled_at - b.sampled_at)
      .slice(0, limit)
  }

  async remove(entries: Entry[]): Promise<void> {
    await this.memory.remove(entries)
    await this.onDisk((disk) => disk.remove(entries))
  }

  async trim(limits: Limits, now: number): Promise<number> {
    const onDisk = await this.onDisk((disk) => disk.trim(limits, now))
    return (onDisk ?? 0) + (await this.memory.trim(limits, now))
  }

  /** Null when the disk cannot be used. A connection that was closed is opened again once. */
  private async onDisk<T>(step: (disk: Outbox) => Promise<T>): Promise<T | null> {
    if (Date.now() < this.pausedUntil) return null
    let failure: unknown
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const used = (this.disk ??= this.open())
      try {
        return await answered(used.then(step))
      } catch (error) {
        failure = error
        this.abandon(used)
      }
    }
    this.pausedUntil = Date.now() + kPause_ms
    console.warn('Vuedeo: samples are kept in memory for now, IndexedDB fails:', failure)
    return null
  }

  private abandon(used: Promise<DatabaseOutbox>): void {
    if (this.disk === used) this.disk = null
    used.then((disk) => disk.close()).catch(() => undefined)
  }

  private tell(lasting: boolean): void {
    if (lasting === this.lasting) return
    this.lasting = lasting
    this.options.onLasting?.(lasting)
  }
}
