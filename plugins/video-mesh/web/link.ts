// One RTCPeerConnection, with an id of its own by which stale signals are told from present ones.
import type { LocalMedia, Source } from './local_media'
import { limitSender } from './senders'

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
  private transceivers: RTCRtpTransceiver[] = []

  constructor(
    readonly pc: RTCPeerConnection,
    private readonly media: LocalMedia,
  ) {}

  /** For the side that offers. */
  addTransceivers(): void {
    this.transceivers = order.map((source) => {
      const kind = source === 'audio' ? 'audio' : 'video'
      return this.pc.addTransceiver(this.media.track(source) ?? kind, { direction: 'sendrecv' })
    })
  }

  /** For the side that answers: takes those that the offer made. */
  async adoptTransceivers(): Promise<void> {
    if (this.transceivers.length > 0) return
    this.transceivers = this.pc.getTransceivers().slice(0, order.length)
    for (const [index, transceiver] of this.transceivers.entries()) {
      transceiver.direction = 'sendrecv'
      await transceiver.sender.replaceTrack(this.media.track(order[index] as Source))
    }
  }

  async send(source: Source, track: MediaStreamTrack | null): Promise<void> {
    await this.of(source)?.sender.replaceTrack(track)
  }

  async limit(others: number): Promise<void> {
    for (const source of order) {
      const sender = this.of(source)?.sender
      if (sender) await limitSender(sender, source, others)
    }
  }

  received(source: Source): MediaStreamTrack | null {
    const transceiver = this.of(source)
    return transceiver?.mid ? transceiver.receiver.track : null
  }

  close(): void {
    const pc = this.pc
    pc.onnegotiationneeded = pc.onicecandidate = pc.onconnectionstatechange = pc.ontrack = null
    pc.close()
  }

  private of(source: Source): RTCRtpTransceiver | undefined {
    return this.transceivers[order.indexOf(source)]
  }
}
