import { effectScope } from 'vue'
import type { Call, JoinOptions, VideoModule } from 'vuedeo'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { dropTokenHolder, flushSamples } from '../quality/service'
import { useCall } from './use_call'

const seat = {
  admission: {
    interval_s: 15,
    clock_offset_ms: 0,
    participant: { id: 'ana', name: 'Ana' },
    room: { name: 'r', url: 'https://x/room/r' },
    video: { module: '/m.js', session: {} },
  },
  participant: 'ana',
  token: 'token',
  release: vi.fn(),
}
let module: VideoModule
let joins: { given: JoinOptions; resolve: (call: Call) => void }[]

vi.mock('./seat', () => ({ Seat: { take: async () => seat } }))
vi.mock('./signal', () => ({ signalOpener: () => () => null }))
vi.mock('../quality/ticker', () => ({ workerTicker: () => () => {} }))
vi.mock('../quality/sampler', () => ({ Sampler: class { finish = async () => {} } }))
vi.mock('./video_module', async (original) => ({
  ...(await original<object>()),
  loadVideoModule: async () => module,
}))
vi.mock('../quality/service', () => ({
  setTokenHolder: vi.fn(),
  dropTokenHolder: vi.fn(),
  flushSamples: vi.fn(async () => {}),
}))

const fakeCall = () =>
  ({
    leave: vi.fn(async () => {}),
    setMicrophone: vi.fn(async () => {}),
    quality: async () => ({}),
  }) as unknown as Call

function start() {
  const scope = effectScope()
  const session = scope.run(() => useCall('r'))!
  const track = { stop: vi.fn() } as unknown as MediaStreamTrack
  const choice = {
    name: 'Ana',
    microphoneOn: true,
    cameraOn: true,
    cameraId: '',
    handOver: () => ({ audio: null, video: track }),
    element: () => Promise.reject(new Error('not asked for')),
  }
  return { scope, session, track, join: () => session.join(choice) }
}

beforeEach(() => {
  vi.clearAllMocks()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  joins = []
  const join = (given: JoinOptions) =>
    new Promise<Call>((resolve) => void joins.push({ given, resolve }))
  module = { apiVersion: 1, presents: 'tracks', join } as unknown as VideoModule
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

async function joining() {
  const started = start()
  const done = started.join()
  await vi.waitFor(() => expect(joins).toHaveLength(1))
  return { ...started, done, ...joins[0]! }
}

test('leaving while joining works at once, and leaves the call that comes later', async () => {
  const { session, track, done, resolve } = await joining()
  void session.leave()
  expect(session.state.phase).toBe('left')
  await done
  expect(track.stop).toHaveBeenCalled()
  expect(seat.release).toHaveBeenCalled()
  const late = fakeCall()
  resolve(late)
  await vi.waitFor(() => expect(late.leave).toHaveBeenCalledOnce())
  expect(session.state).toMatchObject({ phase: 'left', problem: null })
})

test('a page that goes away while joining leaves no ghost', async () => {
  const { scope, done, resolve } = await joining()
  scope.stop()
  await done
  const late = fakeCall()
  resolve(late)
  await vi.waitFor(() => expect(late.leave).toHaveBeenCalledOnce())
})

test('a call that ends before it was joined is a failure to join', async () => {
  const { session, done, given, resolve } = await joining()
  given.on.ended(Object.assign(new Error('Full.'), { code: 'room-full' as const, retry: true }))
  await done
  expect(session.state).toMatchObject({ phase: 'lobby', problem: { text: 'Full.' } })
  const late = fakeCall()
  resolve(late)
  await vi.waitFor(() => expect(late.leave).toHaveBeenCalledOnce())
})

test('coming back does not wait for samples that cannot be sent', async () => {
  const { scope, session, join, done, resolve } = await joining()
  resolve(fakeCall())
  await done
  expect(session.state.phase).toBe('joined')
  vi.mocked(flushSamples).mockReturnValueOnce(new Promise(() => {}))
  await session.leave()
  expect(dropTokenHolder).not.toHaveBeenCalled()
  void join()
  await vi.waitFor(() => expect(joins).toHaveLength(2))
  joins[1]!.resolve(fakeCall())
  await vi.waitFor(() => expect(session.state.phase).toBe('joined'))
  scope.stop()
})
