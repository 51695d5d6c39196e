// A call on Daily, from joining until everything of it is gone: Daily's events in, the contract's out.
import type {
  DailyCall,
  DailyCallOptions,
  DailyEventObjectFatalError,
  NetworkConnectionType,
} from '@daily-co/daily-js'
import type { Call, JoinOptions, LinkQuality, Sample, VideoError } from 'vuedeo'
import { deviceError, fatalError, videoError } from './errors'
import { Meter } from './meter'
import { localOf, participantsOf } from './people'
import { Wishes } from './wishes'
import { within } from './within'

const leavePatience_ms = 3_000

export class DailySession implements Call {
  private readonly meter: Meter
  private readonly wishes = new Wishes()
  /** Connections that are broken at the moment: to Daily's servers, and by session id to people. */
  private readonly interrupted = {
    servers: new Set<NetworkConnectionType>(),
    people: new Set<string>(),
  }
  private isSharingCancelled = false
  private isJoined = false
  /** Set once the call is over: why, or null when the person left. */
  private over: { error: VideoError | null } | null = null
  private closed: Promise<void> | null = null
  private stopJoining: () => void = () => {}

  constructor(
    private readonly call: DailyCall,
    private readonly options: JoinOptions,
  ) {
    this.meter = new Meter(call)
    this.listen()
  }

  async join(properties: DailyCallOptions): Promise<this> {
    const stopped = new Promise<never>((_, reject) => (this.stopJoining = reject))
    const giveUp = () => this.end(null)
    this.options.signal.addEventListener('abort', giveUp)
    if (this.options.signal.aborted) giveUp()
    try {
      await Promise.race([this.call.join(properties), stopped])
    } catch (rejected) {
      // Daily tells the reason by an event, by rejecting, or by both.
      const reason =
        this.over?.error ?? fatalError((rejected ?? {}) as Partial<DailyEventObjectFatalError>)
      void this.leave()
      throw reason
    } finally {
      this.options.signal.removeEventListener('abort', giveUp)
    }
    this.isJoined = true
    this.options.on.state('connected')
    this.tell()
    return this
  }

  leave(): Promise<void> {
    this.over ??= { error: null }
    return this.close()
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.wishes.make(
      () => this.call.setLocalAudio(on),
      () => this.local().microphoneOn === on,
    )
  }

  setCamera(on: boolean): Promise<void> {
    return this.wishes.make(
      () => this.call.setLocalVideo(on),
      () => this.local().cameraOn === on,
    )
  }

  shareScreen(on: boolean): Promise<void> {
    this.isSharingCancelled = false
    const start = () =>
      on
        ? this.call.startScreenShare({ displayMediaOptions: { video: true, audio: false } })
        : this.call.stopScreenShare()
    return this.wishes.make(
      start,
      () => this.isSharingCancelled || (this.local().screen !== null) === on,
    )
  }

  async setDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void> {
    const devices =
      kind === 'audioinput' ? { audioDeviceId: deviceId } : { videoDeviceId: deviceId }
    let isSet = false
    const set = async () => {
      await this.call.setInputDevicesAsync(devices)
      isSet = true
      this.wishes.changed()
    }
    await this.wishes.make(
      () => void set().catch(() => this.wishes.failed(deviceError('unknown'))),
      () => isSet,
    )
  }

  stats(): Promise<Sample> {
    if (this.over) return Promise.reject(new Error('the call is over'))
    return this.meter.sample()
  }

  /** Daily measures the connection to its servers, which is in stats(), and none to other people. */
  async quality(): Promise<Record<string, LinkQuality>> {
    return {}
  }

  private listen(): void {
    const changed = () => this.tell()
    this.call
      .on('participant-joined', changed)
      .on('participant-updated', changed)
      .on('participant-left', ({ participant }) => {
        this.interrupted.people.delete(participant.session_id)
        this.tell()
      })
      .on('network-connection', (event) => this.connection(event))
      .on('camera-error', ({ error }) => this.wishes.failed(deviceError(error?.type)))
      .on('local-screen-share-canceled', () => {
        this.isSharingCancelled = true
        this.wishes.changed()
      })
      .on('nonfatal-error', ({ type }) => {
        if (type !== 'screen-share-error') return
        this.wishes.failed(
          videoError('device-failed', 'The screen could not be shared. Try again.', true),
        )
      })
      .on('error', (event) => {
        console.warn('Daily ended the call:', event.error?.type ?? '', event.errorMsg)
        this.end(fatalError(event))
      })
      .on('left-meeting', () => this.end(null))
  }

  private connection(event: {
    type: NetworkConnectionType
    event: string
    session_id?: string
  }): void {
    const isBroken = event.event === 'interrupted'
    const { servers, people } = this.interrupted
    if (event.type === 'peer-to-peer') {
      if (event.session_id) mark(people, event.session_id, isBroken)
      return this.tell()
    }
    const wasBroken = servers.size > 0
    mark(servers, event.type, isBroken)
    if (!this.isJoined || this.over || wasBroken === servers.size > 0) return
    if (servers.size > 0)
      this.options.on.state(
        'reconnecting',
        'The connection to the video service was lost. Trying again.',
      )
    else this.options.on.state('connected')
  }

  private local() {
    return localOf(this.call.participants())
  }

  private tell(): void {
    if (this.over) return
    this.wishes.changed()
    if (!this.isJoined) return
    const { on, participant } = this.options
    on.participants(
      participantsOf(this.call.participants(), participant.id, this.interrupted.people),
    )
    on.local(this.local())
  }

  /** `error` null: the person left by Daily's own controls, or gave up joining. */
  private end(error: VideoError | null): void {
    if (this.over) return
    this.over = { error }
    void this.close()
    if (this.isJoined) return this.options.on.ended(error)
    this.stopJoining()
    if (!error && !this.options.signal.aborted) this.options.on.ended(null)
  }

  private close(): Promise<void> {
    this.closed ??= this.destroy()
    return this.closed
  }

  private async destroy(): Promise<void> {
    this.wishes.drop()
    // Daily's half may be gone or out of reach: the page goes on without its goodbye. Once the frame is
    // away, destroy() waits for none.
    await within(leavePatience_ms, 'Daily did not say goodbye', this.call.leave()).catch(() =>
      this.call.iframe()?.remove(),
    )
    await within(leavePatience_ms, 'Daily did not clean up', this.call.destroy()).catch((error) =>
      console.warn(error),
    )
  }
}

function mark<T>(set: Set<T>, value: T, isIn: boolean): void {
  if (isIn) set.add(value)
  else set.delete(value)
}
