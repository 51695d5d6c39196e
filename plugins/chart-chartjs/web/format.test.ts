import { describe, expect, it } from 'vitest'
import { makeFormats } from './format'

const noon = Date.UTC(2026, 0, 15, 12, 0, 0)

describe('formats', () => {
  it('show quantities with as many digits as people read', () => {
    const formats = makeFormats('en-GB', 'UTC')
    expect(formats.quantity(1.2345, 'Mbit/s')).toBe('1.23 Mbit/s')
    expect(formats.quantity(0, '%')).toBe('0 %')
    expect(formats.quantity(123.4, 'ms')).toBe('123 ms')
    expect(formats.quantity(3, '')).toBe('3')
  })

  it('call what is unknown unknown, never 0', () => {
    const formats = makeFormats('en-GB', 'UTC')
    expect(formats.quantity(null, 'ms')).toBe('unknown')
    expect(formats.quantity(undefined, 'ms')).toBe('unknown')
  })

  it('use the locale and the time zone', () => {
    const formats = makeFormats('de', 'Asia/Kolkata')
    expect(formats.quantity(1.5, 'Mbit/s')).toBe('1,5 Mbit/s')
    expect(formats.tick(noon, 60_000)).toBe('17:30')
    expect(formats.offset(noon)).toBe(5.5 * 3_600_000)
  })

  it('show the date at local midnight', () => {
    const formats = makeFormats('en-GB', 'Asia/Kolkata')
    expect(formats.tick(noon + 6.5 * 3_600_000, 3_600_000)).toBe('16 Jan')
  })

  it('tell the date of an interval’s end where it is another one', () => {
    const { interval } = makeFormats('en-GB', 'Europe/Berlin')
    expect(interval(noon, 15)).toBe('15 Jan 2026, 13:00:00 – 13:00:15')
    // A day as the server counts it, in UTC, on which the clock is put back.
    const told = '25 Oct 2026, 02:00:00 – 26 Oct 2026, 01:00:00'
    expect(interval(Date.UTC(2026, 9, 25), 86_400)).toBe(told)
  })

  it('fall back when locale or zone is unknown', () => {
    expect(makeFormats('no_such', 'No/Where').dateTime(noon)).toContain('2026')
  })
})
