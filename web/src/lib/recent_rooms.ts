// The rooms that this browser was in, newest first, and of those that were made in it the token that
// says so.
import { isRecord, isString, local, type Keeper } from './storage'

export interface RecentRoom {
  name: string
  visited_at: number
  /** Makes whoever joins with it an owner of the room. */
  owner_token?: string
}

const kKey = 'vuedeo.recent'
const kMostShown = 8
const kMostKept = 100

function isRoom(value: unknown): value is RecentRoom {
  return (
    isRecord(value) &&
    isString(value.name) &&
    typeof value.visited_at === 'number' &&
    (value.owner_token === undefined || isString(value.owner_token))
  )
}
const isList = (value: unknown): value is RecentRoom[] =>
  Array.isArray(value) && value.every(isRoom)

const kept = (store: Keeper): RecentRoom[] => store.read(kKey, isList) ?? []

export function recentRooms(store: Keeper = local): RecentRoom[] {
  return kept(store).slice(0, kMostShown)
}

export function rememberRoom(
  name: string,
  ownerToken?: string,
  now = Date.now(),
  store: Keeper = local,
): void {
  const rooms = kept(store)
  const owner_token = ownerToken ?? rooms.find((room) => room.name === name)?.owner_token
  const others = rooms.filter((room) => room.name !== name)
  const room = { name, visited_at: now, ...(owner_token ? { owner_token } : {}) }
  store.write(kKey, [room, ...others].slice(0, kMostKept))
}

/** Undefined: the room was not made in this browser. */
export function ownerTokenOf(name: string, store: Keeper = local): string | undefined {
  return kept(store).find((room) => room.name === name)?.owner_token
}

export function forgetRoom(name: string, store: Keeper = local): RecentRoom[] {
  store.write(
    kKey,
    kept(store).filter((room) => room.name !== name),
  )
  return recentRooms(store)
}
