// The person's camera and microphone before joining: on or off, which device, and the live tracks.
import { onScopeDispose, reactive, shallowReactive, watch } from 'vue'
import { isRecord, local } from '../lib/storage'
import { acquire, listDevices, type MediaKind, type MediaProblem } from './media'

interface Choice {
  audio: string
  video: string
}

const kKey = 'vuedeo.devices'
const isChoice = (value: unknown): value is Choice =>
  isRecord(value) && typeof value.audio === 'string' && typeof value.video === 'string'

export function useLobby() {
  const tracks = shallowReactive<Record<MediaKind, MediaStreamTrack | null>>({
    audio: null,
    video: null,
  })
  const state = reactive({
    on: { audio: true, video: true } as Record<MediaKind, boolean>,
    asking: false,
    problems: {} as Partial<Record<MediaKind, MediaProblem>>,
    chosen: local.read(kKey, isChoice) ?? { audio: '', video: '' },
    devices: [] as MediaDeviceInfo[],
  })
  let gone = false

  function stop(kind: MediaKind): void {
    tracks[kind]?.stop()
    tracks[kind] = null
  }

  async function open(kinds: MediaKind[]): Promise<void> {
    const wants = (kind: MediaKind) =>
      kinds.includes(kind) && state.on[kind] ? state.chosen[kind] : null
    state.asking = true
    const wanted = { audio: wants('audio'), video: wants('video') }
    const formerCamera = tracks.video?.getSettings().deviceId
    // Phones open one camera at a time.
    if (kinds.includes('video')) stop('video')
    const got = await acquire(wanted, navigator.mediaDevices)
    if (got.problems.video && formerCamera && state.on.video && !gone)
      got.video = (await acquire({ audio: null, video: formerCamera }, navigator.mediaDevices)).video
    state.asking = false
    for (const kind of kinds) {
      stop(kind)
      delete state.problems[kind]
      const track = got[kind]
      // The person may have left, or turned it off, while the browser was asking.
      if (track && (gone || !state.on[kind])) track.stop()
      else tracks[kind] = track
      const problem = got.problems[kind]
      if (problem) state.problems[kind] = problem
      const used = track?.getSettings().deviceId
      if (used) state.chosen[kind] = used
    }
    state.devices = await listDevices()
  }

  async function set(kind: MediaKind, on: boolean): Promise<void> {
    state.on[kind] = on
    // Off means off: the camera's light goes out. A microphone only falls silent, to be back at once.
    if (kind === 'audio' && tracks.audio) tracks.audio.enabled = on
    else if (!on) stop(kind)
    else await open([kind])
  }

  async function choose(kind: MediaKind, deviceId: string): Promise<void> {
    state.chosen[kind] = deviceId
    local.write(kKey, state.chosen)
    if (state.on[kind]) await open([kind])
  }

  /** Resolves when the browser's question is answered, or the person wants neither device any more. */
  function settled(): Promise<void> {
    return new Promise((resolve) => {
      const stopWatching = watch(
        () => !state.asking || (!state.on.audio && !state.on.video),
        (done) => {
          if (!done) return
          queueMicrotask(() => stopWatching())
          resolve()
        },
        { immediate: true },
      )
    })
  }

  /** The tracks for the call, which owns them from now on. */
  function handOver() {
    const handed = { audio: tracks.audio, video: tracks.video }
    tracks.audio = null
    tracks.video = null
    return handed
  }

  const refresh = async () => {
    state.devices = await listDevices()
  }
  navigator.mediaDevices?.addEventListener?.('devicechange', refresh)
  onScopeDispose(() => {
    gone = true
    navigator.mediaDevices?.removeEventListener?.('devicechange', refresh)
    stop('audio')
    stop('video')
  })

  return { tracks, state, start: () => open(['audio', 'video']), set, choose, settled, handOver }
}

export type Lobby = ReturnType<typeof useLobby>
