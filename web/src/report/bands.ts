// How good an interval was, in four bands, by the worst of what was measured in it.
import { measured_ms, type Bucket, type Field } from './measures'

export type Band = 'good' | 'fair' | 'poor' | 'bad'

export const kBands: Band[] = ['good', 'fair', 'poor', 'bad']

interface Measure {
  field: Field
  /** As people call it. */
  label: string
  unit: 'loss' | 'delay' | 'share' | 'mos'
  /** Where fair, poor and bad begin: at this value and above it, or below it when `falls`. */
  limits: readonly [fair: number, poor: number, bad: number]
  falls?: true
}

/** The share of the time that the picture stood still. */
export function frozenShare({ values, from, to }: Bucket): number | null {
  return values.freeze_s === null ? null : Math.min(1, (values.freeze_s * 1000) / (to - from))
}

/**
 * Loss and round trip begin where the dots in a call change colour (quality/levels.ts), with a third
 * step at twice the second. Concealed audio: 3 % is heard, 5 % disturbs. MOS: the bands of G.107's
 * annex B, "many users dissatisfied" below 3.6.
 */
export const kMeasures: readonly Measure[] = [
  { field: 'send_loss', label: 'upload loss', unit: 'loss', limits: [0.02, 0.05, 0.1] },
  { field: 'recv_loss', label: 'download loss', unit: 'loss', limits: [0.02, 0.05, 0.1] },
  { field: 'rtt_s', label: 'round trip', unit: 'delay', limits: [0.2, 0.4, 0.8] },
  { field: 'freeze_s', label: 'frozen picture', unit: 'share', limits: [0.02, 0.1, 0.3] },
  { field: 'concealed_audio', label: 'concealed audio', unit: 'share', limits: [0.03, 0.05, 0.1] },
  { field: 'audio_mos', label: 'audio quality', unit: 'mos', limits: [4, 3.6, 3.1], falls: true },
]

function read({ field }: Measure, bucket: Bucket): number | null {
  return field === 'freeze_s' ? frozenShare(bucket) : bucket.values[field]
}

function stepOf({ limits, falls }: Measure, value: number): number {
  return limits.filter((limit) => (falls ? value < limit : value >= limit)).length
}

export interface Symptom {
  label: string
  unit: Measure['unit']
  value: number
  band: Band
}

/** What was out of order, the worst first. */
export function symptomsOf(bucket: Bucket): Symptom[] {
  const found: { symptom: Symptom; step: number }[] = []
  for (const measure of kMeasures) {
    const value = read(measure, bucket)
    if (value === null) continue
    const step = stepOf(measure, value)
    const { label, unit } = measure
    if (step > 0) found.push({ symptom: { label, unit, value, band: kBands[step]! }, step })
  }
  return found.sort((a, b) => b.step - a.step).map(({ symptom }) => symptom)
}

/** Null: nothing that tells quality was measured. */
export function bandOf(bucket: Bucket): Band | null {
  if (bucket.count === 0) return null
  const isKnown = kMeasures.some((measure) => read(measure, bucket) !== null)
  return isKnown ? (symptomsOf(bucket)[0]?.band ?? 'good') : null
}

export type Times = Record<Band | 'unmeasured', number>

export const noTimes = (): Times => ({ good: 0, fair: 0, poor: 0, bad: 0, unmeasured: 0 })

/** Milliseconds in each band. `unmeasured`: there, but nothing told the quality. */
export function timesOf(buckets: Bucket[], sampleInterval_s: number): Times {
  const times = noTimes()
  for (const bucket of buckets)
    times[bandOf(bucket) ?? 'unmeasured'] += measured_ms(bucket, sampleInterval_s)
  return times
}

export function addTimes(sum: Times, more: Times): Times {
  for (const band of [...kBands, 'unmeasured'] as const) sum[band] += more[band]
  return sum
}

export function total_ms({ good, fair, poor, bad, unmeasured }: Times): number {
  return good + fair + poor + bad + unmeasured
}
