// A room's live channel: samples as the server stores them, each once, also across disconnections.
// Where it cannot be had, the page polls: `connected` says which of both it is.
import { Backoff } from '../quality/backoff'

/** Fields that are not known are not there. */
export type LiveSample = { participant_id: string; sampled_at: number } & Record<
  string,
  number | string
>

export interface LiveEvents {
  samples(samples: LiveSample[]): void
  /** What is shown may lack something: read it again. */
  reload(): void
  connected(isConnected: boolean): void
}

type Message =
  | { type: 'hello' | 'reset'; cursor: string; poll_s: number }
  | { type: 'samples'; cursor: string; samples: LiveSample[] }

export class LiveChannel {
  private socket: WebSocket | null = null
  private cursor: string | null = null
  private retry: ReturnType<typeof setTimeout> | undefined
  private poll: ReturnType<typeof setInterval> | undefined
  private readonly backoff = new Backoff()

  /** `address`: of the channel, without a query. */
  constructor(
    private readonly address: string,
    private readonly events: LiveEvents,
    private readonly open: (url: string) => WebSocket = (url) => new WebSocket(url),
  ) {}

  start(): void {
    if (this.socket) return
    clearTimeout(this.retry)
    const after = this.cursor === null ? '' : `?after=${encodeURIComponent(this.cursor)}`
    const socket = (this.socket = this.open(this.address + after))
    socket.onmessage = ({ data }) => {
      if (socket === this.socket) this.receive(JSON.parse(String(data)) as Message)
    }
    socket.onclose = () => {
      if (socket !== this.socket) return
      this.stop()
      this.backoff.fail(Date.now(), 0, Math.random())
      this.retry = setTimeout(() => this.start(), this.backoff.notBefore - Date.now())
    }
  }

  /** start() goes on from here. */
  stop(): void {
    clearTimeout(this.retry)
    clearInterval(this.poll)
    const socket = this.socket
    this.socket = null
    socket?.close()
    this.events.connected(false)
  }

  private receive(message: Message): void {
    const isNew = this.cursor === null
    this.cursor = message.cursor
    if (message.type === 'samples') return this.events.samples(message.samples)
    this.backoff.succeed()
    this.events.connected(true)
    // For what another host of the same database stores.
    clearInterval(this.poll)
    this.poll = setInterval(() => this.events.reload(), message.poll_s * 1000)
    if (isNew || message.type === 'reset') this.events.reload()
  }
}
