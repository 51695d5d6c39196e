import { describe, expect, it } from 'vitest'
import { commandOf, nextIndex, pannedRange, zoomedRange } from './keyboard'

const whole = { from: 0, to: 1000 }
const times = [0, 250, 500, 750]

describe('the keyboard', () => {
  it('moves from point to point and stops at the ends', () => {
    expect(nextIndex(times, 1, 1, whole)).toBe(2)
    expect(nextIndex(times, 3, 1, whole)).toBe(3)
    expect(nextIndex(times, 2, -10, whole)).toBe(0)
    expect(nextIndex(times, null, Infinity, whole)).toBe(3)
    expect(nextIndex([], null, 1, whole)).toBeNull()
  })

  it('begins with a point that is in sight', () => {
    expect(nextIndex(times, null, 1, { from: 400, to: 800 })).toBe(2)
    expect(nextIndex(times, null, -1, { from: 0, to: 300 })).toBe(1)
  })

  it('zooms around the cursor and out to the whole again', () => {
    const half = zoomedRange(null, whole, 0.5, 250, 10)
    expect(half).toEqual({ from: 125, to: 625 })
    expect(zoomedRange(half, whole, 2, 250, 10)).toBeNull()
  })

  it('zooms neither past the ends nor past the smallest range', () => {
    expect(zoomedRange({ from: 0, to: 20 }, whole, 0.5, 0, 15)).toEqual({ from: 0, to: 15 })
    expect(zoomedRange({ from: 900, to: 1000 }, whole, 2, 1000, 10)).toEqual({ from: 800, to: 1000 })
  })

  it('moves along, as far as there is anything', () => {
    const zoom = { from: 300, to: 500 }
    expect(pannedRange(zoom, whole, 0.5)).toEqual({ from: 400, to: 600 })
    expect(pannedRange(zoom, whole, -0.5)).toEqual({ from: 200, to: 400 })
    expect(pannedRange(zoom, whole, 3)).toEqual({ from: 800, to: 1000 })
    expect(pannedRange(zoom, whole, -3)).toEqual({ from: 0, to: 200 })
    expect(commandOf({ key: 'PageUp', shiftKey: false })).toEqual({ kind: 'pan', widths: -0.5 })
  })

  it('leaves other keys to the page', () => {
    expect(commandOf({ key: 'Tab', shiftKey: false })).toBeNull()
    expect(commandOf({ key: 'ArrowDown', shiftKey: false })).toBeNull()
    expect(commandOf({ key: 'ArrowLeft', shiftKey: true })).toEqual({ kind: 'move', by: -10 })
  })
})
