// Reports for tests: a call of one stream a kind and direction, whose counters a test sets.
import type { LinkReports, Report, Snapshot } from './reports'

type Members = Record<string, unknown>

/** One stream over time: both reports of a pair have the id and the SSRC. */
export function report(type: string, members: Members): Report {
  const kind = members.kind ?? 'video'
  return { type, id: `${type}-${String(kind)}`, ssrc: 1, kind, timestamp: 0, ...members }
}

export function link(name: string, ...reports: Report[]): LinkReports {
  return { link: name, reports }
}

export function snapshot(takenAt: number, ...links: LinkReports[]): Snapshot {
  return { taken_at: takenAt, links }
}

/** Two snapshots, ten seconds apart, of one report each with the given members. */
export function pair(type: string, before: Members, after: Members): [Snapshot, Snapshot] {
  return [
    snapshot(0, link('a', report(type, { timestamp: 0, ...before }))),
    snapshot(10_000, link('a', report(type, { timestamp: 10_000, ...after }))),
  ]
}
