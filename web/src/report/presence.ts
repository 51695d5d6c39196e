// Who was there when, as far as samples tell: stretches of time in one band each, and gaps.
import { bandOf, type Band } from './bands'
import type { Bucket } from './measures'

export interface Stretch {
  from: number
  to: number
  /** Null: there, but nothing told the quality. */
  band: Band | null
}

/** Buckets in a row with the same band become one. */
export function stretchesOf(buckets: Bucket[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const bucket of buckets) {
    if (bucket.count === 0) continue
    const band = bandOf(bucket)
    const last = stretches.at(-1)
    if (last && last.band === band && last.to === bucket.from) last.to = bucket.to
    else stretches.push({ from: bucket.from, to: bucket.to, band })
  }
  return stretches
}

export interface Visit {
  from: number
  to: number
}

/** Stretches without a gap are one visit. A gap of one sample is none: they are not sent to the second. */
export function visitsOf(buckets: Bucket[]): Visit[] {
  const visits: Visit[] = []
  let missed = 0
  for (const { from, to, count } of buckets) {
    const last = visits.at(-1)
    if (count === 0) {
      missed += 1
    } else {
      if (last && missed < 2) last.to = to
      else visits.push({ from, to })
      missed = 0
    }
  }
  return visits
}
