// How a room's calls went, in one line of a list: how long, how much of it undisturbed, and when not.
import type { Series } from '../api/client'
import { bandOf, kBands, kMeasures, timesOf, type Band, type Times } from '../report/bands'
import { measured_ms, peopleOf, type Bucket } from '../report/measures'
import { disturbedShare } from '../report/people_summary'

export const kRecordFields = [...kMeasures.map(({ field }) => field), 'interval_s']

/** What one slot of the sparkline shows. Null: somebody was there, but nothing told the quality. */
export type Slot = Band | null

export interface RoomRecord {
  /** While anybody was measured, once however many there were; breaks left out. */
  call_ms: number
  /** Of all participants together. */
  times: Times
  /** The share of the measured time without poor or bad quality; null: nothing was measured. */
  undisturbed: number | null
  /** The worst of anybody, from the first call to the last, breaks left out. */
  slots: Slot[]
  /** What the numbers are from: one mean each interval. */
  interval_s: number
}

export const kSlots = 32

function worseOf(a: Slot, b: Slot): Slot {
  if (a === null || b === null) return a ?? b
  return kBands.indexOf(a) > kBands.indexOf(b) ? a : b
}

/** Of many neighbours one slot: its worst, so that a short trouble is not averaged away. */
function compressed(slots: Slot[]): Slot[] {
  if (slots.length <= kSlots) return slots
  return Array.from({ length: kSlots }, (_, index) => {
    const from = Math.floor((index * slots.length) / kSlots)
    const to = Math.floor(((index + 1) * slots.length) / kSlots)
    return slots.slice(from, to).reduce(worseOf)
  })
}

export function recordOf(series: Series): RoomRecord {
  const buckets: Bucket[] = peopleOf(series).flatMap((person) => person.buckets)
  const times = timesOf(buckets, series.sample_interval_s)
  const moments = new Map<number, { length_ms: number; slot: Slot }>()
  for (const bucket of buckets) {
    if (bucket.count === 0) continue
    const known = moments.get(bucket.from)
    const length_ms = measured_ms(bucket, series.sample_interval_s)
    moments.set(bucket.from, {
      length_ms: Math.max(known?.length_ms ?? 0, length_ms),
      slot: worseOf(known?.slot ?? null, bandOf(bucket)),
    })
  }
  const inOrder = [...moments].sort(([a], [b]) => a - b).map(([, moment]) => moment)
  const disturbed = disturbedShare({ times })
  return {
    call_ms: inOrder.reduce((sum, { length_ms }) => sum + length_ms, 0),
    times,
    undisturbed: disturbed === null ? null : 1 - disturbed,
    slots: compressed(inOrder.map(({ slot }) => slot)),
    interval_s: series.interval_s,
  }
}

/** Rooms with the least undisturbed time first; what was not measured, or not read, last. */
export function worstFirst<T>(rooms: T[], recordFor: (room: T) => RoomRecord | null): T[] {
  const key = (room: T) => recordFor(room)?.undisturbed ?? 2
  return [...rooms].sort((a, b) => key(a) - key(b))
}

export interface Totals {
  rooms: number
  call_ms: number
  undisturbed: number | null
}

/** Each room counts with its measured time. */
export function totalsOf(records: RoomRecord[]): Totals {
  const times: Times = { good: 0, fair: 0, poor: 0, bad: 0, unmeasured: 0 }
  for (const record of records)
    for (const band of [...kBands, 'unmeasured'] as const) times[band] += record.times[band]
  const disturbed = disturbedShare({ times })
  return {
    rooms: records.length,
    call_ms: records.reduce((sum, { call_ms }) => sum + call_ms, 0),
    undisturbed: disturbed === null ? null : 1 - disturbed,
  }
}

/** "88 %". Rounded down: 100 % means that nothing disturbed. */
export function formatShare(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)} %`
}
