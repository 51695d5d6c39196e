// What this participant sends: microphone, camera and screen. Switching the camera off gives the
// device back (its light goes out); muting the microphone keeps it and sends silence.
import type { LocalState } from 'vuedeo'
import { deviceError } from './errors'

export type Source = 'audio' | 'video' | 'screen'

export interface LocalMediaEvents {
  /** Send this track from now on; null: nothing. */
  track(source: Source, track: MediaStreamTrack | null): void
  changed(state: LocalState): void
}

const cameraSize: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 } }

export class LocalMedia {
  private tracks: Record<Source, MediaStreamTrack | null>
  private microphoneOn: boolean
  /** How the app asked for each device: the same is asked for when it is acquired again. */
  private constraints: Record<'audio' | 'video', MediaTrackConstraints>
  /** One change at a time: a camera that is being opened must not be opened twice. */
  private queue: Promise<unknown> = Promise.resolve()
  private stopped = false

  constructor(
    media: { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } | undefined,
    private readonly on: LocalMediaEvents,
  ) {
    this.tracks = { audio: media?.audio ?? null, video: media?.video ?? null, screen: null }
    this.microphoneOn = this.tracks.audio?.enabled ?? false
    this.constraints = { audio: remembered(this.tracks.audio), video: remembered(this.tracks.video, cameraSize) }
    if (this.tracks.audio) this.watch('audio', this.tracks.audio)
    if (this.tracks.video) this.watch('video', this.tracks.video)
  }

  track(source: Source): MediaStreamTrack | null {
    return this.tracks[source]
  }

  state(): LocalState {
    return {
      audio: this.tracks.audio,
      video: this.tracks.video,
      screen: this.tracks.screen,
      microphoneOn: this.microphoneOn && this.tracks.audio !== null,
      cameraOn: this.tracks.video !== null,
    }
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.inTurn(async () => {
      this.microphoneOn = on
      if (on && !this.tracks.audio) this.put('audio', await this.acquire('audio'))
      else if (this.tracks.audio) this.tracks.audio.enabled = on
      this.tell()
    })
  }

  setCamera(on: boolean): Promise<void> {
    return this.inTurn(async () => {
      if (on === (this.tracks.video !== null)) return
      this.put('video', on ? await this.acquire('video') : null)
      this.tell()
    })
  }

  setDevice(source: 'audio' | 'video', deviceId: string): Promise<void> {
    return this.inTurn(async () => {
      const before = this.constraints[source]
      this.constraints[source] = { ...before, deviceId: { exact: deviceId } }
      const former = this.tracks[source]
      if (!former) return
      // Phones open one camera at a time.
      if (source === 'video') former.stop()
      try {
        this.put(source, await this.acquire(source))
      } catch (error) {
        this.constraints[source] = before
        if (source === 'video') await this.restoreCamera(former)
        throw error
      }
      this.tell()
    })
  }

  shareScreen(on: boolean): Promise<void> {
    return this.inTurn(async () => {
      if (on === (this.tracks.screen !== null)) return
      this.put('screen', on ? await pickScreen() : null)
      this.tell()
    })
  }

  stop(): void {
    this.stopped = true
    for (const source of ['audio', 'video', 'screen'] as const) this.put(source, null)
  }

  private async acquire(source: 'audio' | 'video'): Promise<MediaStreamTrack> {
    const audio = source === 'audio'
    try {
      const stream = await navigator.mediaDevices.getUserMedia(
        audio ? { audio: this.constraints.audio } : { video: this.constraints.video },
      )
      const track = stream.getTracks()[0]
      if (!track) throw new DOMException('no track', 'NotFoundError')
      return track
    } catch (error) {
      throw deviceError(audio ? 'Microphone' : 'Camera', error)
    }
  }

  private async restoreCamera(former: MediaStreamTrack): Promise<void> {
    const again = await this.acquire('video').catch(() => null)
    if (this.tracks.video !== former) again?.stop()
    else this.put('video', again)
    this.tell()
  }

  private put(source: Source, track: MediaStreamTrack | null): void {
    if (track && this.stopped) {
      track.stop()
      return
    }
    const former = this.tracks[source]
    this.tracks[source] = track
    if (track) {
      if (source === 'audio') track.enabled = this.microphoneOn
      this.watch(source, track)
    }
    this.on.track(source, track)
    former?.stop()
  }

  /** A device was unplugged, or the browser's own button ended the screen share. */
  private watch(source: Source, track: MediaStreamTrack): void {
    if (source !== 'audio') track.contentHint = source === 'screen' ? 'detail' : 'motion'
    track.addEventListener('ended', () => {
      if (this.tracks[source] !== track) return
      this.put(source, null)
      this.tell()
    })
  }

  private tell(): void {
    if (!this.stopped) this.on.changed(this.state())
  }

  private inTurn(change: () => Promise<void>): Promise<void> {
    const done = this.queue.then(() => (this.stopped ? undefined : change()))
    this.queue = done.catch(() => undefined)
    return done
  }
}

function remembered(track: MediaStreamTrack | null, otherwise: MediaTrackConstraints = {}): MediaTrackConstraints {
  if (!track) return otherwise
  const deviceId = track.getSettings().deviceId
  return { ...track.getConstraints(), ...(deviceId ? { deviceId: { ideal: deviceId } } : {}) }
}

/** Null when the person closed the browser's picker: nothing went wrong then. */
async function pickScreen(): Promise<MediaStreamTrack | null> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false })
    return stream.getVideoTracks()[0] ?? null
  } catch (error) {
    const cancelled = error instanceof Error && error.name === 'NotAllowedError' && !/system/i.test(error.message)
    if (cancelled) return null
    throw deviceError('Screen', error)
  }
}
