import type { JoinOptions, Participant } from 'vuedeo'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MeshCall } from './call'
import { asTrack, FakeSocket, FakeTrack, welcome } from './fakes'
import type { PeerInfo } from './protocol'

const bob: PeerInfo = { id: 'bob', name: 'Bob', connection: 1, microphone: true, camera: false, screen: false }

let socket: FakeSocket
let camera: FakeTrack
let people: Participant[]
let events: string[]
let call: MeshCall

function options(): JoinOptions {
  return {
    session: {},
    participant: { id: 'alice', name: 'Alice' },
    room: { name: 'room', url: '/room/room' },
    media: { audio: null, video: asTrack(camera) },
    start: { microphoneOn: false, cameraOn: true },
    signal: new AbortController().signal,
    openSignal: () => (socket = new FakeSocket()) as unknown as WebSocket,
    on: {
      participants: (list) => (people = list),
      local: () => undefined,
      state: (state) => events.push(state),
      ended: (error) => events.push(`ended ${error?.code}`),
    },
  }
}

async function join(): Promise<void> {
  const joined = call.join()
  socket.says(welcome)
  await joined
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('addEventListener', vi.fn())
  vi.stubGlobal('removeEventListener', vi.fn())
  camera = new FakeTrack('video', 'cam')
  people = []
  events = []
  call = new MeshCall(options(), { iceServers: [] })
})

afterEach(async () => {
  await call.leave()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('joining', () => {
  it('succeeds with the welcome, and tells the others what is on', async () => {
    await join()
    expect(events).toEqual(['connected'])
    expect(socket.sent).toEqual([{ type: 'state', microphone: false, camera: true, screen: false }])
  })

  it('fails when the room is full, and gives the camera back', async () => {
    const joined = call.join()
    socket.breaks(4409)
    await expect(joined).rejects.toMatchObject({ code: 'room-full', retry: true })
    expect(camera.readyState).toBe('ended')
    expect(events).toEqual([])
  })

  it('fails when the server cannot be reached for long', async () => {
    const joined = expect(call.join()).rejects.toMatchObject({ code: 'connection-failed', retry: true })
    await vi.advanceTimersByTimeAsync(20_000)
    await joined
  })
})

describe('a call', () => {
  it('shows who comes, changes and goes', async () => {
    await join()
    socket.says({ type: 'joined', peer: bob })
    await vi.advanceTimersByTimeAsync(0)
    expect(people).toMatchObject([{ id: 'bob', microphoneOn: true, cameraOn: false, connection: 'connecting' }])
    socket.says({ ...bob, type: 'state', camera: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(people).toMatchObject([{ cameraOn: true }])
    socket.says({ type: 'left', id: 'bob', connection: 1, reason: 'left' })
    await vi.advanceTimersByTimeAsync(0)
    expect(people).toEqual([])
  })

  it('goes on while the server is away', async () => {
    await join()
    socket.breaks()
    await vi.advanceTimersByTimeAsync(1_000)
    socket.says(welcome)
    expect(events).toEqual(['connected', 'reconnecting', 'connected'])
  })

  it('ends when neither the server nor anybody else was there for a minute', async () => {
    await join()
    socket.breaks()
    await vi.advanceTimersByTimeAsync(59_000)
    expect(events).toEqual(expect.not.arrayContaining(['ended connection-failed']))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(events.at(-1)).toBe('ended connection-failed')
  })

  it('ends with the room, once', async () => {
    await join()
    socket.breaks(4410)
    expect(events).toEqual(['connected', 'ended room-ended'])
    expect(camera.readyState).toBe('ended')
  })

  it('says goodbye and gives everything back', async () => {
    await join()
    await call.leave()
    await call.leave()
    expect(socket.sent.at(-1)).toEqual({ type: 'leave' })
    expect(socket.closed).toBe(true)
    expect(camera.readyState).toBe('ended')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('has no figures, rather than zeros, while nobody else is there', async () => {
    await join()
    expect(await call.stats()).toMatchObject({ send_bps: null, recv_bps: null, rtt_s: null })
    expect(await call.quality()).toEqual({})
  })
})
