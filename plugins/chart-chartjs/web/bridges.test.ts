import { expect, test } from 'vitest'
import { bridged } from './bridges'

const times = [0, 15, 30, 45, 60, 75]

test('one empty bucket is crossed, two are a gap', () => {
  expect(bridged([1, null, 1, null, null, 1], times, 37.5)).toEqual([
    false,
    true,
    false,
    false,
    false,
    false,
  ])
})

test('nothing is crossed before the first and after the last known value', () => {
  expect(bridged([null, 1, 1, null, null, null], times, 1000)).toEqual(times.map(() => false))
})

test('a series without any known value has no bridge', () => {
  expect(bridged(times.map(() => null), times, 1000)).toEqual(times.map(() => false))
})
