import type { JoinOptions, LocalState, Participant } from 'vuedeo'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DailySession } from './call'
import { FakeDaily, person } from './fakes'

let daily: FakeDaily
let events: string[]
let people: Participant[]
let local: LocalState | null
let abort: AbortController
let options: JoinOptions
let call: DailySession

beforeEach(() => {
  vi.useFakeTimers({ now: 1_790_000_000_000 })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  daily = new FakeDaily()
  events = []
  people = []
  local = null
  abort = new AbortController()
  options = {
    session: {},
    participant: { id: 'ada', name: 'Ada' },
    room: { name: 'room', url: '/room/room' },
    start: { microphoneOn: true, cameraOn: true },
    signal: abort.signal,
    openSignal: () => expect.fail('Daily has its own signalling'),
    on: {
      participants: (list) => (people = list),
      local: (state) => (local = state),
      state: (state) => events.push(state),
      ended: (error) => events.push(`ended ${error?.code ?? 'by the person'}`),
    },
  }
  call = new DailySession(daily.asCall, options)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

async function join(): Promise<void> {
  const joining = call.join({ url: 'https://acme.daily.co/room', token: 'jwt' })
  daily.joined()
  await joining
}

const ended = (type: string) => daily.tells('error', { errorMsg: '', error: { type, msg: '' } })

describe('joining', () => {
  it('brings the room’s address and the token, and then the people who are there', async () => {
    daily.people = {
      ...daily.people,
      s1: person({ session_id: 's1', user_id: 'grace', user_name: 'Grace' }),
    }
    await join()
    expect(daily.join).toHaveBeenCalledWith({ url: 'https://acme.daily.co/room', token: 'jwt' })
    expect(events).toEqual(['connected'])
    expect(people).toMatchObject([{ id: 'grace', name: 'Grace' }])
    expect(local).toMatchObject({ microphoneOn: false })
  })

  it('fails in plain words, whether Daily rejects or tells an event, and leaves nothing behind', async () => {
    const rejected = expect(call.join({})).rejects.toMatchObject({ code: 'room-full' })
    daily.refused({ action: 'error', error: { type: 'meeting-full', msg: '' } })
    await rejected
    await vi.waitFor(() => expect(daily.destroy).toHaveBeenCalledOnce())

    daily = new FakeDaily()
    call = new DailySession(daily.asCall, options)
    const told = expect(call.join({})).rejects.toMatchObject({
      code: 'connection-failed',
      retry: true,
    })
    daily.tells('error', { error: { type: 'connection-error', details: { on: 'load' } } })
    daily.refused('Failed to load call object bundle.')
    await told
    await vi.waitFor(() => expect(daily.destroy).toHaveBeenCalledOnce())
    expect(events).toEqual([])
  })

  it('stops when the person gives up', async () => {
    const rejected = expect(call.join({})).rejects.toThrow()
    abort.abort()
    await rejected
    expect(daily.leave).toHaveBeenCalledOnce()
    await vi.waitFor(() => expect(daily.destroy).toHaveBeenCalledOnce())
    expect(events).toEqual([])
  })

  it('stops when the person leaves by Daily’s own controls', async () => {
    const rejected = expect(call.join({})).rejects.toThrow()
    daily.tells('left-meeting')
    await rejected
    expect(events).toEqual(['ended by the person'])
  })
})

describe('a call', () => {
  beforeEach(join)

  it('shows who comes and goes', () => {
    const grace = person({ session_id: 's1', user_id: 'grace' })
    daily.people = { ...daily.people, s1: grace }
    daily.tells('participant-joined', { participant: grace })
    expect(people).toHaveLength(1)
    daily.tells('network-connection', {
      type: 'peer-to-peer',
      event: 'interrupted',
      session_id: 's1',
    })
    expect(people).toMatchObject([{ connection: 'reconnecting' }])
    daily.people = { local: daily.people.local }
    daily.tells('participant-left', { participant: grace })
    expect(people).toEqual([])
  })

  it('tells when the connection to the service is lost, and found again', () => {
    const connection = (type: string, event: string) =>
      daily.tells('network-connection', { type, event })
    connection('signaling', 'interrupted')
    connection('sfu', 'interrupted')
    connection('signaling', 'connected')
    expect(events).toEqual(['connected', 'reconnecting'])
    connection('sfu', 'connected')
    expect(events).toEqual(['connected', 'reconnecting', 'connected'])
  })

  it('ends once, with the reason', async () => {
    ended('ejected')
    daily.tells('left-meeting')
    expect(events).toEqual(['connected', 'ended removed'])
    await call.leave()
    expect(daily.destroy).toHaveBeenCalledOnce()
    await expect(call.stats()).rejects.toThrow()
  })

  it('ends without a problem when the person leaves by Daily’s own controls', () => {
    daily.tells('left-meeting')
    expect(events).toEqual(['connected', 'ended by the person'])
  })

  it('says goodbye, then destroys everything, once, and tells no more', async () => {
    await Promise.all([call.leave(), call.leave()])
    daily.tells('left-meeting')
    daily.tells('participant-updated')
    expect(daily.leave).toHaveBeenCalledOnce()
    expect(daily.destroy).toHaveBeenCalledOnce()
    expect(daily.leave.mock.invocationCallOrder[0]).toBeLessThan(
      daily.destroy.mock.invocationCallOrder[0]!,
    )
    expect(events).toEqual(['connected'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves within bounds when Daily’s half does not answer', async () => {
    daily.leave.mockReturnValue(new Promise(() => {}))
    const left = call.leave()
    await vi.advanceTimersByTimeAsync(3_000)
    await left
    expect(daily.frame.remove).toHaveBeenCalled()
    expect(daily.destroy).toHaveBeenCalled()
  })
})

describe('its controls', () => {
  beforeEach(join)
  const nowOn = (tracks: Parameters<typeof person>[1]) => {
    daily.people = { local: person({ local: true }, tracks) }
    daily.tells('participant-updated', { participant: daily.people.local })
  }

  it('are done when Daily says so', async () => {
    let isDone = false
    const done = call.setCamera(true).then(() => (isDone = true))
    expect(daily.setLocalVideo).toHaveBeenCalledWith(true)
    await vi.advanceTimersByTimeAsync(0)
    expect(isDone).toBe(false)
    nowOn({ video: 'playable' })
    await done
    expect(local).toMatchObject({ cameraOn: true })
  })

  it('fail with what is wrong with the device', async () => {
    const failed = expect(call.setMicrophone(true)).rejects.toMatchObject({ code: 'device-failed' })
    daily.tells('camera-error', { error: { type: 'mic-in-use', msg: '' } })
    await failed
  })

  it('share the screen until it is stopped, by whomever', async () => {
    const sharing = call.shareScreen(true)
    nowOn({ screenVideo: 'playable' })
    await sharing
    expect(local?.screen).toBe('local screenVideo')
    const stopping = call.shareScreen(false)
    expect(daily.stopScreenShare).toHaveBeenCalled()
    nowOn({})
    await stopping
  })

  it('take it as no error when the person closes the browser’s picker', async () => {
    const sharing = call.shareScreen(true)
    daily.tells('local-screen-share-canceled')
    await sharing
  })

  it('tell when the screen could not be shared', async () => {
    const failed = expect(call.shareScreen(true)).rejects.toMatchObject({ code: 'device-failed' })
    daily.tells('nonfatal-error', { type: 'screen-share-error' })
    await failed
  })

  it('switch devices', async () => {
    await call.setDevice('audioinput', 'mic 2')
    expect(daily.setInputDevicesAsync).toHaveBeenCalledWith({ audioDeviceId: 'mic 2' })
    daily.setInputDevicesAsync.mockRejectedValueOnce(new Error())
    await expect(call.setDevice('videoinput', 'cam 2')).rejects.toMatchObject({
      code: 'device-failed',
    })
  })

  it('keep nobody waiting when the call is over', async () => {
    const never = call.setCamera(true)
    ended('ejected')
    await never
  })
})

describe('its samples', () => {
  beforeEach(join)

  it('are there even when Daily knows nothing yet', async () => {
    expect(await call.stats()).toMatchObject({
      sampled_at: Date.now(),
      send_bps: null,
      rtt_s: null,
    })
  })

  it('never have the same numbers twice', async () => {
    const timestamp = Date.now()
    daily.getNetworkStats.mockResolvedValue({
      stats: { latest: { timestamp, sendBitsPerSecond: 1000 } },
    })
    expect(await call.stats()).toMatchObject({ sampled_at: timestamp, send_bps: 1000 })
    vi.setSystemTime(timestamp + 15_000)
    expect(await call.stats()).toMatchObject({ sampled_at: timestamp + 15_000, send_bps: null })
  })

  it('fail within bounds when Daily’s half does not answer', async () => {
    daily.getNetworkStats.mockReturnValue(new Promise(() => {}))
    const failed = expect(call.stats()).rejects.toThrow('no numbers')
    await vi.advanceTimersByTimeAsync(5_000)
    await failed
  })
})
