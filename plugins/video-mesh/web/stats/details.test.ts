// What is read beside rates and losses: screens, codecs, paths, requests for repair.
import { describe, expect, it } from 'vitest'
import { pair, report, snapshot } from './builders'
import { derive } from './derive'
import type { LinkReports, Report, ScreenIdentity } from './reports'

/** Ten seconds of streams, each given as it is at the end; all counters began at 0. */
function sampleOf(screen: ScreenIdentity | undefined, ...streams: Report[]) {
  const counters = ['bytesSent', 'packetsSent', 'bytesReceived', 'packetsReceived', 'freezeCount', 'totalFreezesDuration']
  const at = (timestamp: number, reports: Report[]): LinkReports => ({ link: 'a', reports: reports.map((one) => ({ ...one, timestamp })), ...(screen && { screen }) })
  const begun = streams.map((one) => ({ ...one, ...Object.fromEntries(counters.filter((name) => name in one).map((name) => [name, 0])) }))
  return derive(snapshot(0, at(0, begun)), snapshot(10_000, at(10_000, streams)))
}

const sent = (id: string, bytesSent: number, more = {}) =>
  report('outbound-rtp', { id, ssrc: id, bytesSent, packetsSent: bytesSent, ...more })
const received = (id: string, bytesReceived: number, more = {}) =>
  report('inbound-rtp', { id, ssrc: id, bytesReceived, packetsReceived: bytesReceived, packetsLost: 0, ...more })
const none: ScreenIdentity = { mid: null, sentTrack: null, receivedTrack: null }

describe('a screen', () => {
  it('is told from the camera by its media section', () => {
    const screen = { ...none, mid: '2' }
    const sample = sampleOf(screen, sent('c', 1000, { mid: '1' }), sent('s', 4000, { mid: '2' }), received('r', 500, { mid: '2' }))
    expect(sample).toMatchObject({ video_send_bps: 4000, screen_send_bps: 3200, video_recv_bps: 400, screen_recv_bps: 400 })
  })

  it('is told by its track where there is no media section', () => {
    const screen = { mid: '2', sentTrack: 'screen', receivedTrack: 'their-screen' }
    const sample = sampleOf(
      screen,
      sent('c', 1000, { mediaSourceId: 'm1' }),
      sent('s', 4000, { mediaSourceId: 'm2' }),
      report('media-source', { id: 'm1', trackIdentifier: 'camera' }),
      report('media-source', { id: 'm2', trackIdentifier: 'screen' }),
      received('rc', 500, { trackIdentifier: 'their-camera' }),
      received('rs', 1500, { trackIdentifier: 'their-screen' }),
    )
    expect(sample).toMatchObject({ screen_send_bps: 3200, screen_recv_bps: 1200 })
  })

  it('is what Chromium calls so, whatever else is known', () => {
    expect(sampleOf(undefined, sent('s', 1000, { contentType: 'screenshare' })).screen_send_bps).toBe(800)
  })

  it('is 0 where all that there is shows none, and unknown where that is not measured yet', () => {
    const camera = received('r', 500, { mid: '1' })
    expect(sampleOf({ ...none, mid: '2' }, camera).screen_recv_bps).toBe(0)
    expect(derive(null, snapshot(0, { link: 'a', screen: { ...none, mid: '2' }, reports: [camera] })).screen_recv_bps).toBeNull()
  })

  it('is unknown where nothing tells, and 0 to send while none is shared', () => {
    expect(sampleOf(undefined, sent('c', 1000), received('r', 1))).toMatchObject({ screen_send_bps: null, screen_recv_bps: null })
    expect(sampleOf(none, sent('c', 1000), received('r', 1))).toMatchObject({ screen_send_bps: 0, screen_recv_bps: null })
  })

  it('standing still is no picture of few frames, and no freeze', () => {
    const screen = { ...none, mid: '2' }
    const still = { mid: '2', framesPerSecond: 1, frameHeight: 1080, frameWidth: 1920, freezeCount: 9, totalFreezesDuration: 8 }
    const camera = { mid: '1', framesPerSecond: 30, frameHeight: 720, frameWidth: 1280, freezeCount: 1, totalFreezesDuration: 0.5 }
    const sample = sampleOf(screen, sent('c', 9, camera), sent('s', 9, still), received('rc', 9, camera), received('rs', 9, still))
    expect(sample).toMatchObject({
      send_fps: 30, send_height: 720, send_width: 1280, recv_fps: 30, recv_height: 720, recv_width: 1280, freeze_count: 1, freeze_s: 0.5,
    })
    expect(sampleOf(screen, received('rs', 9, still))).toMatchObject({ recv_fps: null, recv_height: null, freeze_count: null })
  })
})

describe('the size of a picture', () => {
  it('is of the largest layer that is sent', () => {
    const layers = [sent('l', 9, { frameWidth: 320, frameHeight: 180 }), sent('h', 9, { frameWidth: 1280, frameHeight: 720 })]
    expect(sampleOf(none, ...layers)).toMatchObject({ send_width: 1280, send_height: 720 })
    const off = sent('h', 9, { frameWidth: 1280, frameHeight: 720, active: false })
    expect(sampleOf(none, layers[0] as Report, off)).toMatchObject({ send_width: 320, send_height: 180 })
  })
})

describe('the playout delay', () => {
  it('is the mean of what was played in the interval, of audio', () => {
    const [before, after] = pair(
      'inbound-rtp',
      { kind: 'audio', bytesReceived: 0, packetsReceived: 0, jitterBufferDelay: 900, jitterBufferEmittedCount: 1000 },
      { kind: 'audio', bytesReceived: 9, packetsReceived: 9, jitterBufferDelay: 940, jitterBufferEmittedCount: 2000 },
    )
    expect(derive(before, after).jitter_buffer_s).toBe(0.04)
    expect(sampleOf(none, received('v', 9, { jitterBufferDelay: 1, jitterBufferEmittedCount: 1 })).jitter_buffer_s).toBeNull()
  })
})

describe('requests for repair', () => {
  const counted = (type: string, nackCount: number, pliCount: number, packets: number, retransmittedPacketsSent: number) => ({
    bytesSent: packets, packetsSent: packets, bytesReceived: packets, packetsReceived: packets, nackCount, pliCount, retransmittedPacketsSent, type,
  })

  it('are counted a second, each way, and as a share of the packets', () => {
    for (const [type, way] of [['outbound-rtp', 'send'], ['inbound-rtp', 'recv']] as const) {
      const sample = derive(...pair(type, counted(type, 5, 1, 100, 7), counted(type, 25, 3, 1100, 57)))
      expect(sample[`${way}_nack_rate`]).toBe(2)
      expect(sample[`${way}_pli_rate`]).toBe(0.2)
      expect(sample.retransmitted).toBe(way === 'send' ? 0.05 : null)
    }
  })

  it('are unknown after a reset and where the browser does not count them', () => {
    const sample = derive(...pair('outbound-rtp', counted('outbound-rtp', 5, 1, 100, 7), counted('outbound-rtp', 4, 0, 50, 0)))
    expect(sample).toMatchObject({ send_nack_rate: null, send_pli_rate: null, retransmitted: null })
    expect(sampleOf(none, sent('c', 9))).toMatchObject({ send_nack_rate: null, retransmitted: null })
  })
})

describe('the codec', () => {
  const codec = (id: string, mimeType: string) => report('codec', { id, mimeType })
  const both = [codec('a', 'video/VP8'), codec('b', 'video/AV1')]

  it('is that of the stream with the most bytes', () => {
    expect(sampleOf(none, sent('l', 100, { codecId: 'a' }), sent('h', 900, { codecId: 'b' }), ...both).send_codec).toBe(4)
    expect(sampleOf(none, received('l', 900, { codecId: 'a' }), received('h', 100, { codecId: 'b' }), ...both).recv_codec).toBe(1)
  })

  it('is not that of a layer that is off, and unknown without video, report or code', () => {
    const off = sent('h', 900, { codecId: 'b', active: false })
    expect(sampleOf(none, sent('l', 100, { codecId: 'a' }), off, ...both).send_codec).toBe(1)
    expect(sampleOf(none, off, ...both).send_codec).toBeNull()
    expect(sampleOf(none, sent('l', 100, { codecId: 'gone' })).send_codec).toBeNull()
    expect(sampleOf(none, sent('l', 100, { codecId: 'x' }), codec('x', 'video/theora')).send_codec).toBeNull()
  })

  it.each([['video/VP9', 2], ['video/H264', 3], ['video/h265', 5]])('%s has the code %i', (mimeType, code) => {
    expect(sampleOf(none, sent('l', 1, { codecId: 'x' }), codec('x', mimeType)).send_codec).toBe(code)
  })
})

describe('the path', () => {
  const over = (candidate: Record<string, unknown>, id = 'l') => [
    report('candidate-pair', { id: 'p', nominated: true, state: 'succeeded', localCandidateId: id }),
    report('local-candidate', { id: 'l', ...candidate }),
  ]
  const path = ({ path_type, path_protocol }: Record<string, number | null>) => [path_type, path_protocol]

  it.each([
    [{ candidateType: 'host', protocol: 'udp' }, [1, 1]],
    [{ candidateType: 'srflx', protocol: 'udp' }, [2, 1]],
    [{ candidateType: 'prflx', protocol: 'tcp' }, [3, 2]],
    [{ candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' }, [4, 3]],
    [{ candidateType: 'relay', protocol: 'udp' }, [4, null]],
    [{ protocol: 'udp' }, [null, 1]],
  ])('over %o is %o', (candidate, codes) => {
    expect(path(sampleOf(none, ...over(candidate)))).toEqual(codes)
  })

  it('is unknown without the candidate', () => {
    expect(path(sampleOf(none, ...over({ candidateType: 'host', protocol: 'udp' }, 'gone')))).toEqual([null, null])
    expect(path(sampleOf(none))).toEqual([null, null])
  })

  it('shows the relay among several connections', () => {
    const links = ['host', 'relay'].map((candidateType, at) => ({ link: `l${at}`, reports: over({ candidateType, protocol: 'udp', relayProtocol: 'udp' }) }))
    expect(derive(null, snapshot(0, ...links)).path_type).toBe(4)
  })
})
