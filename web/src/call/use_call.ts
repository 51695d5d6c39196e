// One person's call in one room, from asking to be admitted until having left. The page shows what
// this holds; the video module does the calling; samples go to the outbox.
import { computed, onScopeDispose, shallowReactive } from 'vue'
import type {
  Call,
  LinkQuality,
  LocalState,
  Participant,
  Presents,
  Sample,
  VideoError,
} from 'vuedeo'
import { within } from '../lib/within'
import { logUnexpected, wordsOf, type Words } from '../lib/words'
import { Sampler } from '../quality/sampler'
import {
  dropTokenHolder,
  flushSamples,
  keepSample,
  sendLastSample,
  setTokenHolder,
} from '../quality/service'
import { Surroundings } from '../quality/surroundings'
import { workerTicker } from '../quality/ticker'
import { Attempt, kLeft } from './attempt'
import { Seat } from './seat'
import { signalOpener } from './signal'
import { isVideoError, loadVideoModule, presentsOf, wordsOfVideoError } from './video_module'

export interface JoinChoice {
  name: string
  microphoneOn: boolean
  cameraOn: boolean
  cameraId: string
  handOver(): Media
  /** For modules that fill an element: one that is on the page. */
  element(): Promise<HTMLElement>
}

const kQualityEvery_ms = 3_000
const kSilent: LocalState = {
  audio: null,
  video: null,
  screen: null,
  microphoneOn: false,
  cameraOn: false,
}

export function useCall(room: string) {
  const state = shallowReactive({
    phase: 'lobby' as 'lobby' | 'admitting' | 'joining' | 'joined' | 'leaving' | 'left',
    presents: 'tracks' as Presents,
    selfId: '',
    selfName: '',
    joined_at: 0,
    participants: [] as Participant[],
    local: kSilent,
    reconnecting: null as string | null,
    qualities: {} as Record<string, LinkQuality>,
    lastSample: null as Sample | null,
    /** Why joining failed, or why the call ended by itself. */
    problem: null as Words | null,
    /** Something went wrong that the call survives. */
    notice: null as string | null,
  })
  let call: Call | null = null
  let seat: Seat | null = null
  let sampler: Sampler | null = null
  let qualityTimer: ReturnType<typeof setInterval> | undefined
  let left: Promise<void> = Promise.resolve()
  let pageIsGoing = false
  let current: Attempt | null = null
  let isDisposed = false
  /** Chosen before joining with the camera off: to be switched to when it is turned on. */
  let preferredCamera = ''

  /** For one attempt alone: a call that was given up may go on telling for a while. */
  const listenersOf = (own: Attempt) => ({
    participants: (list: Participant[]) => {
      if (own === current) state.participants = list
    },
    local: (next: LocalState) => {
      if (own === current) state.local = next
    },
    state: (now: 'connected' | 'reconnecting', detail?: string) => {
      if (own !== current) return
      state.reconnecting = now === 'connected' ? null : (detail ?? 'The connection was lost.')
    },
    ended: (error: VideoError | null) => {
      if (own !== current) return
      if (!call) return error ? own.stop(error) : giveUp(own)
      state.problem = error && wordsOfVideoError(error)
      void leave()
    },
  })

  async function join(choice: JoinChoice): Promise<void> {
    if (isDisposed) return
    state.phase = 'admitting'
    state.problem = null
    state.notice = null
    state.joined_at = 0
    preferredCamera = choice.cameraOn ? '' : choice.cameraId
    const own = (current = new Attempt())
    await left
    let media: Media | null = null
    let taken: Seat | null = null
    let joining: Promise<Call> | null = null
    try {
      taken = await Seat.take(room, choice.name)
      const { video, participant, room: facts } = taken.admission
      const module = await loadVideoModule(video.module)
      own.check()
      const unsupported = module.unsupported?.()
      if (unsupported) throw Object.assign(new Error(unsupported), { code: 'unsupported' })
      state.presents = presentsOf(module, video.session)
      state.selfId = participant.id
      state.selfName = participant.name
      media = choice.handOver()
      state.phase = 'joining'
      const tracks = state.presents === 'tracks'
      state.local = localOf(media, choice)
      // The module asks for the devices itself, and may have to be the only one who holds them.
      if (!tracks) stopAll(media)
      const element = tracks ? undefined : await choice.element()
      own.check()
      joining = module.join({
        session: video.session,
        participant,
        room: { name: facts.name, url: facts.url },
        element,
        media: tracks ? media : undefined,
        start: { microphoneOn: state.local.microphoneOn, cameraOn: state.local.cameraOn },
        signal: own.signal,
        openSignal: signalOpener(taken),
        on: listenersOf(own),
      })
      const joined = await own.unlessStopped(joining)
      // The audio track of a muted person came silenced; this tells the others so.
      if (!choice.microphoneOn) await own.unlessStopped(joined.setMicrophone(false))
      own.check()
      begin(taken, joined)
    } catch (error) {
      // A module that joins nevertheless, or later, would leave a ghost in the room.
      joining?.then((late) => late.leave()).catch((late) => logUnexpected('leaving', late))
      if (media) stopAll(media)
      taken?.release()
      if (own === current) fail(error)
    }
  }

  function fail(error: unknown): void {
    current = null
    logUnexpected('joining failed', error)
    state.problem = isVideoError(error) ? wordsOfVideoError(error) : wordsOf(error)
    Object.assign(state, { participants: [], reconnecting: null })
    state.phase = 'lobby'
  }

  function begin(taken: Seat, running: Call): void {
    const { interval_s, clock_offset_ms, mos } = taken.admission
    seat = taken
    call = running
    setTokenHolder(taken)
    sampler = new Sampler({
      interval_s,
      clockOffset_ms: clock_offset_ms,
      ticker: workerTicker,
      identity: () => ({ room, participant: taken.participant, token: taken.token }),
      stats: () => running.stats(),
      surroundings: new Surroundings(),
      mos,
      keep: async (entry) => {
        state.lastSample = entry.sample
        // A page that goes away may not live to see the database's answer.
        if (pageIsGoing) void sendLastSample(entry).catch(() => undefined)
        await keepSample(entry)
        if (taken.isNearExpiry) void taken.renew()
        void flushSamples()
      },
    })
    qualityTimer = setInterval(async () => {
      const asked = within(kQualityEvery_ms, 'The module does not answer', running.quality())
      state.qualities = await asked.catch(() => ({}))
    }, kQualityEvery_ms)
    // Before the module's own listener, which hangs up.
    addEventListener('pagehide', onPageHide, { capture: true })
    state.joined_at = Date.now()
    state.phase = 'joined'
  }

  function leave(): Promise<void> {
    if (call) left = end(call)
    else if (current) giveUp(current)
    return left
  }

  /** Leaving does not wait for a module that is still joining. */
  function giveUp(given: Attempt): void {
    current = null
    given.stop(kLeft)
    state.phase = 'left'
    Object.assign(state, { participants: [], reconnecting: null })
  }

  async function end(ending: Call): Promise<void> {
    const old = seat
    call = seat = current = null
    // A module that fills an element needs it for its last numbers and its goodbye.
    state.phase = state.presents === 'element' ? 'leaving' : 'left'
    removeEventListener('pagehide', onPageHide, { capture: true })
    clearInterval(qualityTimer)
    await sampler?.finish()
    await ending.leave().catch((error) => logUnexpected('leaving', error))
    // Unless the person is coming back already.
    if (state.phase === 'leaving') state.phase = 'left'
    old?.release()
    // Coming back must not wait for a slow network: what is not sent now stays kept.
    void flushSamples().finally(() => old && dropTokenHolder(old))
    Object.assign(state, { participants: [], local: kSilent, reconnecting: null, qualities: {} })
  }

  function onPageHide(): void {
    pageIsGoing = true
    void sampler?.finish()
  }

  async function setCamera(next: boolean): Promise<void> {
    await attempt((running) => running.setCamera(next), 'The camera could not be switched.')
    const used = state.local.video?.getSettings().deviceId
    if (!next || !preferredCamera || !used) return
    const wanted = preferredCamera
    preferredCamera = ''
    if (used !== wanted) await setDevice('videoinput', wanted)
  }

  function setDevice(kind: 'audioinput' | 'videoinput', id: string): Promise<void> {
    return attempt((running) => running.setDevice(kind, id), 'That device could not be used.')
  }

  /** Runs one of the module's actions; a failure is a notice, and the call goes on. */
  async function attempt(action: (running: Call) => Promise<void>, otherwise: string) {
    if (!call) return
    state.notice = null
    try {
      await action(call)
    } catch (error) {
      logUnexpected(otherwise, error)
      const refused = error instanceof Error && error.name === 'NotAllowedError'
      if (isVideoError(error)) state.notice = error.message
      else if (!refused) state.notice = otherwise
    }
  }

  onScopeDispose(() => {
    isDisposed = true
    void leave()
  })

  return {
    state,
    everybody: computed(() => state.participants.length + 1),
    join,
    leave,
    setMicrophone: (next: boolean) =>
      attempt((running) => running.setMicrophone(next), 'The microphone could not be switched.'),
    setCamera,
    shareScreen: (next: boolean) =>
      attempt((running) => running.shareScreen(next), 'The screen could not be shared.'),
    setDevice,
  }
}

interface Media {
  audio: MediaStreamTrack | null
  video: MediaStreamTrack | null
}

function localOf({ audio, video }: Media, { microphoneOn }: JoinChoice): LocalState {
  const heard = audio !== null && microphoneOn
  return { audio, video, screen: null, microphoneOn: heard, cameraOn: video !== null }
}

function stopAll(media: Media): void {
  media.audio?.stop()
  media.video?.stop()
}

export type CallSession = ReturnType<typeof useCall>
