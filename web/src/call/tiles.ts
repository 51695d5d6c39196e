// From what a call knows of its people to the tiles on the stage, and how many fit in a row.
import type { LinkQuality, LocalState, Participant, Sample } from 'vuedeo'
import type { DotNumbers } from '../components/QualityDot.vue'

export interface Tile {
  key: string
  participant: string
  name: string
  isSelf: boolean
  isScreen: boolean
  video: MediaStreamTrack | null
  microphoneOn: boolean
  cameraOn: boolean
  connection: Participant['connection']
  quality: DotNumbers | null
}

export interface CallFacts {
  selfId: string
  selfName: string
  local: LocalState
  participants: Participant[]
  qualities: Record<string, LinkQuality>
  lastSample: Sample | null
}

function ownQuality(sample: Sample | null): DotNumbers | null {
  if (!sample) return null
  const { rtt_s = null, send_loss = null, recv_loss = null } = sample
  const loss =
    send_loss === null && recv_loss === null ? null : Math.max(send_loss ?? 0, recv_loss ?? 0)
  return { rtt_s, loss, recv_bps: sample.recv_bps ?? null, send_bps: sample.send_bps ?? null }
}

export function tilesOf(facts: CallFacts): Tile[] {
  const { local, lastSample } = facts
  const self = {
    ...local,
    id: facts.selfId,
    name: facts.selfName,
    isSelf: true,
    connection: 'connected' as const,
    quality: ownQuality(lastSample),
  }
  const others = facts.participants.map((one) => {
    const link = facts.qualities[one.id]
    const quality = link ? { ...link, loss: link.recv_loss } : null
    return { ...one, isSelf: false, quality }
  })
  return [self, ...others].flatMap((one) => {
    const { id, name, isSelf, microphoneOn, cameraOn, connection, quality } = one
    const shared = { participant: id, name, isSelf, microphoneOn, cameraOn, connection, quality }
    const video = cameraOn ? one.video : null
    const face: Tile = { ...shared, key: id, isScreen: false, video }
    if (!one.screen) return [face]
    const screen: Tile = { ...shared, key: `${id} screen`, isScreen: true, video: one.screen }
    return [screen, face]
  })
}

/** The number of columns that makes `count` tiles largest in the space given. Their shape is
 * TileStage's: between 16:9 and 4:3. */
export function columnsFor(count: number, width: number, height: number, gap = 12): number {
  let best = 1
  let bestArea = 0
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns)
    const across = (width - gap * (columns - 1)) / columns
    const down = (height - gap * (rows - 1)) / rows
    const area = Math.min(across, (down * 16) / 9) * Math.min(down, across * 0.75)
    if (area > bestArea) {
      best = columns
      bestArea = area
    }
  }
  return best
}
