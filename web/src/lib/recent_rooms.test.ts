import { beforeEach, describe, expect, it } from 'vitest'
import { forgetRoom, ownerTokenOf, recentRooms, rememberRoom } from './recent_rooms'
import { keeper } from './storage'

let kept: Map<string, string>
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
} as unknown as Storage
const store = keeper(() => storage)
const names = () => recentRooms(store).map((room) => room.name)

beforeEach(() => {
  kept = new Map()
})

describe('recent rooms', () => {
  it('stand newest first, each once', () => {
    for (const name of ['a', 'b', 'a']) rememberRoom(name, undefined, 1, store)
    expect(names()).toEqual(['a', 'b'])
  })

  it('are bounded', () => {
    for (let i = 0; i < 20; i += 1) rememberRoom(`room${i}`, undefined, i, store)
    expect(names()).toHaveLength(8)
    expect(names()[0]).toBe('room19')
  })

  it('that were made here keep their owner’s token, however many others are visited', () => {
    rememberRoom('mine', 'token', 0, store)
    rememberRoom('mine', undefined, 1, store)
    for (let i = 0; i < 20; i += 1) rememberRoom(`room${i}`, undefined, i, store)
    expect(names()).not.toContain('mine')
    expect(ownerTokenOf('mine', store)).toBe('token')
    expect(ownerTokenOf('room1', store)).toBeUndefined()
    forgetRoom('mine', store)
    expect(ownerTokenOf('mine', store)).toBeUndefined()
  })

  it('are bounded with their tokens, too', () => {
    for (let i = 0; i < 200; i += 1) rememberRoom(`room${i}`, `token${i}`, i, store)
    expect(ownerTokenOf('room99', store)).toBeUndefined()
    expect(ownerTokenOf('room100', store)).toBe('token100')
  })

  it('can be forgotten', () => {
    for (const name of ['a', 'b']) rememberRoom(name, undefined, 1, store)
    expect(forgetRoom('b', store).map((room) => room.name)).toEqual(['a'])
    expect(names()).toEqual(['a'])
  })

  it('are none when what is kept is broken or of another version', () => {
    for (const broken of ['{', '"text"', '[{"name":1}]', 'null']) {
      kept.set('vuedeo.recent', broken)
      expect(names()).toEqual([])
    }
  })
})

describe('keeper', () => {
  it('works without storage', () => {
    const refused = keeper(() => {
      throw new DOMException('refused', 'SecurityError')
    })
    expect(() => rememberRoom('a', 'token', 1, refused)).not.toThrow()
    expect(recentRooms(refused)).toEqual([])
    expect(() => refused.remove('a')).not.toThrow()
  })
})
