// What is read of RTCPeerConnection.getStats(), with nothing taken for granted: each browser leaves
// out other members. Feature-detected, never by version.

export type Report = Readonly<Record<string, unknown>>

/** What of a connection shows a screen, as far as the call knows: reports name it in different ways. */
export interface ScreenIdentity {
  mid: string | null
  sentTrack: string | null
  receivedTrack: string | null
}

/** The reports of one RTCPeerConnection. */
export interface LinkReports {
  /** Names the RTCPeerConnection: another one has counters of its own. */
  link: string
  /** Missing: the call does not know. */
  screen?: ScreenIdentity
  reports: readonly Report[]
}

/** All connections of a call, at about the same time. */
export interface Snapshot {
  taken_at: number // Unix ms
  links: readonly LinkReports[]
}

export function number(report: Report | undefined, member: string): number | null {
  const value = report?.[member]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function text(report: Report | undefined, member: string): string | null {
  const value = report?.[member]
  return typeof value === 'string' ? value : null
}

/** A number that cannot be negative. */
export function amount(report: Report | undefined, member: string): number | null {
  const value = number(report, member)
  return value !== null && value >= 0 ? value : null
}

export function ofType(reports: readonly Report[], type: string): Report[] {
  return reports.filter((report) => report.type === type)
}

/** Older Safari gives neither kind nor mediaType; its ids say it. */
export function kindOf(report: Report): 'audio' | 'video' | null {
  const kind = text(report, 'kind') ?? text(report, 'mediaType')
  if (kind === 'audio' || kind === 'video') return kind
  const id = text(report, 'id') ?? ''
  if (/audio/i.test(id)) return 'audio'
  return /video/i.test(id) ? 'video' : null
}

/** The report that another one names by its id. */
export function referred(reports: readonly Report[], report: Report | undefined, member: string): Report | undefined {
  const id = text(report, member)
  return id === null ? undefined : reports.find((other) => other.id === id)
}

/** The same report of the same stream, earlier. Another SSRC is another stream: a new baseline. */
export function earlier(report: Report, previous: readonly Report[]): Report | undefined {
  return previous.find(
    (other) => other.type === report.type && other.id === report.id && other.ssrc === report.ssrc,
  )
}
