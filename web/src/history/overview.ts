// The calls of many rooms over time: how many, how long and how good, in steps of the local calendar.
import { addTimes, noTimes, type Times } from '../report/bands'
import type { RoomRecord } from './record'

export type Unit = 'hour' | 'day' | 'week' | 'month'

export interface Step {
  from: number
  to: number
  /** In which anybody was measured. */
  rooms: number
  /** Milliseconds of all participants in each band. */
  times: Times
}

export interface Overview {
  unit: Unit
  /** One after the other, those without calls too; empty: nothing was measured. */
  steps: Step[]
}

const kMinute_ms = 60_000
const kHour_ms = 60 * kMinute_ms
const kDay_ms = 24 * kHour_ms
/** Up to which span a unit makes no more bars than fit a phone. */
const kUnits: [unit: Unit, span_ms: number][] = [
  ['hour', 36 * kHour_ms],
  ['day', 40 * kDay_ms],
  ['week', 280 * kDay_ms],
  ['month', Infinity],
]

/** Where the step of that time begins, in the browser's time zone. */
export function startOf(unit: Unit, time: number): number {
  const date = new Date(time)
  if (unit === 'hour') {
    // Not by setMinutes(): of an hour that the clock shows twice, that finds the first.
    return time - date.getMinutes() * kMinute_ms - (time % kMinute_ms)
  }
  if (unit === 'week') date.setDate(date.getDate() - ((date.getDay() + 6) % 7)) // Monday: ISO 8601
  if (unit === 'month') date.setDate(1)
  return date.setHours(0, 0, 0, 0)
}

/** Where the next one begins. Days have 23, 24 or 25 hours. */
export function after(unit: Unit, start: number): number {
  if (unit === 'hour') return start + kHour_ms
  const date = new Date(start)
  if (unit === 'month') date.setMonth(date.getMonth() + 1)
  else date.setDate(date.getDate() + (unit === 'week' ? 7 : 1))
  // A day that has no midnight begins later, and the one after it does not.
  return startOf(unit, date.getTime())
}

function emptySteps(unit: Unit, first: number, last: number): Step[] {
  const steps: Step[] = []
  for (let from = startOf(unit, first); from <= last; from = after(unit, from)) {
    steps.push({ from, to: after(unit, from), rooms: 0, times: noTimes() })
  }
  return steps
}

export function overviewOf(records: RoomRecord[]): Overview {
  const times = records.flatMap(({ moments }) => [...moments.keys()])
  const first = times.reduce((a, b) => Math.min(a, b), Infinity)
  const last = times.reduce((a, b) => Math.max(a, b), -Infinity)
  const unit = kUnits.find(([, span_ms]) => last - first <= span_ms)?.[0] ?? 'month'
  const steps = times.length ? emptySteps(unit, first, last) : []
  const stepAt = new Map(steps.map((step) => [step.from, step]))
  for (const { moments } of records) {
    const met = new Set<Step>()
    for (const [time, spent] of moments) {
      const step = stepAt.get(startOf(unit, time))
      if (!step) continue
      addTimes(step.times, spent)
      met.add(step)
    }
    for (const step of met) step.rooms += 1
  }
  return { unit, steps }
}
