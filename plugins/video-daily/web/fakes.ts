// A call of daily-js that a test drives, and people in it.
import type {
  DailyCall,
  DailyEvent,
  DailyParticipant,
  DailyParticipantsObject,
} from '@daily-co/daily-js'
import { vi } from 'vitest'

type Tracks = Partial<Record<'audio' | 'video' | 'screenVideo', string>>

/** `tracks`: the states of those that are not off; each has a track of its state's and kind's name. */
export function person(given: Partial<DailyParticipant>, tracks: Tracks = {}): DailyParticipant {
  const stateOf = (kind: keyof Tracks) => {
    const state = tracks[kind] ?? 'off'
    return { state, persistentTrack: `${given.session_id ?? 'local'} ${kind}` }
  }
  return {
    user_id: '',
    user_name: '',
    session_id: 'local',
    local: false,
    ...given,
    tracks: {
      audio: stateOf('audio'),
      video: stateOf('video'),
      screenVideo: stateOf('screenVideo'),
    },
  } as unknown as DailyParticipant
}

export class FakeDaily {
  people = { local: person({ local: true, user_id: 'ada' }) } as DailyParticipantsObject
  readonly join = vi.fn(
    () =>
      new Promise<void>((resolve, reject) =>
        Object.assign(this, { joined: resolve, refused: reject }),
      ),
  )
  readonly leave = vi.fn(async () => {})
  readonly destroy = vi.fn(async () => {})
  readonly setLocalAudio = vi.fn()
  readonly setLocalVideo = vi.fn()
  readonly startScreenShare = vi.fn()
  readonly stopScreenShare = vi.fn()
  readonly setInputDevicesAsync = vi.fn(async () => ({}))
  readonly getNetworkStats = vi.fn(async (): Promise<unknown> => ({ stats: {} }))
  readonly getCpuLoadStats = vi.fn(async (): Promise<unknown> => ({ stats: {} }))
  readonly frame = { remove: vi.fn() }
  joined: () => void = () => {}
  refused: (reason: unknown) => void = () => {}
  private readonly handlers = new Map<string, (event: unknown) => void>()

  on(event: DailyEvent, handler: (event: unknown) => void): this {
    this.handlers.set(event, handler)
    return this
  }

  tells(event: DailyEvent, more: object = {}): void {
    this.handlers.get(event)?.({ action: event, ...more })
  }

  participants(): DailyParticipantsObject {
    return this.people
  }

  iframe() {
    return this.frame
  }

  get asCall(): DailyCall {
    return this as unknown as DailyCall
  }
}
