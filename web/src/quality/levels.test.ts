import { describe, expect, it } from 'vitest'
import { loudness } from '../call/use_level'
import { levelOf } from './levels'
import { summarize } from './summary'

describe('levelOf', () => {
  it.each([
    [null, null, 'unknown'],
    [0.03, 0, 'good'],
    [null, 0.019, 'good'],
    [0.2, 0, 'fair'],
    [0.01, 0.02, 'fair'],
    [0.4, 0, 'poor'],
    [0.01, 0.05, 'poor'],
  ] as const)('of %d s and %d loss is %s', (rtt_s, loss, level) =>
    expect(levelOf(rtt_s, loss)).toBe(level),
  )
})

describe('summarize', () => {
  const participant = (count: (number | null)[], value: (number | null)[]) => ({
    id: 'p',
    name: 'P',
    time: value.map((_, index) => index),
    count,
    values: {
      send_bps: { value, min: value.map((v) => v && v - 1), max: value.map((v) => v && v + 1) },
    },
  })

  it('weighs buckets by their samples and skips the unknown', () => {
    const series = participant([1, 3, 0], [100, 200, null])
    expect(summarize(series, 'send_bps', 'lowest')).toEqual({ mean: 175, worst: 99 })
    expect(summarize(series, 'send_bps', 'highest')).toEqual({ mean: 175, worst: 201 })
  })

  it('is unknown, not 0, without samples or field', () => {
    const nothing = { mean: null, worst: null }
    expect(summarize(participant([0], [null]), 'send_bps', 'lowest')).toEqual(nothing)
    expect(summarize(participant([1], [1]), 'rtt_s', 'lowest')).toEqual(nothing)
  })
})

describe('loudness', () => {
  it('goes from silence to full scale', () => {
    expect(loudness(new Float32Array(8))).toBe(0)
    expect(loudness(new Float32Array(8).fill(1))).toBe(1)
    expect(loudness(new Float32Array(8).fill(0.1))).toBeCloseTo(2 / 3)
    expect(loudness(new Float32Array(8).fill(1e-6))).toBe(0)
  })
})
