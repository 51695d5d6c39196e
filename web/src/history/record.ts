// How a room's calls went, in one line of a list: how long, how much of it undisturbed, and when not.
import type { Series } from '../api/client'
import {
  addTimes,
  bandOf,
  kBands,
  kMeasures,
  noTimes,
  timesOf,
  type Band,
  type Times,
} from '../report/bands'
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
  /** The same by the beginnings of the intervals in which anybody was measured. */
  moments: Map<number, Times>
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
  const sampleInterval_s = series.sample_interval_s
  const met = new Map<number, Bucket[]>()
  for (const bucket of peopleOf(series).flatMap((person) => person.buckets))
    if (bucket.count > 0) met.set(bucket.from, [...(met.get(bucket.from) ?? []), bucket])
  const inOrder = [...met].sort(([a], [b]) => a - b)
  const times = timesOf([...met.values()].flat(), sampleInterval_s)
  const lengthOf = (buckets: Bucket[]) =>
    Math.max(...buckets.map((bucket) => measured_ms(bucket, sampleInterval_s)))
  const disturbed = disturbedShare({ times })
  return {
    call_ms: inOrder.reduce((sum, [, buckets]) => sum + lengthOf(buckets), 0),
    times,
    moments: new Map(inOrder.map(([from, buckets]) => [from, timesOf(buckets, sampleInterval_s)])),
    undisturbed: disturbed === null ? null : 1 - disturbed,
    slots: compressed(inOrder.map(([, buckets]) => buckets.map(bandOf).reduce(worseOf))),
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
  const times = records.reduce((sum, record) => addTimes(sum, record.times), noTimes())
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
