import { describe, expect, it } from 'vitest'
import type { LocalState, Participant } from 'vuedeo'
import { columnsFor, tilesOf } from './tiles'

const track = (id: string) => ({ id }) as MediaStreamTrack
const local: LocalState = {
  audio: null,
  video: track('me'),
  screen: null,
  microphoneOn: false,
  cameraOn: true,
}
const ana: Participant = {
  id: 'ana',
  name: 'Ana',
  audio: null,
  video: track('ana'),
  screen: null,
  microphoneOn: true,
  cameraOn: true,
  connection: 'connected',
}
const facts = {
  selfId: 'me',
  selfName: 'Zoë',
  local,
  participants: [ana],
  qualities: {},
  lastSample: null,
}

describe('tilesOf', () => {
  it('shows oneself first, then the others', () => {
    expect(tilesOf(facts).map((tile) => [tile.key, tile.isSelf])).toEqual([
      ['me', true],
      ['ana', false],
    ])
  })

  it('gives a shared screen a tile of its own', () => {
    const tiles = tilesOf({ ...facts, participants: [{ ...ana, screen: track('screen') }] })
    expect(tiles.map((tile) => tile.key)).toEqual(['me', 'ana screen', 'ana'])
    expect(tiles[1]?.video?.id).toBe('screen')
  })

  it('shows no picture of a camera that is off, whatever track is left', () => {
    const tiles = tilesOf({ ...facts, participants: [{ ...ana, cameraOn: false }] })
    expect(tiles[1]?.video).toBeNull()
  })

  it('judges oneself by the worse direction, and the unknown as unknown', () => {
    const sample = { sampled_at: 1, rtt_s: 0.03, send_loss: 0.1, recv_loss: null, recv_bps: 5 }
    const [self] = tilesOf({ ...facts, lastSample: sample })
    expect(self?.quality).toEqual({ rtt_s: 0.03, loss: 0.1, recv_bps: 5, send_bps: null })
    const [unknown] = tilesOf({ ...facts, lastSample: { sampled_at: 1 } })
    expect(unknown?.quality?.loss).toBeNull()
  })
})

describe('columnsFor', () => {
  it.each([
    [1, 1200, 700, 1],
    [2, 1200, 700, 2],
    [2, 360, 600, 1],
    [4, 1200, 700, 2],
    [6, 1200, 700, 3],
    [9, 1200, 700, 3],
  ])('puts %i tiles into %i × %i with %i columns', (count, width, height, columns) =>
    expect(columnsFor(count, width, height)).toBe(columns),
  )
})
