import { describe, expect, it } from 'vitest'
import type { Series, SeriesParticipant } from '../api/client'
import { formatShare, kSlots, recordOf, totalsOf, worstFirst } from './record'

const kStep_ms = 15_000

/** A round trip a bucket; null: there, but not measured; undefined: nobody there. */
function participant(id: string, ...delays: (number | null | undefined)[]): SeriesParticipant {
  const value = delays.map((delay) => delay ?? null)
  return {
    id,
    name: id,
    time: delays.map((_, index) => index * kStep_ms),
    count: delays.map((delay) => (delay === undefined ? 0 : 1)),
    values: { rtt_s: { value, min: value, max: value } },
  }
}

function record(...participants: SeriesParticipant[]) {
  const series: Series = {
    room: 'r',
    from: 0,
    to: 1,
    interval_s: 15,
    sample_interval_s: 15,
    participants,
  }
  return recordOf(series)
}

describe('the record of a room', () => {
  it('counts time that people shared once, and breaks not at all', () => {
    const ada = participant('ada', 0.1, 0.1, undefined, 0.1)
    const grace = participant('grace', 0.1, undefined, undefined, 0.1)
    expect(record(ada, grace).call_ms).toBe(3 * kStep_ms)
  })

  it('shows the worst of anybody in each slot', () => {
    const ada = participant('ada', 0.1, 0.1, null)
    const grace = participant('grace', 0.9, 0.25, null)
    expect(record(ada, grace).slots).toEqual(['bad', 'fair', null])
  })

  it('is undisturbed as long as it is good or fair, of the time that was measured', () => {
    const ada = participant('ada', 0.1, 0.25, 0.5, 0.9, null, null)
    expect(record(ada).undisturbed).toBe(0.5)
  })

  it('does not know what was not measured', () => {
    expect(record(participant('ada', null, null)).undisturbed).toBeNull()
    expect(record()).toMatchObject({ call_ms: 0, undisturbed: null, slots: [] })
  })

  it('keeps a single bad moment of a long call in sight', () => {
    const delays = Array.from({ length: 300 }, (_, index) => (index === 157 ? 0.9 : 0.1))
    const { slots } = record(participant('ada', ...delays))
    expect(slots).toHaveLength(kSlots)
    expect(slots.filter((slot) => slot === 'bad')).toHaveLength(1)
  })
})

describe('many rooms', () => {
  const good = record(participant('ada', 0.1, 0.1, 0.1))
  const bad = record(participant('ada', 0.9))
  const unknown = record(participant('ada', null))

  it('come with the worst first, the unmeasured and the unread last', () => {
    const records = new Map([
      ['unknown', unknown],
      ['good', good],
      ['bad', bad],
    ])
    const names = ['unread', 'unknown', 'good', 'bad']
    const sorted = worstFirst(names, (name) => records.get(name) ?? null)
    expect(sorted).toEqual(['bad', 'good', 'unread', 'unknown'])
  })

  it('count with their measured time', () => {
    expect(totalsOf([good, bad, unknown])).toEqual({
      rooms: 3,
      call_ms: 5 * kStep_ms,
      undisturbed: 0.75,
    })
    expect(totalsOf([unknown]).undisturbed).toBeNull()
  })
})

it('a share is 100 % only when nothing disturbed', () => {
  expect(formatShare(0.9999)).toBe('99 %')
  expect(formatShare(1)).toBe('100 %')
  expect(formatShare(0.29)).toBe('29 %')
})
