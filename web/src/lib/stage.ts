// Where a room stands: people talk in it, it can be entered, or it is over.
import type { Present, Room } from '../api/client'

export type Stage = 'live' | 'open' | 'ended'

/** A few intervals: somebody who measures is there, though the video provider may not tell. */
const kRecent_ms = 60_000

export function stageOf(
  room: Pick<Room, 'open' | 'last_sample_at'>,
  present: Present[] | null,
  now: number,
): Stage {
  if (!room.open) return 'ended'
  if (present !== null) return present.length > 0 ? 'live' : 'open'
  const { last_sample_at } = room
  return last_sample_at !== null && now - last_sample_at < kRecent_ms ? 'live' : 'open'
}
