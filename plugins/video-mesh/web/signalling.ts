// The channel to the server. It is opened again whenever it breaks, also when the server restarts;
// media does not depend on it and goes on meanwhile.
import type { VideoError } from 'vuedeo'
import { videoError } from './errors'
import { parseServerMessage, type ClientMessage, type ServerMessage } from './protocol'

export interface SignallingEvents {
  message(message: ServerMessage): void
  /** The channel broke and is being opened again. */
  down(): void
  /** The server sent this participant out, or the channel cannot be had. No further event follows. */
  ended(error: VideoError): void
}

const firstDelayMs = 300
const longestDelayMs = 10_000
const welcomeTimeoutMs = 10_000
/** A path that broke without a word, as when a laptop slept, raises no event: only silence tells. */
const silenceMs = 10_000
const answerTimeoutMs = 8_000

function finalError(code: number): VideoError | null {
  switch (code) {
    case 4001:
      return videoError('removed', 'You joined this call from another tab or device, so it ended here.', true)
    case 4400:
      return videoError('internal', 'The server did not understand this page. Reload it and join again.', true)
    case 4409:
      return videoError('room-full', 'The room is full. Try again when somebody has left.', true)
    case 4410:
      return videoError('room-ended', 'This call has ended.')
    default:
      return null
  }
}

export class Signalling {
  private socket: WebSocket | null = null
  private ready = false
  private stopped = false
  private attempts = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  /** For the welcome at first, then for a sign of life. */
  private patience: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly openSocket: () => WebSocket,
    private readonly on: SignallingEvents,
  ) {}

  open(): void {
    if (this.stopped) return
    clearTimeout(this.retry)
    const socket = this.openSocket()
    this.socket = socket
    this.expectWithin(welcomeTimeoutMs, socket)
    socket.onmessage = (event) => this.received(socket, event.data)
    socket.onclose = (event) => this.closed(socket, event.code)
  }

  /** False: the channel is down. What was not said is caught up with after the next welcome. */
  send(message: ClientMessage): boolean {
    if (!this.ready || this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(message))
    return true
  }

  /** The network changed: the old connection may be dead without anybody having noticed. */
  renew(): void {
    if (this.stopped) return
    this.attempts = 0
    if (this.socket) this.broke(this.socket, 0)
    else this.open()
  }

  close(): void {
    this.stopped = true
    clearTimeout(this.retry)
    if (this.socket) this.release(this.socket)
  }

  private received(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket) return
    const message = parseServerMessage(data)
    if (!message) return
    if (message.type === 'welcome') {
      this.ready = true
      this.attempts = 0
    }
    if (this.ready) this.listenFor(socket)
    if (message.type !== 'pong') this.on.message(message)
  }

  /** Whatever is said is a sign of life; after a silence it is asked for. */
  private listenFor(socket: WebSocket): void {
    clearTimeout(this.patience)
    this.patience = setTimeout(() => {
      this.send({ type: 'ping' })
      this.expectWithin(answerTimeoutMs, socket)
    }, silenceMs)
  }

  private expectWithin(patienceMs: number, socket: WebSocket): void {
    this.patience = setTimeout(() => this.broke(socket), patienceMs)
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket || this.stopped) return
    const error = finalError(code)
    if (!error) return this.broke(socket)
    this.close()
    this.on.ended(error)
  }

  private broke(socket: WebSocket, delayMs = this.nextDelayMs()): void {
    if (socket !== this.socket || this.stopped) return
    this.release(socket)
    this.retry = setTimeout(() => this.open(), delayMs)
    this.on.down()
  }

  /** Exponential, and spread so that a restarted server does not meet everybody at once. */
  private nextDelayMs(): number {
    const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** this.attempts++)
    return ceiling * (0.5 + Math.random() / 2)
  }

  private release(socket: WebSocket): void {
    clearTimeout(this.patience)
    this.ready = false
    this.socket = null
    socket.onmessage = null
    socket.onclose = null
    socket.close()
  }
}
