import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LocalMedia } from './local_media'
import { Peer, type PeerContext } from './peer'
import type { PeerInfo, SignalData } from './protocol'

const bob: PeerInfo = { id: 'bob', name: 'Bob', connection: 1, microphone: true, camera: true, screen: false }

/** Keeps the signalling state as webrtc-pc describes it, and nothing else. */
class FakePeerConnection {
  signalingState = 'stable'
  connectionState = 'new'
  localDescription: { toJSON(): RTCSessionDescriptionInit } | null = null
  onnegotiationneeded: (() => void) | null = null
  onconnectionstatechange: (() => void) | null = null
  readonly restartIce = vi.fn()
  readonly addIceCandidate = vi.fn().mockResolvedValue(undefined)
  remoteOffers: string[] = []
  private made = 0

  constructor() {
    connections.push(this)
  }

  readonly streams: unknown[][] = []
  addTransceiver(_: unknown, { streams }: { streams: unknown[] }): unknown {
    this.streams.push(streams)
    // A task of its own, as in browsers: signals may come before it.
    setTimeout(() => {
      if (this.signalingState === 'stable' && this.made === 0) this.onnegotiationneeded?.()
    })
    return this.transceivers[this.streams.length - 1]
  }
  readonly transceivers = [transceiver(), transceiver(), transceiver()]
  getTransceivers(): unknown[] {
    return this.transceivers
  }
  setLocalDescription(): Promise<void> {
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer'
    this.signalingState = type === 'answer' ? 'stable' : 'have-local-offer'
    const sdp = `${type} ${++this.made}`
    this.localDescription = { toJSON: () => ({ type, sdp }) }
    return Promise.resolve()
  }
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const offer = description.type === 'offer'
    if (offer) this.remoteOffers.push(description.sdp ?? '')
    this.signalingState = offer ? 'have-remote-offer' : 'stable'
    return Promise.resolve()
  }
  getStats(): Promise<RTCStatsReport> {
    return Promise.resolve(new Map())
  }
  close(): void {
    this.connectionState = 'closed'
  }
  becomes(state: string): void {
    this.connectionState = state
    this.onconnectionstatechange?.()
  }
}

function transceiver() {
  const sender = {
    replaceTrack: vi.fn(() => Promise.resolve()),
    setStreams: vi.fn(),
    getParameters: () => ({ encodings: [{}] }),
    setParameters: vi.fn(() => Promise.resolve()),
    track: null,
  }
  return { mid: '0', direction: 'sendrecv', sender, receiver: { track: { id: 'received' } } }
}

let connections: FakePeerConnection[]
let sent: SignalData[]
let gone: string[]
let peer: Peer

function make(selfId: string): Peer {
  const context: PeerContext = {
    selfId,
    iceServers: [],
    media: new LocalMedia(undefined, { track: () => undefined, changed: () => undefined }),
    others: () => 1,
    send: (_to, data) => sent.push(data),
    changed: () => undefined,
    connected: () => undefined,
    gone: ({ id }) => gone.push(id),
  }
  return new Peer(bob, context)
}

const settle = () => vi.advanceTimersByTimeAsync(0)
const connection = (index: number) => connections[index] as FakePeerConnection
const offer = (link: string, peerLink: string | null = null): SignalData => ({
  link, peer_link: peerLink, description: { type: 'offer', sdp: `of ${link}` },
})

/** Connects as the side that answers. */
async function answered(): Promise<FakePeerConnection> {
  peer.receive(offer('b1'))
  await settle()
  connection(0).becomes('connected')
  return connection(0)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection)
  vi.stubGlobal('MediaStream', class {})
  connections = []
  sent = []
  gone = []
  peer = make('alice') // sorts before bob: polite
})

afterEach(() => {
  peer.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('negotiation', () => {
  it('answers an offer, naming both links', async () => {
    await answered()
    expect(sent).toMatchObject([{ peer_link: 'b1', description: { type: 'answer' } }])
  })

  it('gives way on a clean connection when it is polite', async () => {
    peer.connect()
    await settle()
    peer.receive(offer('b1'))
    await settle()
    expect(connections.map((c) => c.connectionState)).toEqual(['closed', 'new'])
    expect(sent.map((data) => data.description?.type)).toEqual(['offer', 'answer'])
  })

  it.each(['alice', 'carol'])('answers on a clean connection before %s has offered', async (selfId) => {
    peer.close()
    peer = make(selfId)
    peer.connect()
    peer.receive(offer('b1'))
    await settle()
    expect(connections.map((c) => c.connectionState)).toEqual(['closed', 'new'])
    expect(sent).toMatchObject([{ peer_link: 'b1', description: { type: 'answer' } }])
  })

  it('insists on its own offer when it is not', async () => {
    peer.close()
    peer = make('carol')
    peer.connect()
    await settle()
    peer.receive(offer('b1'))
    await settle()
    expect(connections).toHaveLength(1)
    expect(connection(0).remoteOffers).toEqual([])
    expect(sent).toHaveLength(1)
  })

  it('begins anew with somebody who reloaded the page', async () => {
    await answered()
    peer.receive(offer('b2'))
    await settle()
    expect(connections.map((c) => c.connectionState)).toEqual(['closed', 'new'])
    expect(sent.at(-1)).toMatchObject({ peer_link: 'b2' })
  })

  it('ignores signals for a link that is gone', async () => {
    const pc = await answered()
    peer.receive(offer('b1', 'not mine'))
    peer.receive({ link: 'b1', peer_link: 'not mine', candidate: { candidate: 'x' } })
    peer.receive({ link: 'b0', peer_link: null, candidate: { candidate: 'x' } })
    await settle()
    expect(pc.remoteOffers).toHaveLength(1)
    expect(pc.addIceCandidate).not.toHaveBeenCalled()
  })

  it('begins anew, when either side is back on the channel, what had not worked yet', async () => {
    peer.connect()
    await settle()
    peer.update({ ...bob, connection: 2 })
    await settle()
    expect(connections.map((c) => c.connectionState)).toEqual(['closed', 'new'])
    expect(new Set(sent.map((data) => data.link)).size).toBe(2)
  })

  it('repeats an unanswered restart when either side is back on the channel', async () => {
    const pc = await answered()
    await pc.setLocalDescription()
    peer.update({ ...bob, connection: 2 })
    expect(connections).toHaveLength(1)
    expect(sent.at(-1)).toMatchObject({ peer_link: 'b1', description: { type: 'offer' } })
  })

  it('leaves a connection that works alone when the channel is back', async () => {
    const pc = await answered()
    peer.update({ ...bob, connection: 2 })
    expect(pc.restartIce).not.toHaveBeenCalled()
    expect(sent).toHaveLength(1)
  })

  it('names microphone and camera as one stream, and the screen apart, from either side', async () => {
    await answered()
    const [voice, face, screen] = connection(0).transceivers.map(({ sender }) => sender.setStreams.mock.lastCall ?? [])
    expect(voice).toHaveLength(1)
    expect(face?.[0]).toBe(voice?.[0])
    expect(screen).toEqual([])
    peer.connect()
    const streams = connection(1).streams
    expect(streams.map((list) => list.length)).toEqual([1, 1, 0])
    expect(streams[0]?.[0]).toBe(streams[1]?.[0])
  })

  it('hears signals after a connection was closed under the negotiation', async () => {
    const never = new Promise<void>(() => undefined)
    const applying = vi.spyOn(FakePeerConnection.prototype, 'setRemoteDescription').mockReturnValue(never)
    peer.receive(offer('b1'))
    await settle()
    applying.mockRestore()
    peer.update({ ...bob, connection: 2 })
    peer.receive(offer('b2'))
    await settle()
    expect(sent.at(-1)).toMatchObject({ peer_link: 'b2', description: { type: 'answer' } })
  })

  it('begins anew when a description does not apply, later each time', async () => {
    const applying = vi.spyOn(FakePeerConnection.prototype, 'setRemoteDescription')
    applying.mockRejectedValue(new Error('does not apply'))
    const moments: number[] = []
    const begun = Date.now()
    for (let i = 0; i < 4; ++i) {
      const before = connections.length
      peer.receive(offer(`b${i}`))
      // One to answer on, which fails, and the one after it.
      while (connections.length < before + 2) await vi.advanceTimersByTimeAsync(100)
      moments.push(Date.now() - begun)
    }
    applying.mockRestore()
    const gaps = moments.map((moment, i) => moment - (moments[i - 1] ?? 0))
    expect(gaps[0]).toBeLessThan(500)
    expect(gaps[3]).toBeGreaterThanOrEqual(3_000)
  })

  it('offers by itself when no offer comes', async () => {
    await vi.advanceTimersByTimeAsync(6_100)
    expect(sent).toMatchObject([{ description: { type: 'offer' } }])
  })
})

describe('what is sent', () => {
  it('moves to a new connection when a track cannot replace the former', async () => {
    const pc = await answered()
    pc.transceivers[2]?.sender.replaceTrack.mockRejectedValueOnce(new Error('needs negotiation'))
    await peer.sendTrack('screen', null)
    await vi.advanceTimersByTimeAsync(1)
    expect(connections.map((c) => c.connectionState)).toEqual(['closed', 'new'])
  })

  it('makes no connection to somebody who left while a track was being replaced', async () => {
    const pc = await answered()
    pc.transceivers[1]?.sender.replaceTrack.mockRejectedValueOnce(new Error('closed'))
    const replaced = peer.sendTrack('video', null)
    peer.close()
    await replaced
    peer.connect()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(connections).toHaveLength(1)
  })

  it('is limited once the former limits are in place', async () => {
    const pc = await answered()
    await settle()
    const { setParameters } = pc.transceivers[0]!.sender
    setParameters.mockClear()
    let done: () => void = () => undefined
    setParameters.mockReturnValueOnce(new Promise((resolve) => (done = resolve)))
    void peer.limit()
    void peer.limit()
    await settle()
    expect(setParameters).toHaveBeenCalledTimes(1)
    done()
    await settle()
    expect(setParameters).toHaveBeenCalledTimes(2)
  })
})

describe('recovery', () => {
  it('reports what a broken path lost, and nothing of one that never worked', async () => {
    peer.receive(offer('b1'))
    await settle()
    expect(await peer.reports()).toBeNull()
    const pc = connection(0)
    pc.becomes('connected')
    for (const state of ['disconnected', 'failed']) {
      pc.becomes(state)
      expect(await peer.reports()).toMatchObject({ screen: { mid: '0', sentTrack: null, receivedTrack: 'received' } })
    }
  })

  it('waits a little before it looks for another path', async () => {
    const pc = await answered()
    pc.becomes('disconnected')
    await vi.advanceTimersByTimeAsync(2_900)
    expect(pc.restartIce).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(200)
    expect(pc.restartIce).toHaveBeenCalledTimes(1)
  })

  it('does nothing when the path came back by itself', async () => {
    const pc = await answered()
    pc.becomes('disconnected')
    pc.becomes('connected')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(pc.restartIce).not.toHaveBeenCalled()
  })

  it('makes a new connection after two restarts did not help', async () => {
    const pc = await answered()
    pc.becomes('failed')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(pc.restartIce).toHaveBeenCalledTimes(2)
    expect(connections.length).toBeGreaterThan(1)
  })

  it('shows somebody whom the server lost as long as the media flows, and a while longer', async () => {
    const pc = await answered()
    peer.setAbsent()
    await vi.advanceTimersByTimeAsync(60_000)
    pc.becomes('disconnected')
    await vi.advanceTimersByTimeAsync(14_000)
    expect(gone).toEqual([])
    expect(peer.participant().connection).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(gone).toEqual(['bob'])
  })

  it('keeps somebody who is back in time from another network', async () => {
    const pc = await answered()
    pc.becomes('disconnected')
    peer.setAbsent()
    await vi.advanceTimersByTimeAsync(5_000)
    peer.update({ ...bob, connection: 2 })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(gone).toEqual([])
    expect(pc.restartIce).toHaveBeenCalled()
  })

  it('does not wait for somebody who left before there was media', () => {
    peer.setAbsent()
    expect(gone).toEqual(['bob'])
  })
})
