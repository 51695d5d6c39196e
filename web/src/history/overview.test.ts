import { describe, expect, it } from 'vitest'
import { noTimes } from '../report/bands'
import { after, overviewOf, startOf, type Unit } from './overview'
import type { RoomRecord } from './record'

const kMinute_ms = 60_000
const kDay_ms = 86_400_000

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

  it('has the steps of the calendar, however long its days are', () => {
    const { steps } = overviewOf([record(1, at(20), at(30))]) // the clocks are put back between in Europe
    expect(steps).toHaveLength(11)
    for (const { from } of steps) expect(new Date(from).getHours()).toBe(0)
    expect(steps.every(({ to }, index) => to === (steps[index + 1]?.from ?? to))).toBe(true)
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
