// What a report is made of: the fields it asks for, and how one participant's buckets are read.
// Unknown is null everywhere, and never counts as 0.
import type { Series, SeriesParticipant } from '../api/client'

export const kReportFields = [
  'send_bps',
  'recv_bps',
  'send_loss',
  'recv_loss',
  'rtt_s',
  'available_send_bps',
  'recv_fps',
  'freeze_s',
  'concealed_audio',
  'limited_by_cpu',
  'limited_by_bandwidth',
  'cpu_pressure',
  'path_type',
  'hidden',
  'audio_mos',
  'video_score',
  'interval_s',
] as const

export type Field = (typeof kReportFields)[number]

export type Values = Record<Field, number | null>

/** One interval of one participant. */
export interface Bucket {
  from: number
  to: number
  /** Samples in it; 0: nobody measured. */
  count: number
  values: Values
}

export interface Person {
  id: string
  name: string
  buckets: Bucket[]
}

function bucketAt(one: SeriesParticipant, index: number, length_ms: number): Bucket {
  const from = one.time[index] ?? 0
  const values = Object.fromEntries(
    kReportFields.map((field) => [field, one.values[field]?.value[index] ?? null]),
  ) as Values
  return { from, to: from + length_ms, count: one.count[index] ?? 0, values }
}

export function peopleOf(series: Series): Person[] {
  const length_ms = series.interval_s * 1000
  return series.participants.map((one) => ({
    id: one.id,
    name: one.name,
    buckets: one.time.map((_, index) => bucketAt(one, index, length_ms)),
  }))
}

/** How long somebody was measured in a bucket: at its edges people come and go. A sample that does not
 * say how long it is stands for the server's interval. */
export function measured_ms({ from, to, count, values }: Bucket, sampleInterval_s: number): number {
  return Math.min(to - from, (values.interval_s ?? count * sampleInterval_s) * 1000)
}

/** The mean of the known values, weighted with the samples behind them. */
export function meanOf(buckets: Bucket[], field: Field): number | null {
  let sum = 0
  let weight = 0
  for (const { values, count } of buckets) {
    const value = values[field]
    if (value === null) continue
    sum += value * count
    weight += count
  }
  return weight ? sum / weight : null
}

export function largestOf(buckets: Bucket[], field: Field): number | null {
  const known = buckets.map(({ values }) => values[field]).filter((value) => value !== null)
  return known.length ? Math.max(...known) : null
}

/** The value below which `share` of the measured time lies; null when nothing is known. */
export function quantileOf(buckets: Bucket[], field: Field, share: number): number | null {
  const known = buckets
    .map(({ values, count }) => ({ value: values[field], count }))
    .filter((one): one is { value: number; count: number } => one.value !== null)
    .sort((a, b) => a.value - b.value)
  const total = known.reduce((sum, { count }) => sum + count, 0)
  let passed = 0
  for (const { value, count } of known) {
    passed += count
    if (passed >= share * total) return value
  }
  return known.at(-1)?.value ?? null
}
