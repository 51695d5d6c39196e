// Samples that wait in memory: they last as long as the page.
import { keyOfSource, oldestKept, type Entry, type Limits, type Outbox, type Source } from './outbox'

export class MemoryOutbox implements Outbox {
  private entries: Entry[] = []

  async put(entry: Entry): Promise<void> {
    await this.remove([entry])
    this.entries.push(entry)
    this.entries.sort((a, b) => a.sampled_at - b.sampled_at)
  }

  async sources(): Promise<Source[]> {
    const byKey = new Map<string, Source>()
    for (const { room, participant } of this.entries) {
      const source = { room, participant }
      byKey.set(keyOfSource(source), source)
    }
    return [...byKey.values()]
  }

  async oldest({ room, participant }: Source, limit: number): Promise<Entry[]> {
    const own = this.entries.filter((e) => e.room === room && e.participant === participant)
    return own.slice(0, limit)
  }

  async remove(entries: Entry[]): Promise<void> {
    const same = (a: Entry, b: Entry) =>
      a.room === b.room && a.participant === b.participant && a.sampled_at === b.sampled_at
    this.entries = this.entries.filter((entry) => !entries.some((gone) => same(gone, entry)))
  }

  async trim(limits: Limits, now: number): Promise<number> {
    const before = this.entries.length
    const since = oldestKept(this.entries.at(-1)?.sampled_at, limits, now)
    const young = this.entries.filter((entry) => entry.sampled_at >= since)
    this.entries = young.slice(Math.max(0, young.length - limits.most))
    return before - this.entries.length
  }
}
