import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase, type DatabaseOutbox } from './database_outbox'
import { LastingOutbox } from './lasting_outbox'
import type { Entry } from './outbox'

const source = { room: 'r', participant: 'p' }
const entry = (sampled_at: number): Entry => ({
  ...source,
  sampled_at,
  token: 'token',
  sample: { sampled_at },
})

let told: boolean[]
let opened: DatabaseOutbox[]
let clock: number
let outbox: LastingOutbox

const times = async () => (await outbox.oldest(source, 100)).map((one) => one.sampled_at)
const newest = () => opened[opened.length - 1]!
const quota = () => new DOMException('full', 'QuotaExceededError')

async function open(): Promise<DatabaseOutbox> {
  opened.push(await openDatabase('vuedeo'))
  return newest()
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  clock = 1_000_000
  vi.spyOn(Date, 'now').mockImplementation(() => clock)
  told = []
  opened = []
  outbox = new LastingOutbox({ open, onLasting: (lasting) => told.push(lasting) })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('LastingOutbox', () => {
  it('finds the samples of an earlier page', async () => {
    await outbox.put(entry(1))
    expect(await new LastingOutbox().sources()).toEqual([source])
    expect(told).toEqual([])
  })

  it('keeps samples in memory, and says so once, where the browser refuses a database', async () => {
    const refused = () => Promise.reject(new DOMException('refused', 'SecurityError'))
    outbox = new LastingOutbox({ open: refused, onLasting: (lasting) => told.push(lasting) })
    for (const time of [1, 2]) await outbox.put(entry(time))
    expect(await times()).toEqual([1, 2])
    expect(told).toEqual([false])
    expect(console.warn).toHaveBeenCalledOnce()
  })

  it('opens a database again that the browser has closed', async () => {
    await outbox.put(entry(1))
    newest().close()
    await outbox.put(entry(2))
    expect(await times()).toEqual([1, 2])
    expect(opened).toHaveLength(2)
    expect(told).toEqual([])
  })

  it('loses no sample of the running call to a later version of the app in another tab', async () => {
    await outbox.put(entry(1))
    const later = indexedDB.open('vuedeo', 2)
    await new Promise((resolve) => (later.onsuccess = resolve))
    await outbox.put(entry(2))
    expect(await times()).toEqual([2])
    expect(told).toEqual([false])
  })

  it('keeps in memory what no longer fits, and uses the disk again when it does', async () => {
    await outbox.put(entry(1))
    const full = vi.spyOn(Object.getPrototypeOf(newest()), 'put').mockRejectedValue(quota())
    await outbox.put(entry(2))
    expect(told).toEqual([false])
    full.mockRestore()
    clock += 60_000
    expect(await times()).toEqual([1, 2])
    await outbox.put(entry(3))
    expect(told).toEqual([false, true])
    expect(await new LastingOutbox().oldest(source, 100)).toEqual([entry(1), entry(3)])
  })

  it('does not give back at once what it could not remove', async () => {
    await outbox.put(entry(1))
    vi.spyOn(Object.getPrototypeOf(newest()), 'remove').mockRejectedValue(quota())
    await outbox.remove([entry(1)])
    expect(await times()).toEqual([])
  })

  it('removes from wherever a sample is kept', async () => {
    vi.spyOn(Object.getPrototypeOf(await open()), 'put').mockRejectedValueOnce(quota())
    vi.spyOn(Object.getPrototypeOf(newest()), 'put').mockRejectedValueOnce(quota())
    await outbox.put(entry(1))
    clock += 60_000
    await outbox.put(entry(2))
    await outbox.remove([entry(1), entry(2)])
    expect(await times()).toEqual([])
  })

  it('does not wait for ever for a database that does not answer', async () => {
    vi.useFakeTimers()
    vi.setSystemTime(clock)
    outbox = new LastingOutbox({
      open: () => new Promise(() => {}),
      onLasting: (lasting) => told.push(lasting),
    })
    const kept = outbox.put(entry(1))
    await vi.advanceTimersByTimeAsync(10_000)
    await kept
    expect(await times()).toEqual([1])
    expect(told).toEqual([false])
  })
})
