// A call: who is in the room, the connection to each of them, and what is sent to them.
import type { Call, JoinOptions, LinkQuality, Participant, Sample, VideoError } from 'vuedeo'
import { videoError } from './errors'
import { LocalMedia } from './local_media'
import { Meter } from './meter'
import { Peer, type PeerContext } from './peer'
import type { PeerInfo, ServerMessage } from './protocol'
import type { Session } from './session'
import { Signalling } from './signalling'

const joinPatienceMs = 20_000
/** Alone, without media and without the server: for so long it is worth trying. */
const lonelyPatienceMs = 60_000
const networkSettlesMs = 500

/** Not in every browser, and not in TypeScript's library: W3C netinfo. */
type NetworkInformation = EventTarget & { type?: string }

export class MeshCall implements Call {
  private readonly peers = new Map<string, Peer>()
  private readonly media: LocalMedia
  private readonly signalling: Signalling
  private readonly meter = new Meter(() => [...this.peers.values()])
  private readonly context: PeerContext
  private readonly joined: Promise<void>
  private settleJoin: { resolve(): void; reject(error: VideoError): void } | null = null
  private over = false
  private told = false
  private lonely: ReturnType<typeof setTimeout> | undefined
  private networkTimer: ReturnType<typeof setTimeout> | undefined
  private readonly network = (navigator as { connection?: NetworkInformation }).connection
  private networkType = this.network?.type

  constructor(
    private readonly options: JoinOptions,
    session: Session,
  ) {
    this.media = new LocalMedia(options.media, {
      track: (source, track) => {
        for (const peer of this.peers.values()) void peer.sendTrack(source, track)
      },
      changed: (state) => {
        this.tellState()
        if (!this.over) options.on.local(state)
      },
    })
    this.context = {
      selfId: options.participant.id,
      iceServers: session.iceServers,
      media: this.media,
      others: () => this.peers.size,
      send: (to, data) => void this.signalling.send({ type: 'signal', to: to.id, connection: to.connection, data }),
      changed: () => this.tellParticipants(),
      connected: (peer) => void this.meter.begin(peer),
      gone: (peer) => this.remove(peer.id),
    }
    this.signalling = new Signalling(options.openSignal, {
      message: (message) => this.receive(message),
      down: () => this.channelDown(),
      ended: (error) => this.end(error),
    })
    this.joined = new Promise((resolve, reject) => (this.settleJoin = { resolve, reject }))
  }

  /** Resolves when the server has welcomed this participant. */
  async join(): Promise<this> {
    const patience = setTimeout(
      () => this.end(videoError('connection-failed', 'The server cannot be reached. Check your network and try again.', true)),
      joinPatienceMs,
    )
    addEventListener('online', this.networkChanged)
    addEventListener('pagehide', this.sayGoodbye)
    this.network?.addEventListener('change', this.networkReported)
    try {
      this.signalling.open()
      await this.joined
    } finally {
      clearTimeout(patience)
    }
    return this
  }

  async leave(): Promise<void> {
    if (this.over) return
    this.sayGoodbye()
    this.cleanUp()
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.media.setMicrophone(on)
  }

  setCamera(on: boolean): Promise<void> {
    return this.media.setCamera(on)
  }

  shareScreen(on: boolean): Promise<void> {
    return this.media.shareScreen(on)
  }

  setDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void> {
    return this.media.setDevice(kind === 'audioinput' ? 'audio' : 'video', deviceId)
  }

  stats(): Promise<Sample> {
    return this.meter.sample()
  }

  quality(): Promise<Record<string, LinkQuality>> {
    return this.meter.quality()
  }

  private receive(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.welcome(message.peers)
      case 'joined':
        return this.meet(message.peer, false)
      case 'left':
        if (message.reason === 'dropped') this.peers.get(message.id)?.setAbsent()
        else this.remove(message.id)
        return
      case 'state':
        this.peers.get(message.id)?.setState(message)
        return this.tellParticipants()
      case 'signal':
        return this.peers.get(message.from)?.receive(message.data)
      case 'error':
        console.warn(`signalling: ${message.code}: ${message.detail}`)
    }
  }

  private welcome(others: PeerInfo[]): void {
    clearTimeout(this.lonely)
    this.lonely = undefined
    // Who is missing may only be slower to come back than we were: their media tells.
    for (const [id, peer] of this.peers) {
      if (!others.some((other) => other.id === id)) peer.setAbsent()
    }
    for (const info of others) this.meet(info, true)
    this.tellState()
    this.settleJoin?.resolve()
    this.settleJoin = null
    this.options.on.state('connected')
    this.tellParticipants()
  }

  /** Whoever comes offers; whoever is there answers. */
  private meet(info: PeerInfo, offer: boolean): void {
    if (info.id === this.options.participant.id) return
    const known = this.peers.get(info.id)
    if (known) {
      known.setState(info)
      known.update(info)
      if (offer && known.isWaiting) known.connect()
    } else {
      const peer = new Peer(info, this.context)
      this.peers.set(info.id, peer)
      if (offer) peer.connect()
      this.shareBandwidth()
    }
    this.tellParticipants()
  }

  private remove(id: string): void {
    const peer = this.peers.get(id)
    if (!peer) return
    this.peers.delete(id)
    peer.close()
    this.shareBandwidth()
    this.tellParticipants()
  }

  private shareBandwidth(): void {
    for (const peer of this.peers.values()) void peer.limit()
  }

  private channelDown(): void {
    if (this.settleJoin) return
    this.options.on.state('reconnecting', 'The connection to the server was lost. Trying again; the call goes on.')
    this.lonely ??= setTimeout(() => this.checkLonely(), lonelyPatienceMs)
  }

  private checkLonely(): void {
    if ([...this.peers.values()].some((peer) => peer.isConnected)) {
      this.lonely = setTimeout(() => this.checkLonely(), lonelyPatienceMs)
      return
    }
    this.end(videoError('connection-failed', 'The connection was lost. Check your network and join again.', true))
  }

  private readonly networkChanged = (): void => {
    clearTimeout(this.networkTimer)
    this.networkTimer = setTimeout(() => {
      if (!this.over) this.signalling.renew()
      for (const peer of this.peers.values()) peer.restart()
    }, networkSettlesMs)
  }

  /** Browsers also report here that they estimate the same network's speed anew. */
  private readonly networkReported = (): void => {
    if (this.network?.type === this.networkType) return
    this.networkType = this.network?.type
    this.networkChanged()
  }

  private readonly sayGoodbye = (): void => {
    this.signalling.send({ type: 'leave' })
  }

  private tellState(): void {
    const { microphoneOn, cameraOn, screen } = this.media.state()
    this.signalling.send({ type: 'state', microphone: microphoneOn, camera: cameraOn, screen: screen !== null })
  }

  /** Once for all that changed in this turn of the event loop. */
  private tellParticipants(): void {
    if (this.told) return
    this.told = true
    queueMicrotask(() => {
      this.told = false
      if (!this.over) this.options.on.participants(this.participants())
    })
  }

  private participants(): Participant[] {
    return [...this.peers.values()].map((peer) => peer.participant())
  }

  private end(error: VideoError): void {
    if (this.over) return
    const joining = this.settleJoin
    this.cleanUp()
    if (joining) joining.reject(error)
    else this.options.on.ended(error)
  }

  private cleanUp(): void {
    this.over = true
    this.settleJoin = null
    clearTimeout(this.lonely)
    clearTimeout(this.networkTimer)
    removeEventListener('online', this.networkChanged)
    removeEventListener('pagehide', this.sayGoodbye)
    this.network?.removeEventListener('change', this.networkReported)
    this.signalling.close()
    for (const peer of this.peers.values()) peer.close()
    this.peers.clear()
    this.media.stop()
  }
}
