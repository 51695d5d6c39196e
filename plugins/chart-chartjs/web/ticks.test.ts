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

  it('are bounded for any range', () => {
    for (const span of [1, 1000, 400 * 365 * 24 * hour]) {
      expect(timeTicks(0, span, 8, () => 0).ticks.length).toBeLessThanOrEqual(9)
      expect(stepFor(span, 8)).toBeGreaterThan(0)
    }
  })
})
