import { expect, it } from 'vitest'
import { limitsFor } from './senders'

it('sends one other participant a 720p picture unscaled', () => {
  expect(limitsFor('video', 1, 720)).toEqual({ maxBitrate: 1_700_000, scaleResolutionDownBy: 1 })
})

it('keeps the whole upload within 2 Mbit/s, however many there are', () => {
  const upload = (others: number) => others * limitsFor('video', others, 720).maxBitrate
  for (let others = 1; others <= 8; others++) expect(upload(others)).toBeLessThanOrEqual(2_000_000)
})

it('scales the picture down with the rate, and never up', () => {
  expect(limitsFor('video', 5, 720).scaleResolutionDownBy).toBe(2)
  expect(limitsFor('video', 5, 180).scaleResolutionDownBy).toBe(1)
  expect(limitsFor('video', 5, undefined).scaleResolutionDownBy).toBe(1)
})

it('leaves a screen its pixels', () => {
  expect(limitsFor('screen', 5, 1080)).toEqual({ maxBitrate: 700_000, maxFramerate: 15 })
})
