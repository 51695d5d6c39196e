import { describe, expect, it } from 'vitest'
import { intervalFor, parseInterval } from './interval'

describe('a typed interval', () => {
  it.each([
    ['90s', 90],
    ['90', 90],
    [' 10 min ', 600],
    ['2h', 7200],
    ['1.5 h', 5400],
    ['0,5 min', 30],
    ['1 d', 86_400],
    ['365 days', 31_536_000],
  ])('%s is %d seconds', (text, seconds) => expect(parseInterval(text)).toBe(seconds))

  it.each([
    ['', /number and a unit/],
    ['soon', /number and a unit/],
    ['10 parsecs', /number and a unit/],
    ['-5 s', /number and a unit/],
    ['1e3 s', /number and a unit/],
    ['0', /at least one/],
    ['1.5 s', /whole number of seconds/],
    ['366 d', /at most 365 days/],
  ])('%j is refused with what to write', (text, why) => expect(parseInterval(text)).toMatch(why))
})

describe('the interval for a width', () => {
  const hour_ms = 3_600_000
  it.each([
    [hour_ms, 360, 15, '60'],
    [24 * hour_ms, 360, 15, '900'],
    [hour_ms / 4, 360, 15, '15'],
    [30 * 24 * hour_ms, 360, 15, '43200'],
    [hour_ms, 360, 120, '300'],
  ])('%d ms on %d px, measured each %d s: %s', (range, width, sampled, interval) =>
    expect(intervalFor(range, width, sampled)).toBe(interval),
  )

  it('is the server’s to choose for a wide chart, or while nothing is known', () => {
    expect(intervalFor(hour_ms, 1000, 15)).toBe('auto')
    expect(intervalFor(0, 300, 15)).toBe('auto')
    expect(intervalFor(hour_ms, 0, 15)).toBe('auto')
  })
})
