// Samples on their way to the server: kept until it has acknowledged them, across reloads, closed tabs
// and hours without a network. One entry is one sample of one participant, identified as the server
// identifies it: (room, participant, sampled_at). Putting the same one again replaces it.
import type { Sample } from 'vuedeo'

export interface Entry {
  room: string
  participant: string
  sampled_at: number
  /** The participant's token when the sample was taken. */
  token: string
  sample: Sample
}

/** Whose samples a request carries. */
export interface Source {
  room: string
  participant: string
}

export interface Outbox {
  put(entry: Entry): Promise<void>
  /** Everybody whose samples wait here. */
  sources(): Promise<Source[]>
  /** The oldest entries of one participant. */
  oldest(source: Source, limit: number): Promise<Entry[]>
  remove(entries: Entry[]): Promise<void>
  /** Drops what is older than the server would take, and the oldest of what is too many. */
  trim(limits: Limits, now: number): Promise<number>
}

export interface Limits {
  most: number
  age_ms: number
}

const kStore = 'samples'
type Key = [room: string, participant: string, sampled_at: number]

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB request failed'))
  })
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(transaction.error ?? new Error('IndexedDB transaction aborted'))
    transaction.oncomplete = () => resolve()
    transaction.onerror = fail
    transaction.onabort = fail
  })
}

/** Counted from the newest sample where this computer's clock is ahead of the times of the samples. */
function oldestKept(newest: number | undefined, { age_ms }: Limits, now: number): number {
  return Math.min(now, newest ?? now) - age_ms
}

const rangeOf = ({ room, participant }: Source) =>
  IDBKeyRange.bound([room, participant], [room, participant, []])

class DatabaseOutbox implements Outbox {
  constructor(private readonly database: IDBDatabase) {}

  async put(entry: Entry): Promise<void> {
    const [transaction, store] = this.write()
    store.put(entry)
    await committed(transaction)
  }

  async sources(): Promise<Source[]> {
    const found: Source[] = []
    const store = this.read()
    let after: IDBKeyRange | null = null
    for (;;) {
      const cursor: IDBCursor | null = await done(store.openKeyCursor(after))
      if (!cursor) return found
      const [room, participant] = cursor.primaryKey as Key
      found.push({ room, participant })
      after = IDBKeyRange.lowerBound([room, participant, []])
    }
  }

  oldest(source: Source, limit: number): Promise<Entry[]> {
    return done(this.read().getAll(rangeOf(source), limit) as IDBRequest<Entry[]>)
  }

  async remove(entries: Entry[]): Promise<void> {
    const [transaction, store] = this.write()
    for (const { room, participant, sampled_at } of entries)
      store.delete([room, participant, sampled_at])
    await committed(transaction)
  }

  async trim(limits: Limits, now: number): Promise<number> {
    const [transaction, store] = this.write()
    const keys = (await done(store.getAllKeys())) as Key[]
    keys.sort((a, b) => b[2] - a[2])
    const since = oldestKept(keys[0]?.[2], limits, now)
    const dropped = keys.filter((key, index) => index >= limits.most || key[2] < since)
    for (const key of dropped) store.delete(key)
    await committed(transaction)
    return dropped.length
  }

  private read(): IDBObjectStore {
    return this.database.transaction(kStore, 'readonly').objectStore(kStore)
  }

  private write(): [IDBTransaction, IDBObjectStore] {
    const transaction = this.database.transaction(kStore, 'readwrite')
    return [transaction, transaction.objectStore(kStore)]
  }
}

/** For browsers that refuse IndexedDB: the samples last as long as the page. */
export class MemoryOutbox implements Outbox {
  private entries: Entry[] = []

  async put(entry: Entry): Promise<void> {
    await this.remove([entry])
    this.entries.push(entry)
    this.entries.sort((a, b) => a.sampled_at - b.sampled_at)
  }

  async sources(): Promise<Source[]> {
    const byKey = new Map<string, Source>()
    for (const { room, participant } of this.entries)
      byKey.set(`${room}/${participant}`, { room, participant })
    return [...byKey.values()]
  }

  async oldest({ room, participant }: Source, limit: number): Promise<Entry[]> {
    const own = this.entries.filter((e) => e.room === room && e.participant === participant)
    return own.slice(0, limit)
  }

  async remove(entries: Entry[]): Promise<void> {
    const same = (a: Entry, b: Entry) =>
      a.room === b.room && a.participant === b.participant && a.sampled_at === b.sampled_at
    this.entries = this.entries.filter((entry) => !entries.some((gone) => same(gone, entry)))
  }

  async trim(limits: Limits, now: number): Promise<number> {
    const before = this.entries.length
    const since = oldestKept(this.entries.at(-1)?.sampled_at, limits, now)
    const young = this.entries.filter((entry) => entry.sampled_at >= since)
    this.entries = young.slice(Math.max(0, young.length - limits.most))
    return before - this.entries.length
  }
}

async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () =>
    request.result.createObjectStore(kStore, { keyPath: ['room', 'participant', 'sampled_at'] })
  const database = await done(request)
  // A later version of the app in another tab may need to change the schema.
  database.onversionchange = () => database.close()
  return database
}

export async function openOutbox(name = 'vuedeo'): Promise<Outbox> {
  try {
    return new DatabaseOutbox(await openDatabase(name))
  } catch (error) {
    console.warn('Vuedeo: samples are kept in memory only, IndexedDB is not available:', error)
    return new MemoryOutbox()
  }
}
