// Samples that wait in IndexedDB. Every method rejects once the browser has closed the database.
import { oldestKept, type Entry, type Limits, type Outbox, type Source } from './outbox'

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
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted'))
  })
}

const rangeOf = ({ room, participant }: Source) =>
  IDBKeyRange.bound([room, participant], [room, participant, []])

export class DatabaseOutbox implements Outbox {
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

  close(): void {
    this.database.close()
  }

  private read(): IDBObjectStore {
    return this.database.transaction(kStore, 'readonly').objectStore(kStore)
  }

  private write(): [IDBTransaction, IDBObjectStore] {
    const transaction = this.database.transaction(kStore, 'readwrite')
    return [transaction, transaction.objectStore(kStore)]
  }
}

export async function openDatabase(name: string): Promise<DatabaseOutbox> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () =>
    request.result.createObjectStore(kStore, { keyPath: ['room', 'participant', 'sampled_at'] })
  const database = await done(request)
  // A later version of the app in another tab may need to change the schema.
  database.onversionchange = () => database.close()
  return new DatabaseOutbox(database)
}
