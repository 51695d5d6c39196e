import { expect, test } from 'vitest'
import { stageOf } from './stage'

const now = 1_000_000
const room = (open: boolean, age_ms: number | null) => ({
  open,
  last_sample_at: age_ms === null ? null : now - age_ms,
})
const somebody = [{ id: 'a', name: 'Ada', joined_at: 0 }]

test('a room is live while somebody is in it', () => {
  expect(stageOf(room(true, null), somebody, now)).toBe('live')
  expect(stageOf(room(true, 1_000), [], now)).toBe('open')
})

test('a room is live while it is measured, where the provider does not tell who is there', () => {
  expect(stageOf(room(true, 20_000), null, now)).toBe('live')
  expect(stageOf(room(true, 120_000), null, now)).toBe('open')
  expect(stageOf(room(true, null), null, now)).toBe('open')
})

test('a room that has ended is nothing else', () => {
  expect(stageOf(room(false, 1_000), somebody, now)).toBe('ended')
})
