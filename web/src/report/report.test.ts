import { describe, expect, it } from 'vitest'
import type { Series } from '../api/client'
import { kStep_ms, person } from './fixture'
import { meanOf, peopleOf, quantileOf } from './measures'
import { momentsOf } from './moments'
import { disturbedShare, summaryOf, worstFirst } from './people_summary'
import { stretchesOf, visitsOf } from './presence'

describe('a series', () => {
  const series: Series = {
    room: 'r',
    from: 0,
    to: 30_000,
    interval_s: 15,
    sample_interval_s: 15,
    participants: [
      {
        id: 'a',
        name: 'Ada',
        time: [0, 15_000],
        count: [1, 0],
        values: { rtt_s: { value: [0.05, null], min: [0.05, null], max: [0.05, null] } },
      },
    ],
  }

  it('becomes people with buckets; a field that the server does not know is null', () => {
    const [ada] = peopleOf(series)
    expect(ada!.buckets[0]).toMatchObject({ from: 0, to: 15_000, count: 1 })
    expect(ada!.buckets[0]!.values).toMatchObject({ rtt_s: 0.05, audio_mos: null })
    expect(ada!.buckets[1]).toMatchObject({ count: 0 })
  })
})

describe('means and quantiles', () => {
  const { buckets } = person('Ada', { rtt_s: 0.1 }, { rtt_s: null }, { rtt_s: 0.3 }, { rtt_s: 0.2 })

  it('leave out what is unknown', () => {
    expect(meanOf(buckets, 'rtt_s')).toBeCloseTo(0.2)
    expect(quantileOf(buckets, 'rtt_s', 0.5)).toBe(0.2)
    expect(quantileOf(buckets, 'rtt_s', 0.95)).toBe(0.3)
    expect(quantileOf(buckets, 'send_loss', 0.5)).toBeNull()
  })

  it('weigh an interval with its samples', () => {
    const weighted = buckets.map((one, index) => ({ ...one, count: index === 0 ? 10 : 1 }))
    expect(quantileOf(weighted, 'rtt_s', 0.5)).toBe(0.1)
  })
})

describe('presence', () => {
  const { buckets } = person('Ada', { rtt_s: 0.1 }, { rtt_s: 0.1 }, null, { rtt_s: 1 }, null, null, {})

  it('joins what has the same band', () => {
    expect(stretchesOf(buckets)).toEqual([
      { from: 0, to: 2 * kStep_ms, band: 'good' },
      { from: 3 * kStep_ms, to: 4 * kStep_ms, band: 'bad' },
      { from: 6 * kStep_ms, to: 7 * kStep_ms, band: null },
    ])
  })

  it('bridges one missing sample, and no more', () => {
    expect(visitsOf(buckets)).toEqual([
      { from: 0, to: 4 * kStep_ms },
      { from: 6 * kStep_ms, to: 7 * kStep_ms },
    ])
  })
})

describe('worst moments', () => {
  it('are runs of poor and bad intervals, the worst first', () => {
    const ada = person('Ada', { rtt_s: 0.5 }, { rtt_s: 0.01 }, { rtt_s: 0.5 }, { rtt_s: 0.01 })
    const eve = person('Eve', { send_loss: 0.2 }, { send_loss: 0 }, { send_loss: 0 }, { send_loss: 0.2 })
    const moments = momentsOf([ada, eve])
    expect(moments.map(({ person: { name }, from, to, band }) => [name, from, to, band])).toEqual([
      ['Eve', 0, kStep_ms, 'bad'],
      ['Eve', 3 * kStep_ms, 4 * kStep_ms, 'bad'],
      ['Ada', 0, 3 * kStep_ms, 'poor'],
    ])
  })

  it('say each symptom once, at its worst', () => {
    const ada = person('Ada', { rtt_s: 0.5, recv_loss: 0.06 }, { rtt_s: 0.9, recv_loss: 0.03 })
    expect(momentsOf([ada])[0]!.symptoms).toMatchObject([
      { label: 'round trip', value: 0.9, band: 'bad' },
      { label: 'download loss', value: 0.06, band: 'poor' },
    ])
  })

  it('are none when all is well or nothing was measured', () => {
    expect(momentsOf([person('Ada', { rtt_s: 0.01 }, null, {})])).toEqual([])
  })
})

describe('participants compared', () => {
  const good = summaryOf(person('Good', { rtt_s: 0.01 }, { rtt_s: 0.01 }), 15)
  const bad = summaryOf(person('Bad', { rtt_s: 0.01 }, { rtt_s: 1 }), 15)
  const unmeasured = summaryOf(person('Silent', {}), 15)

  it('put who was disturbed most first and who was not measured last', () => {
    const order = worstFirst([unmeasured, good, bad]).map((one) => one.person.name)
    expect(order).toEqual(['Bad', 'Good', 'Silent'])
    expect(disturbedShare(bad)).toBe(0.5)
    expect(disturbedShare(unmeasured)).toBeNull()
  })

  it('say how long each was there, and the numbers', () => {
    expect(bad).toMatchObject({ present_ms: 2 * kStep_ms, rtt: { median: 0.01, worst: 1 } })
    expect(unmeasured.rtt).toEqual({ median: null, worst: null })
  })
})
