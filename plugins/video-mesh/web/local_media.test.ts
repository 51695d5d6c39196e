import type { LocalState } from 'vuedeo'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asTrack, FakeTrack } from './fakes'
import { LocalMedia } from './local_media'

let microphone: FakeTrack
let camera: FakeTrack
let media: LocalMedia
let sent: [string, MediaStreamTrack | null][]
let told: LocalState[]
let acquired: FakeTrack[]
const getUserMedia = vi.fn()
const getDisplayMedia = vi.fn()

function stream(track: FakeTrack) {
  acquired.push(track)
  return { getTracks: () => [track], getVideoTracks: () => [track] }
}

beforeEach(() => {
  microphone = new FakeTrack('audio', 'mic-1')
  camera = new FakeTrack('video', 'cam-1')
  sent = []
  told = []
  acquired = []
  getUserMedia.mockReset().mockImplementation((c: MediaStreamConstraints) =>
    Promise.resolve(stream(new FakeTrack(c.audio ? 'audio' : 'video', 'new'))),
  )
  getDisplayMedia.mockReset().mockImplementation(() => Promise.resolve(stream(new FakeTrack('video', 'screen'))))
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia, getDisplayMedia } })
  media = new LocalMedia(
    { audio: asTrack(microphone), video: asTrack(camera) },
    { track: (source, track) => sent.push([source, track]), changed: (state) => told.push(state) },
  )
})

afterEach(() => vi.unstubAllGlobals())

describe('the microphone', () => {
  it('is muted without being given back', async () => {
    await media.setMicrophone(false)
    expect(microphone).toMatchObject({ enabled: false, readyState: 'live' })
    expect(told.at(-1)).toMatchObject({ microphoneOn: false })
    expect(sent).toEqual([])
  })

  it('stays muted when the device is changed', async () => {
    await media.setMicrophone(false)
    await media.setDevice('audio', 'mic-2')
    expect(acquired[0]?.enabled).toBe(false)
    expect(microphone.readyState).toBe('ended')
  })
})

describe('the camera', () => {
  it('is given back when it is switched off, and asked for again as before', async () => {
    await media.setCamera(false)
    expect(camera.readyState).toBe('ended')
    expect(sent).toEqual([['video', null]])
    expect(told.at(-1)).toMatchObject({ cameraOn: false, video: null })
    await media.setCamera(true)
    expect(getUserMedia).toHaveBeenCalledWith({ video: { height: { ideal: 720 }, deviceId: { ideal: 'cam-1' } } })
    expect(told.at(-1)).toMatchObject({ cameraOn: true })
  })

  it('is opened once, however often it is asked for', async () => {
    await media.setCamera(false)
    await Promise.all([media.setCamera(true), media.setCamera(true)])
    expect(getUserMedia).toHaveBeenCalledTimes(1)
  })

  it('keeps the old device when the new one cannot be had', async () => {
    getUserMedia.mockRejectedValueOnce(Object.assign(new Error(), { name: 'NotReadableError' }))
    await expect(media.setDevice('video', 'cam-2')).rejects.toMatchObject({ code: 'device-failed', retry: true })
    expect(getUserMedia.mock.lastCall?.[0]).toMatchObject({ video: { deviceId: { ideal: 'cam-1' } } })
    expect(sent).toEqual([['video', asTrack(acquired[0] as FakeTrack)]])
    expect(media.state().cameraOn).toBe(true)
  })

  it('is off when neither the new nor the old device can be had', async () => {
    getUserMedia.mockRejectedValue(Object.assign(new Error(), { name: 'NotReadableError' }))
    await expect(media.setDevice('video', 'cam-2')).rejects.toMatchObject({ code: 'device-failed' })
    expect(told.at(-1)).toMatchObject({ cameraOn: false, video: null })
  })

  it('is given back before another one is opened', async () => {
    getUserMedia.mockImplementationOnce(() => {
      expect(camera.readyState).toBe('ended')
      return Promise.resolve(stream(new FakeTrack('video', 'cam-2')))
    })
    await media.setDevice('video', 'cam-2')
    expect(sent).toEqual([['video', asTrack(acquired[0] as FakeTrack)]])
  })

  it('is asked for in a good size when the call began without', async () => {
    media = new LocalMedia(undefined, { track: () => undefined, changed: () => undefined })
    await media.setCamera(true)
    expect(getUserMedia).toHaveBeenCalledWith({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } })
  })

  it('is off when it is unplugged', () => {
    camera.end()
    expect(told.at(-1)).toMatchObject({ cameraOn: false })
    expect(sent).toEqual([['video', null]])
  })

  it('that comes only after the call was left is given back at once', async () => {
    await media.setCamera(false)
    let open: (value: unknown) => void = () => undefined
    getUserMedia.mockReturnValueOnce(new Promise((resolve) => (open = resolve)))
    const turnedOn = media.setCamera(true)
    await vi.waitFor(() => expect(getUserMedia).toHaveBeenCalled())
    media.stop()
    const late = new FakeTrack('video', 'cam-1')
    open(stream(late))
    await turnedOn
    expect(late.readyState).toBe('ended')
  })
})

describe('the screen', () => {
  it('is shared beside the camera, for reading', async () => {
    await media.shareScreen(true)
    expect(media.state()).toMatchObject({ cameraOn: true })
    expect(acquired[0]?.contentHint).toBe('detail')
  })

  it("stops by the browser's own button", async () => {
    await media.shareScreen(true)
    acquired[0]?.end()
    expect(told.at(-1)?.screen).toBeNull()
    expect(sent.at(-1)).toEqual(['screen', null])
  })

  it('is not shared, and nothing is wrong, when the person closes the picker', async () => {
    getDisplayMedia.mockRejectedValueOnce(Object.assign(new Error('Permission denied'), { name: 'NotAllowedError' }))
    await media.shareScreen(true)
    expect(media.state().screen).toBeNull()
  })
})

it('gives every device back at the end', async () => {
  await media.shareScreen(true)
  media.stop()
  expect([microphone, camera, ...acquired].map((track) => track.readyState)).toEqual(['ended', 'ended', 'ended'])
})
