// The media connection to one other participant: perfect negotiation (W3C webrtc-pc, section 10.7)
// over a channel that may lose messages, and recovery when the path breaks.
import type { Participant } from 'vuedeo'
import { Link } from './link'
import type { LocalMedia, Source } from './local_media'
import type { MediaState, PeerInfo, SignalData } from './protocol'
import type { LinkReports, Report } from './stats/reports'

export interface PeerContext {
  selfId: string
  iceServers: RTCIceServer[]
  media: LocalMedia
  /** How many others are in the room. */
  others(): number
  /** Lost when the channel is down. */
  send(to: PeerInfo, data: SignalData): void
  changed(): void
  /** Media began to flow over a new link. */
  connected(peer: Peer): void
  /** The server lost it, and its media is gone too, for longer than a change of networks takes. */
  gone(peer: Peer): void
}

const disconnectedPatienceMs = 3_000
const connectingPatienceMs = 15_000
const offerPatienceMs = 6_000
const longestPatienceMs = 30_000
/** Whoever changes networks loses server and media together, and is back within seconds. */
const absencePatienceMs = 15_000

export class Peer {
  private link: Link | null = null
  private everConnected = false
  private failures = 0
  private absent = false
  private closed = false
  private watchdog: ReturnType<typeof setTimeout> | undefined
  private absence: ReturnType<typeof setTimeout> | undefined
  private queue: Promise<void> = Promise.resolve()

  constructor(
    private info: PeerInfo,
    private readonly context: PeerContext,
  ) {
    this.watch(offerPatienceMs)
  }

  get id(): string {
    return this.info.id
  }

  /** Nothing was begun with it yet, from either side. */
  get isWaiting(): boolean {
    return this.link === null
  }

  get isConnected(): boolean {
    return this.link?.pc.connectionState === 'connected'
  }

  /** Begins a new connection from this side. */
  connect(): void {
    if (this.closed) return
    this.renewLink().addTransceivers()
  }

  /** It is in the room, maybe on a new connection to the server; this side may be, too. */
  update(info: PeerInfo): void {
    this.info = info
    this.absent = false
    this.stopWaiting()
    const link = this.link
    if (!link) return
    // A connection that never worked may have been answered by a page that is gone, and DTLS accepts
    // one partner only: a new one is safe.
    if (!link.worked) this.connect()
    else if (link.pc.signalingState === 'have-local-offer') this.sendDescription(link)
    else if (!this.isConnected) link.pc.restartIce()
  }

  setState(state: MediaState): void {
    this.info = { ...this.info, microphone: state.microphone, camera: state.camera, screen: state.screen }
  }

  /** The server lost sight of it; its media may go on. */
  setAbsent(): void {
    this.absent = true
    if (!this.link?.worked) this.context.gone(this)
    else if (!this.isConnected) this.waitForReturn()
  }

  receive(data: SignalData): void {
    this.queue = this.queue
      .then(() => (this.closed ? undefined : this.handle(data)))
      .catch((error: unknown) => console.warn('a signal could not be handled:', error))
  }

  async sendTrack(source: Source, track: MediaStreamTrack | null): Promise<void> {
    const link = this.link
    if (!link) return
    await this.attempt(link, () => link.send(source, track))
    void link.limit(this.context.others())
  }

  async limit(): Promise<void> {
    await this.link?.limit(this.context.others())
  }

  /** Looks for another path, e.g. after the network changed. */
  restart(): void {
    if (this.link?.worked) this.link.pc.restartIce()
  }

  /** Also while the path is broken: what an outage lost belongs into the record. */
  async reports(): Promise<LinkReports | null> {
    const link = this.link
    if (!link?.worked) return null
    const screen = link.screen()
    const reports: Report[] = []
    for (const report of (await link.pc.getStats()).values()) reports.push(report as Report)
    return { link: link.id, screen, reports }
  }

  participant(): Participant {
    const track = (source: Source, on: boolean) => (on ? (this.link?.received(source) ?? null) : null)
    return {
      id: this.info.id,
      name: this.info.name,
      audio: track('audio', true),
      video: track('video', this.info.camera),
      screen: track('screen', this.info.screen),
      microphoneOn: this.info.microphone,
      cameraOn: this.info.camera,
      connection: this.isConnected ? 'connected' : this.everConnected ? 'reconnecting' : 'connecting',
    }
  }

  close(): void {
    this.closed = true
    this.stopWaiting()
    clearTimeout(this.watchdog)
    this.link?.close()
    this.link = null
  }

  private get polite(): boolean {
    return this.context.selfId < this.info.id
  }

  private async handle(data: SignalData): Promise<void> {
    const stale = data.peer_link !== null && data.peer_link !== this.link?.id
    if (stale) {
      if (data.description?.type === 'offer' && !this.link) this.connect()
      return
    }
    if (data.candidate) await this.handleCandidate(data, data.candidate)
    else if (data.description?.type === 'offer') await this.handleOffer(data, data.description)
    else if (data.description) await this.handleAnswer(data, data.description)
  }

  private async handleOffer(data: SignalData, offer: RTCSessionDescriptionInit): Promise<void> {
    let link = this.link
    if (link && link.remote !== null && link.remote !== data.link) link = null // it began anew
    if (link) {
      const collision = link.makingOffer || link.pc.signalingState !== 'stable'
      if (collision && !this.polite) return
      // Nothing was negotiated yet: answering on a clean connection keeps the order of the media.
      // Its own media may be added already, with the offer yet to come.
      if (link.remote === null) link = null
    }
    link ??= this.renewLink()
    const answering = link
    link.remote = data.link
    await this.attempt(link, async () => {
      await answering.pc.setRemoteDescription(offer)
      await answering.adoptTransceivers()
      await answering.pc.setLocalDescription()
      this.sendDescription(answering)
      this.negotiated()
    })
  }

  private async handleAnswer(data: SignalData, answer: RTCSessionDescriptionInit): Promise<void> {
    const link = this.link
    if (!link || (link.remote !== null && link.remote !== data.link)) return
    if (link.pc.signalingState !== 'have-local-offer') return
    link.remote = data.link
    await this.attempt(link, async () => {
      await link.pc.setRemoteDescription(answer)
      this.negotiated()
    })
  }

  private async handleCandidate(data: SignalData, candidate: RTCIceCandidateInit): Promise<void> {
    const link = this.link
    if (!link || link.remote !== data.link) return
    // It may belong to a description that was ignored or lost: another candidate, or a restart, helps.
    await link.whileOpen(link.pc.addIceCandidate(candidate)).catch(() => undefined)
  }

  /** What does not apply makes the link useless: start over, rather than wait for a state that never
   * comes; later each time, as the next one may not apply either. */
  private async attempt(link: Link, step: () => Promise<void>): Promise<void> {
    try {
      await link.whileOpen(step())
    } catch {
      if (link !== this.link) return
      link.useless = true
      this.watch(this.failures * 1_000)
    }
  }

  private negotiated(): void {
    void this.limit()
    this.context.changed()
  }

  private renewLink(): Link {
    this.link?.close()
    const pc = new RTCPeerConnection({ iceServers: this.context.iceServers, bundlePolicy: 'max-bundle' })
    const link = new Link(pc, this.context.media)
    this.link = link
    this.watch(connectingPatienceMs)
    pc.onnegotiationneeded = () => void this.offer(link)
    pc.onicecandidate = ({ candidate }) => {
      if (candidate) this.signal(link, { candidate: candidate.toJSON() })
    }
    pc.onconnectionstatechange = () => this.connectionChanged(link)
    pc.ontrack = () => this.context.changed()
    return link
  }

  private async offer(link: Link): Promise<void> {
    try {
      link.makingOffer = true
      await link.pc.setLocalDescription()
      this.sendDescription(link)
    } catch {
      // Closed meanwhile, or the other side's offer came first: the watchdog sees to the rest.
    } finally {
      link.makingOffer = false
    }
  }

  private sendDescription(link: Link): void {
    const description = link.pc.localDescription
    if (description) this.signal(link, { description: description.toJSON() as RTCSessionDescriptionInit })
  }

  private signal(link: Link, data: Pick<SignalData, 'description' | 'candidate'>): void {
    if (link === this.link) this.context.send(this.info, { link: link.id, peer_link: link.remote, ...data })
  }

  private connectionChanged(link: Link): void {
    if (link !== this.link) return
    const state = link.pc.connectionState
    if (state === 'connected') {
      clearTimeout(this.watchdog)
      this.stopWaiting()
      this.failures = 0
      this.everConnected = link.worked = true
      void this.limit()
      this.context.connected(this)
    } else if (this.absent && (state === 'disconnected' || state === 'failed')) {
      this.waitForReturn()
    } else if (state === 'disconnected') {
      this.watch(disconnectedPatienceMs)
    } else if (state === 'failed') {
      this.watch(this.failures * 1_000)
    }
    this.context.changed()
  }

  private waitForReturn(): void {
    this.absence ??= setTimeout(() => this.context.gone(this), absencePatienceMs)
  }

  private stopWaiting(): void {
    clearTimeout(this.absence)
    this.absence = undefined
  }

  private watch(afterMs: number): void {
    clearTimeout(this.watchdog)
    this.watchdog = setTimeout(() => this.heal(), Math.min(afterMs, longestPatienceMs))
  }

  /** Another path first; a new connection when that did not help. */
  private heal(): void {
    const useless = this.link?.useless ?? false
    if (this.closed || (this.isConnected && !useless)) return
    const attempt = this.failures++
    if (this.link?.worked && !useless && attempt % 3 !== 2) this.restart()
    else this.connect()
    this.watch(connectingPatienceMs * (attempt + 1))
  }
}
