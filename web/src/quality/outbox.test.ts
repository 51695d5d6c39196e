import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from './database_outbox'
import { LastingOutbox } from './lasting_outbox'
import { MemoryOutbox } from './memory_outbox'
import type { Entry, Outbox } from './outbox'

const entry = (sampled_at: number, participant = 'p', room = 'r'): Entry => ({
  room,
  participant,
  sampled_at,
  token: `token of ${participant}`,
  sample: { sampled_at, rtt_s: 0.05, send_loss: null },
})
const times = (entries: Entry[]) => entries.map((one) => one.sampled_at)

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
})

const kinds: [string, () => Promise<Outbox>][] = [
  ['in IndexedDB', () => openDatabase('vuedeo')],
  ['in memory', async () => new MemoryOutbox()],
  ['that lasts while it can', async () => new LastingOutbox()],
]

describe.each(kinds)('Outbox %s', (_, open) => {
  it('gives back what was put, oldest first, and no more than asked for', async () => {
    const outbox = await open()
    for (const time of [30, 10, 20]) await outbox.put(entry(time))
    expect(await outbox.oldest({ room: 'r', participant: 'p' }, 2)).toEqual([entry(10), entry(20)])
  })

  it('keeps one of the same sample', async () => {
    const outbox = await open()
    await outbox.put({ ...entry(10), token: 'first' })
    await outbox.put({ ...entry(10), token: 'second' })
    const kept = await outbox.oldest({ room: 'r', participant: 'p' }, 10)
    expect(kept.map((one) => one.token)).toEqual(['second'])
  })

  it('names everybody whose samples wait, once', async () => {
    const outbox = await open()
    await outbox.put(entry(1, 'a', 'x'))
    await outbox.put(entry(2, 'a', 'x'))
    await outbox.put(entry(1, 'b', 'x'))
    await outbox.put(entry(1, 'a', 'xy'))
    expect(await outbox.sources()).toEqual([
      { room: 'x', participant: 'a' },
      { room: 'x', participant: 'b' },
      { room: 'xy', participant: 'a' },
    ])
  })

  it('keeps participants apart', async () => {
    const outbox = await open()
    await outbox.put(entry(1, 'a'))
    await outbox.put(entry(2, 'ab'))
    expect(times(await outbox.oldest({ room: 'r', participant: 'a' }, 10))).toEqual([1])
  })

  it('removes what was acknowledged and nothing else', async () => {
    const outbox = await open()
    for (const time of [1, 2, 3]) await outbox.put(entry(time))
    await outbox.put(entry(2, 'other'))
    await outbox.remove([entry(2), entry(3)])
    expect(times(await outbox.oldest({ room: 'r', participant: 'p' }, 10))).toEqual([1])
    expect(times(await outbox.oldest({ room: 'r', participant: 'other' }, 10))).toEqual([2])
  })

  it('drops what is too old and the oldest of what is too many', async () => {
    const outbox = await open()
    for (let time = 1; time <= 6; time += 1) await outbox.put(entry(time, time % 2 ? 'a' : 'b'))
    expect(await outbox.trim({ most: 3, age_ms: 100 }, 100)).toBe(3)
    expect(times(await outbox.oldest({ room: 'r', participant: 'a' }, 10))).toEqual([5])
    expect(times(await outbox.oldest({ room: 'r', participant: 'b' }, 10))).toEqual([4, 6])
    await outbox.put(entry(106))
    expect(await outbox.trim({ most: 4, age_ms: 100 }, 105.5)).toBe(2)
  })

  it('does not take samples for old because the clock jumped ahead', async () => {
    const outbox = await open()
    for (const time of [1, 60, 150]) await outbox.put(entry(time))
    expect(await outbox.trim({ most: 10, age_ms: 100 }, 1e12)).toBe(1)
    expect(times(await outbox.oldest({ room: 'r', participant: 'p' }, 10))).toEqual([60, 150])
  })
})
