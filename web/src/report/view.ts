// What a room's metrics page shows, in its address: so that a link leads to the same report.
import type { LocationQuery } from 'vue-router'

const kHour_ms = 3_600_000

export const kRanges = [
  { value: 'all', label: 'Whole room', back_ms: 0 },
  { value: 'quarter', label: 'Last 15 minutes', back_ms: kHour_ms / 4 },
  { value: 'hour', label: 'Last hour', back_ms: kHour_ms },
  { value: 'day', label: 'Last 24 hours', back_ms: 24 * kHour_ms },
  { value: 'week', label: 'Last 7 days', back_ms: 7 * 24 * kHour_ms },
  { value: 'month', label: 'Last 30 days', back_ms: 30 * 24 * kHour_ms },
]

export interface Span {
  from: number
  to: number
}

export interface View {
  range: string
  /** "auto" or whole seconds. */
  interval: string
  /** A part of the range that was chosen in a chart or in the report. */
  zoomed: Span | null
}

function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : NaN
  return Number.isSafeInteger(time) ? time : null
}

/** What an address does not say, or says wrongly, is as on a first visit. */
export function viewOf({ range, interval, from, to }: LocationQuery): View {
  const begin = timeOf(from)
  const end = timeOf(to)
  const isInterval = typeof interval === 'string' && /^[1-9]\d{0,7}$/.test(interval)
  return {
    range: kRanges.find(({ value }) => value === range)?.value ?? 'all',
    interval: isInterval ? interval : 'auto',
    zoomed: begin !== null && end !== null && begin < end ? { from: begin, to: end } : null,
  }
}

export function queryOf({ range, interval, zoomed }: View): Record<string, string> {
  return {
    ...(range !== 'all' && { range }),
    ...(interval !== 'auto' && { interval }),
    ...(zoomed && { from: String(zoomed.from), to: String(zoomed.to) }),
  }
}
