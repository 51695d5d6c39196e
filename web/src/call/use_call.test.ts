import { effectScope } from 'vue'
import type { Call, JoinOptions, VideoModule } from 'vuedeo'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dropTokenHolder, flushSamples } from '../quality/service'
import { useCall } from './use_call'

const seat = {
  admission: {
    interval_s: 15,
    mos: { base_r: 93.2, ie: 0, bpl: 25.1 },
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
const frame = {} as HTMLElement
let joins: { given: JoinOptions; resolve: (call: Call) => void }[]

vi.mock('./seat', () => ({ Seat: { take: async () => seat } }))
vi.mock('./signal', () => ({ signalOpener: () => () => null }))
vi.mock('../quality/ticker', () => ({ workerTicker: () => () => {} }))
vi.mock('../quality/surroundings', () => ({ Surroundings: class { stop = () => {} } }))
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
    element: async () => frame,
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

test('giving up tells the module that is still joining', async () => {
  const { session, given } = await joining()
  expect(given.signal.aborted).toBe(false)
  void session.leave()
  expect(given.signal.aborted).toBe(true)
})

test('a person who left by a control of the module’s own is told of no problem', async () => {
  const { session, done, given, resolve } = await joining()
  resolve(fakeCall())
  await done
  given.on.ended(null)
  await session.leave()
  expect(session.state).toMatchObject({ phase: 'left', problem: null })
})

describe('a module that fills an element', () => {
  beforeEach(() => {
    module = { ...module, presents: () => 'element' }
  })

  test('gets one, and what the person wants, but no tracks', async () => {
    const { session, track, given } = await joining()
    expect(session.state.presents).toBe('element')
    expect(given).toMatchObject({ element: frame, start: { microphoneOn: false, cameraOn: true } })
    expect(given.media).toBeUndefined()
    expect(track.stop).toHaveBeenCalled()
  })

  test('keeps it until it has left', async () => {
    const { session, done, resolve } = await joining()
    let gone = () => {}
    const leave = vi.fn(() => new Promise<void>((left) => (gone = left)))
    resolve({ ...fakeCall(), leave })
    await done
    const leaving = session.leave()
    await vi.waitFor(() => expect(leave).toHaveBeenCalled())
    expect(session.state.phase).toBe('leaving')
    gone()
    await leaving
    expect(session.state.phase).toBe('left')
  })
})
