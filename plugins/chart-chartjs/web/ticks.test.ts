import { describe, expect, it } from 'vitest'
import { makeFormats } from './format'
import { stepFor, timeTicks } from './ticks'

const hour = 3_600_000

describe('time ticks', () => {
  it('stand at round times of the local clock', () => {
    const { offset } = makeFormats('en', 'Asia/Kolkata')
    const from = Date.UTC(2026, 0, 15, 11, 47)
    const { ticks, step } = timeTicks(from, from + 6 * hour, 6, offset)
    expect(step).toBe(hour)
    for (const tick of ticks) expect((tick + 5.5 * hour) % hour).toBe(0)
  })

  it('stay at round times across the end of summer time', () => {
    const formats = makeFormats('en-GB', 'Europe/Berlin')
    const from = Date.UTC(2026, 9, 24, 20, 0)
    const { ticks } = timeTicks(from, from + 24 * hour, 8, formats.offset)
    const hours = ticks.map((tick) => formats.tick(tick, hour))
    expect(hours).toContain('06:00')
    expect(hours).toContain('12:00')
    expect([...ticks].sort((a, b) => a - b)).toEqual(ticks)
  })

  it.each([
    ['put back', '2026-10-24T22:00Z', 25, '00 01 02 02 03 04'],
    ['put forward', '2026-03-28T23:00Z', 23, '00 01 03 04 05 06'],
  ])('stand at every hour of a day on which the clock is %s', (_, midnight, hours, first) => {
    const { offset, tick } = makeFormats('en-GB', 'Europe/Berlin')
    const from = Date.parse(midnight)
    const { ticks, step } = timeTicks(from, from + hours * hour, 25, offset)
    expect(step).toBe(hour)
    expect(ticks).toEqual(Array.from({ length: hours + 1 }, (_, i) => from + i * hour))
    const minutes = ticks.slice(1, 6).map((ms) => tick(ms, hour))
    expect(minutes).toEqual(first.split(' ').slice(1).map((two) => `${two}:00`))
    const everyTwo = timeTicks(from, from + hours * hour, 13, offset).ticks
    expect(everyTwo).toHaveLength(13)
    expect(new Set(everyTwo).size).toBe(13)
  })

  it('are bounded for any range', () => {
    for (const span of [1, 1000, 400 * 365 * 24 * hour]) {
      expect(timeTicks(0, span, 8, () => 0).ticks.length).toBeLessThanOrEqual(9)
      expect(stepFor(span, 8)).toBeGreaterThan(0)
    }
  })
})
