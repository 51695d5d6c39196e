import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Turns } from './turns'

describe('turns', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  const noting = () => {
    const turns = new Turns()
    const done: string[] = []
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    const add = (name: string, takes_ms: number, owner = {}) =>
      turns.add(owner, () => {
        done.push(name)
        now += takes_ms
      })
    return { turns, done, add }
  }

  it('do as much in a task as is short, in the order in which it came', () => {
    const { done, add } = noting()
    for (const name of ['a', 'b', 'c']) add(name, 5)
    expect(done).toEqual([])
    vi.advanceTimersToNextTimer()
    expect(done).toEqual(['a', 'b'])
    vi.advanceTimersToNextTimer()
    expect(done).toEqual(['a', 'b', 'c'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('go on after a piece that failed', () => {
    const { turns, done, add } = noting()
    turns.add({}, () => {
      throw new Error('broken')
    })
    add('second', 0)
    expect(() => vi.advanceTimersToNextTimer()).toThrow('broken')
    vi.advanceTimersToNextTimer()
    expect(done).toEqual(['second'])
  })

  it('do all at once when it has to be finished, and nothing that was removed', () => {
    const { turns, done, add } = noting()
    const gone = {}
    add('first', 50)
    add('gone', 50, gone)
    add('second', 50)
    turns.remove(gone)
    turns.finish()
    expect(done).toEqual(['first', 'second'])
    vi.runAllTimers()
    expect(done).toHaveLength(2)
  })
})
