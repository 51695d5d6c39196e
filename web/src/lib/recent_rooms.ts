// The rooms that this browser was in, newest first.
import { isRecord, local, type Keeper } from './storage'

export interface RecentRoom {
  name: string
  visited_at: number
}

const kKey = 'vuedeo.recent'
const kMost = 8

function isList(value: unknown): value is RecentRoom[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one) => isRecord(one) && typeof one.name === 'string' && typeof one.visited_at === 'number',
    )
  )
}

export function recentRooms(store: Keeper = local): RecentRoom[] {
  return store.read(kKey, isList) ?? []
}

export function rememberRoom(name: string, now = Date.now(), store: Keeper = local): void {
  const others = recentRooms(store).filter((room) => room.name !== name)
  store.write(kKey, [{ name, visited_at: now }, ...others].slice(0, kMost))
}

export function forgetRoom(name: string, store: Keeper = local): RecentRoom[] {
  const rest = recentRooms(store).filter((room) => room.name !== name)
  store.write(kKey, rest)
  return rest
}
