// Measures the call: takes snapshots of getStats() and remembers the last one for the next interval.
// stats() and quality() each have a baseline of their own.
import type { LinkQuality, Sample } from 'vuedeo'
import type { Peer } from './peer'
import { derive, linkQuality } from './stats/derive'
import type { LinkReports, Snapshot } from './stats/reports'

/** Null: not connected yet, or closed meanwhile. */
const reportsOf = (peer: Peer): Promise<LinkReports | null> => peer.reports().catch(() => null)

export class Meter {
  private last: Snapshot = { taken_at: Date.now(), links: [] }
  private lastOf = new Map<string, LinkReports>()

  constructor(private readonly peers: () => Peer[]) {}

  /** A new connection's first interval begins when it connects, not at the next sample. */
  async begin(peer: Peer): Promise<void> {
    const reports = await reportsOf(peer)
    if (!reports || this.last.links.some(({ link }) => link === reports.link)) return
    this.last = { ...this.last, links: [...this.last.links, reports] }
    this.lastOf.set(peer.id, reports)
  }

  async sample(): Promise<Sample> {
    const all = await Promise.all(this.peers().map(reportsOf))
    const links = all.filter((reports): reports is LinkReports => reports !== null)
    const previous = this.last
    this.last = { taken_at: Date.now(), links }
    return derive(previous, this.last)
  }

  async quality(): Promise<Record<string, LinkQuality>> {
    const result: Record<string, LinkQuality> = {}
    const seen = new Map<string, LinkReports>()
    for (const peer of this.peers()) {
      const reports = await reportsOf(peer)
      if (!reports) continue
      seen.set(peer.id, reports)
      result[peer.id] = linkQuality(this.lastOf.get(peer.id) ?? null, reports)
    }
    this.lastOf = seen
    return result
  }
}
