import { afterEach, describe, expect, it, vi } from 'vitest'
import { noTimes } from '../report/bands'
import { after, overviewOf, startOf, type Step, type Unit } from './overview'
import type { RoomRecord } from './record'

const kMinute_ms = 60_000
const kHour_ms = 60 * kMinute_ms
const kDay_ms = 24 * kHour_ms

/** A record of so many good minutes at each of these times. */
function record(minutes: number, ...times: number[]): RoomRecord {
  const good = minutes * kMinute_ms
  const moments = new Map(times.map((time) => [time, { ...noTimes(), good }]))
  const all = { ...noTimes(), good: good * times.length }
  return { call_ms: 0, times: all, moments, undisturbed: 1, slots: [], interval_s: 60 }
}

const at = (day: number, hour = 12, minute = 0) => new Date(2026, 9, day, hour, minute).getTime()
const unitFor = (days: number) => overviewOf([record(1, at(1), at(1) + days * kDay_ms)]).unit

describe('the overview of many rooms', () => {
  it('adds up the time of all, and counts each room once a step', () => {
    const { unit, steps } = overviewOf([
      record(1, at(1, 10, 5), at(1, 10, 50), at(1, 12, 0)),
      record(2, at(1, 10, 59)),
    ])
    expect(unit).toBe('hour')
    expect(steps.map(({ from }) => from)).toEqual([at(1, 10), at(1, 11), at(1, 12)])
    expect(steps.map(({ rooms }) => rooms)).toEqual([2, 0, 1])
    expect(steps.map(({ times }) => times.good / kMinute_ms)).toEqual([4, 0, 1])
  })

  it('takes the unit that makes a readable number of steps', () => {
    const units: [days: number, unit: Unit][] = [
      [0, 'hour'],
      [1, 'hour'],
      [2, 'day'],
      [40, 'day'],
      [41, 'week'],
      [280, 'week'],
      [281, 'month'],
      [2000, 'month'],
    ]
    for (const [days, unit] of units) expect(unitFor(days), `${days} days`).toBe(unit)
  })

  it('begins weeks on Monday and months on the first', () => {
    expect(new Date(startOf('week', at(25))).getDate()).toBe(19) // a Sunday
    expect(new Date(startOf('week', at(26))).getDate()).toBe(26)
    expect(new Date(startOf('month', at(25))).getDate()).toBe(1)
    expect(after('month', startOf('month', at(31)))).toBe(startOf('month', at(32)))
  })

  it('has no steps where nothing was measured', () => {
    expect(overviewOf([]).steps).toEqual([])
    expect(overviewOf([record(1)]).steps).toEqual([])
  })
})

/** One step begins where the one before it ends. */
function assertContiguous(steps: Step[]): void {
  expect(steps.slice(1).map(({ from }) => from)).toEqual(steps.slice(0, -1).map(({ to }) => to))
}

/** Every half hour of so many hours, a minute each. */
function halfHours(from: number, hours: number): RoomRecord {
  return record(1, ...Array.from({ length: 2 * hours }, (_, i) => from + (i * kHour_ms) / 2))
}

describe('the overview of days on which the clock is changed', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.each([
    ['put back in Europe', 'Europe/Berlin', '2026-10-24T22:00Z', 25],
    ['put forward in Europe', 'Europe/Berlin', '2026-03-28T23:00Z', 23],
    ['put forward at midnight, which that day does not have', 'Africa/Cairo', '2026-04-23T22:00Z', 23],
    ['put back at midnight, so that the day ends twice', 'Africa/Cairo', '2026-10-28T21:00Z', 25],
  ])('%s', (_, timeZone, begin, hours) => {
    vi.stubEnv('TZ', timeZone)
    const midnight = Date.parse(begin)
    const byHour = overviewOf([halfHours(midnight, hours)])
    expect(byHour.unit).toBe('hour')
    expect(byHour.steps.map(({ times }) => times.good / kMinute_ms)).toEqual(Array(hours).fill(2))
    assertContiguous(byHour.steps)

    const [before, after] = [halfHours(midnight - 2 * kDay_ms, 48), halfHours(midnight, hours + 48)]
    const byDay = overviewOf([before, after])
    expect(byDay.unit).toBe('day')
    expect(byDay.steps.map(({ from, to }) => (to - from) / kHour_ms)).toEqual([24, 24, hours, 24, 24])
    expect(byDay.steps.map(({ times }) => times.good / kMinute_ms)).toEqual(
      [24, 24, hours, 24, 24].map((count) => 2 * count),
    )
    assertContiguous(byDay.steps)
  })

  it('does not delay the week or month of a day without a midnight', () => {
    vi.stubEnv('TZ', 'Africa/Cairo')
    const friday = Date.parse('2026-04-23T22:00Z')
    expect(new Date(startOf('week', friday)).toISOString()).toBe('2026-04-19T22:00:00.000Z')
    expect(new Date(startOf('month', friday)).toISOString()).toBe('2026-03-31T22:00:00.000Z')
  })
})
