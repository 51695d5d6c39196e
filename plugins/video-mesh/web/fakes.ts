// Stand-ins for what a browser provides, for tests.
import type { ServerMessage } from './protocol'

export class FakeSocket {
  static readonly OPEN = 1
  readyState = FakeSocket.OPEN
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  readonly sent: unknown[] = []
  closed = false

  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }

  close(): void {
    this.closed = true
    this.readyState = 3
  }

  says(message: ServerMessage | string): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) })
  }

  breaks(code = 1006): void {
    this.readyState = 3
    this.onclose?.({ code })
  }
}

export const welcome: ServerMessage = {
  type: 'welcome',
  you: { id: 'alice', name: 'Alice', connection: 1, microphone: false, camera: false, screen: false },
  peers: [],
  max_participants: 6,
}

export class FakeTrack extends EventTarget {
  enabled = true
  readyState: 'live' | 'ended' = 'live'
  contentHint = ''

  constructor(
    readonly kind: 'audio' | 'video',
    readonly deviceId: string,
  ) {
    super()
  }

  stop(): void {
    this.readyState = 'ended'
  }

  /** Unplugged, or ended by the browser's own button. */
  end(): void {
    this.stop()
    this.dispatchEvent(new Event('ended'))
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId, height: 720 }
  }

  getConstraints(): MediaTrackConstraints {
    return { height: { ideal: 720 } }
  }
}

export function asTrack(track: FakeTrack): MediaStreamTrack {
  return track as unknown as MediaStreamTrack
}
