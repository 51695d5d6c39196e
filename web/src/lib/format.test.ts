import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatBitrate,
  formatDelay,
  formatDuration,
  formatLatency,
  formatLoss,
  hueOf,
  initials,
  plural,
} from './format'

describe('numbers for people', () => {
  it('never show the unknown as 0', () => {
    for (const format of [formatBitrate, formatLoss, formatDelay]) expect(format(null)).toBe('–')
    expect(formatLoss(0)).toBe('0 %')
  })

  it.each([
    [940, '940 bit/s'],
    [64_200, '64 kbit/s'],
    [1_250_000, '1.3 Mbit/s'],
    [25_400_000, '25 Mbit/s'],
  ])('shows %d bit/s as %s', (bps, text) => expect(formatBitrate(bps)).toBe(text))

  it('show loss in per cent and delays in milliseconds', () => {
    expect(formatLoss(0.0123)).toBe('1.2 %')
    expect(formatLoss(0.251)).toBe('25 %')
    expect(formatDelay(0.0421)).toBe('42 ms')
    expect(formatDelay(12.34)).toBe('12.3 s')
  })

  it('show durations with hours only when there are some', () => {
    expect(formatDuration(65_000)).toBe('1:05')
    expect(formatDuration(3_725_000)).toBe('1:02:05')
    expect(formatDuration(-5)).toBe('0:00')
  })

  it('count one thing and many', () => {
    expect(plural(1, 'sample')).toBe('1 sample')
    expect(plural(0, 'person', 'people')).toBe('0 people')
  })
})

describe('formatAgo', () => {
  const now = Date.UTC(2030, 5, 15, 12)
  it.each([
    [5_000, 'just now'],
    [-60_000, 'just now'],
    [45_000, '45 seconds ago'],
    [3_599_000, '59 minutes ago'],
    [2 * 3_600_000, '2 hours ago'],
    [86_400_000, '1 day ago'],
  ])('says of %d ms ago: %s', (age_ms, text) => expect(formatAgo(now - age_ms, now)).toBe(text))

  it('gives a date before a week ago', () => {
    expect(formatAgo(now - 30 * 86_400_000, now)).toContain('2030')
  })
})

describe('initials', () => {
  it.each([
    ['Ana', 'A'],
    ['Ana María García', 'AG'],
    ['  ', '?'],
    ['éva nagy', 'ÉN'],
    ['😀 Smile', '😀S'],
  ])('of "%s" are %s', (name, expected) => expect(initials(name)).toBe(expected))
})

describe('hueOf', () => {
  it('is the same for a participant every time, and within bounds', () => {
    for (const id of ['a', 'b', '', 'x'.repeat(99)]) {
      expect(hueOf(id)).toBe(hueOf(id))
      expect(hueOf(id)).toBeLessThan(8)
    }
  })
})

describe('the time of a call', () => {
  it.each([
    [0.000004096, '4.1 µs'],
    [0.00032, '320 µs'],
    [0.00128, '1.3 ms'],
    [0.0256, '26 ms'],
    [2.4, '2.4 s'],
  ])('%d s is %s', (seconds, text) => expect(formatLatency(seconds)).toBe(text))
})
