// One RTCPeerConnection, with an id of its own by which stale signals are told from present ones.
import type { LocalMedia, Source } from './local_media'
import { limitSender } from './senders'
import type { ScreenIdentity } from './stats/reports'

/** The order of the media sections in every description: it tells what a track shows. */
const order: Source[] = ['audio', 'video', 'screen']

function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export class Link {
  readonly id = randomId()
  /** The other side's link that this one negotiates with, once known. */
  remote: string | null = null
  makingOffer = false
  /** It was connected once. */
  worked = false
  /** Something that was negotiated does not apply to it. */
  useless = false
  private transceivers: RTCRtpTransceiver[] = []
  /** Names microphone and camera as one, by which the receiver plays lips and voice together. */
  private readonly face = new MediaStream()
  private limits: Promise<void> = Promise.resolve()
  private abandon: (reason: Error) => void = () => undefined
  private readonly abandoned = new Promise<never>((_, reject) => (this.abandon = reject))

  constructor(
    readonly pc: RTCPeerConnection,
    private readonly media: LocalMedia,
  ) {
    this.abandoned.catch(() => undefined)
  }

  /** Rejects when the link is closed: a closed RTCPeerConnection leaves its promises pending for ever. */
  whileOpen<T>(step: Promise<T>): Promise<T> {
    return Promise.race([step, this.abandoned])
  }

  /** For the side that offers. */
  addTransceivers(): void {
    this.transceivers = order.map((source) => {
      const kind = source === 'audio' ? 'audio' : 'video'
      const streams = this.streamsOf(source)
      return this.pc.addTransceiver(this.media.track(source) ?? kind, { direction: 'sendrecv', streams })
    })
  }

  /** For the side that answers: takes those that the offer made. */
  async adoptTransceivers(): Promise<void> {
    if (this.transceivers.length > 0) return
    this.transceivers = this.pc.getTransceivers().slice(0, order.length)
    for (const [index, transceiver] of this.transceivers.entries()) {
      const source = order[index] as Source
      transceiver.direction = 'sendrecv'
      transceiver.sender.setStreams?.(...this.streamsOf(source))
      await transceiver.sender.replaceTrack(this.media.track(source))
    }
  }

  async send(source: Source, track: MediaStreamTrack | null): Promise<void> {
    await this.of(source)?.sender.replaceTrack(track)
  }

  /** One after the other: a sender takes no new parameters while it is setting others. */
  limit(others: number): Promise<void> {
    this.limits = this.limits.then(async () => {
      for (const source of order) {
        const sender = this.of(source)?.sender
        if (sender) await limitSender(sender, source, others)
      }
    })
    return this.limits
  }

  received(source: Source): MediaStreamTrack | null {
    const transceiver = this.of(source)
    return transceiver?.mid ? transceiver.receiver.track : null
  }

  /** How reports name what shows a screen. */
  screen(): ScreenIdentity {
    const transceiver = this.of('screen')
    return {
      mid: transceiver?.mid ?? null,
      sentTrack: transceiver?.sender.track?.id ?? null,
      receivedTrack: transceiver?.receiver.track.id ?? null,
    }
  }

  close(): void {
    const pc = this.pc
    pc.onnegotiationneeded = pc.onicecandidate = pc.onconnectionstatechange = pc.ontrack = null
    pc.close()
    this.abandon(new Error('the link was closed'))
  }

  private streamsOf(source: Source): MediaStream[] {
    return source === 'screen' ? [] : [this.face]
  }

  private of(source: Source): RTCRtpTransceiver | undefined {
    return this.transceivers[order.indexOf(source)]
  }
}
