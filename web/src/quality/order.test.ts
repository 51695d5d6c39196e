import { expect, test } from 'vitest'
import type { SeriesParticipant } from '../api/client'
import { chosen } from './order'

function person(name: string, loss: number | null, rtt_s: number | null): SeriesParticipant {
  const of = (value: number | null) => ({ value: [value], min: [value], max: [value] })
  const values = { send_loss: of(null), recv_loss: of(loss), rtt_s: of(rtt_s) }
  return { id: name, name, time: [0], count: [1], values }
}

const people = [
  person('Zoë', 0, 0.3),
  person('ada', 0.1, 0.01),
  person('Bob', null, null),
  person('Ben', 0, 0.5),
]
const names = (list: SeriesParticipant[]) => list.map(({ name }) => name)

test('people stand as they joined, by name, or with the worst connection first', () => {
  expect(names(chosen(people, 'joined', ''))).toEqual(['Zoë', 'ada', 'Bob', 'Ben'])
  expect(names(chosen(people, 'name', ''))).toEqual(['ada', 'Ben', 'Bob', 'Zoë'])
  expect(names(chosen(people, 'worst', ''))).toEqual(['ada', 'Ben', 'Zoë', 'Bob'])
})

test('people are found by a part of their name, in either case', () => {
  expect(names(chosen(people, 'joined', ' B'))).toEqual(['Bob', 'Ben'])
  expect(names(chosen(people, 'joined', 'ZOË'))).toEqual(['Zoë'])
  expect(chosen(people, 'joined', 'nobody')).toEqual([])
})
