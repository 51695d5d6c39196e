import { describe, expect, it } from 'vitest'
import { link, pair, report, snapshot } from './builders'
import { derive, linkQuality } from './derive'
import type { Report } from './reports'

const inbound = { packetsReceived: 0, packetsLost: 0, bytesReceived: 0 }
const outbound = { packetsSent: 0, bytesSent: 0 }

describe('bit rates', () => {
  it('are payload bits over the time between the reports themselves', () => {
    const [before, after] = pair('inbound-rtp', inbound, { packetsReceived: 100, bytesReceived: 125_000, timestamp: 5_000 })
    const sample = derive(before, after)
    expect(sample.video_recv_bps).toBe(200_000)
    expect(sample.recv_bps).toBe(200_000)
    expect(sample.interval_s).toBe(10)
    expect(sample.sampled_at).toBe(10_000)
  })

  it('are summed over simulcast layers and participants', () => {
    const layer = (bytesSent: number, ssrc: number, timestamp: number) =>
      report('outbound-rtp', { id: `o${ssrc}`, ssrc, bytesSent, packetsSent: bytesSent, timestamp, frameHeight: ssrc * 180 })
    const sample = derive(
      snapshot(0, link('a', layer(0, 1, 0), layer(0, 2, 0)), link('b', layer(0, 1, 0))),
      snapshot(1000, link('a', layer(100, 1, 1000), layer(200, 2, 1000)), link('b', layer(400, 1, 1000))),
    )
    expect(sample.video_send_bps).toBe(5600)
    expect(sample.send_height).toBe(360)
    expect(sample.audio_send_bps).toBeNull()
  })

  it('are unknown, not 0, without a baseline', () => {
    const [, after] = pair('inbound-rtp', inbound, { packetsReceived: 9, bytesReceived: 9 })
    expect(derive(null, after)).toMatchObject({ recv_bps: null, recv_loss: null, interval_s: null })
    expect(derive(snapshot(0), after).recv_bps).toBeNull()
  })

  it('are unknown after a reset, for another SSRC, another id, another connection, or a repeated timestamp', () => {
    const grown = { packetsReceived: 20, bytesReceived: 2000 }
    const start = { packetsReceived: 10, packetsLost: 0, bytesReceived: 1000 }
    for (const change of [{ bytesReceived: 999 }, { packetsReceived: 9 }, { ssrc: 2 }, { id: 'other' }, { timestamp: 0 }]) {
      const [before, after] = pair('inbound-rtp', start, { ...grown, ...change })
      expect(derive(before, after), JSON.stringify(change)).toMatchObject({ recv_bps: null, recv_loss: null })
    }
    const [before, after] = pair('inbound-rtp', start, grown)
    const other = snapshot(10_000, link('b', ...(after.links[0]?.reports ?? [])))
    expect(derive(before, other).recv_bps).toBeNull()
  })

  it('are 0 for an inactive stream, whose loss is unknown', () => {
    const [before, after] = pair('outbound-rtp', outbound, { packetsSent: 5, bytesSent: 50, active: false })
    expect(derive(before, after)).toMatchObject({ video_send_bps: 0, video_send_loss: null, send_fps: null })
    const [silentBefore, silentAfter] = pair('inbound-rtp', { ...inbound, frameHeight: 720 }, { ...inbound, frameHeight: 720 })
    expect(derive(silentBefore, silentAfter)).toMatchObject({ video_recv_bps: 0, video_recv_loss: null, recv_height: null })
  })
})

describe('loss of what is received', () => {
  it('is the share of packets that did not arrive', () => {
    const [before, after] = pair('inbound-rtp', inbound, { packetsReceived: 90, packetsLost: 10, bytesReceived: 1 })
    expect(derive(before, after).video_recv_loss).toBe(0.1)
  })

  it('is not negative when late packets make packetsLost fall', () => {
    const [before, after] = pair('inbound-rtp', { ...inbound, packetsLost: 3 }, { packetsReceived: 90, packetsLost: -2, bytesReceived: 1 })
    expect(derive(before, after).recv_loss).toBe(0)
  })

  it('is not hidden by the retransmissions that repaired it', () => {
    const [before, after] = pair(
      'inbound-rtp',
      { ...inbound, retransmittedPacketsReceived: 0 },
      { packetsReceived: 100, packetsLost: 10, bytesReceived: 1, retransmittedPacketsReceived: 10 },
    )
    expect(derive(before, after).recv_loss).toBe(0.1)
  })

  it('is weighted by packets, not by participants', () => {
    const stream = (packetsReceived: number, packetsLost: number, timestamp: number) =>
      report('inbound-rtp', { packetsReceived, packetsLost, bytesReceived: 0, timestamp })
    const sample = derive(
      snapshot(0, link('a', stream(0, 0, 0)), link('b', stream(0, 0, 0))),
      snapshot(1000, link('a', stream(990, 0, 1000)), link('b', stream(0, 10, 1000))),
    )
    expect(sample.recv_loss).toBe(0.01)
  })
})

describe('loss of what is sent', () => {
  const sent = (packetsSent: number, timestamp: number, more = {}) =>
    report('outbound-rtp', { packetsSent, bytesSent: packetsSent, timestamp, ...more })
  const receiverReport = (members: Record<string, unknown>): Report =>
    report('remote-inbound-rtp', { localId: 'outbound-rtp-video', ...members })
  const loss = (before: Report[], after: Report[]) =>
    derive(snapshot(0, link('a', ...before)), snapshot(10_000, link('a', ...after))).send_loss

  it('compares with the packets sent between the two receiver reports', () => {
    // 100 packets/s; the receiver reports are 5 s apart: 500 packets, of which 50 were lost.
    expect(
      loss(
        [sent(0, 0), receiverReport({ packetsLost: 0, timestamp: -1_000 })],
        [sent(1000, 10_000), receiverReport({ packetsLost: 50, timestamp: 4_000 })],
      ),
    ).toBe(0.1)
  })

  it('does not count retransmissions as sent', () => {
    expect(
      loss(
        [sent(0, 0, { retransmittedPacketsSent: 0 }), receiverReport({ packetsLost: 0, timestamp: 0 })],
        [sent(1000, 10_000, { retransmittedPacketsSent: 500 }), receiverReport({ packetsLost: 50, timestamp: 10_000 })],
      ),
    ).toBe(0.1)
  })

  it('uses what the receiver counted where the browser tells it', () => {
    expect(
      loss(
        [sent(0, 0), receiverReport({ packetsLost: 0, packetsReceived: 0, timestamp: 0 })],
        [sent(1000, 10_000), receiverReport({ packetsLost: 20, packetsReceived: 80, timestamp: 9_000 })],
      ),
    ).toBe(0.2)
  })

  it('is unknown while no new receiver report has arrived', () => {
    const stale = receiverReport({ packetsLost: 7, timestamp: 0, roundTripTime: 0.05, jitter: 0.01 })
    expect(loss([sent(0, 0), stale], [sent(1000, 10_000), stale])).toBeNull()
  })

  it('falls back to fractionLost for the first report, also in 256ths', () => {
    for (const fractionLost of [0.25, 64]) {
      expect(loss([sent(0, 0)], [sent(1000, 10_000), receiverReport({ fractionLost, timestamp: 9_000 })])).toBe(0.25)
    }
  })

  it('never exceeds 1', () => {
    expect(
      loss(
        [sent(0, 0), receiverReport({ packetsLost: 0, timestamp: 0 })],
        [sent(10, 10_000), receiverReport({ packetsLost: 500, timestamp: 10_000 })],
      ),
    ).toBe(1)
  })
})

describe('round-trip time', () => {
  const measured = (totalRoundTripTime: number, roundTripTimeMeasurements: number, timestamp: number) =>
    report('remote-inbound-rtp', { totalRoundTripTime, roundTripTimeMeasurements, roundTripTime: 9, timestamp })

  it('is the mean over participants, weighted by measurements', () => {
    const sample = derive(
      snapshot(0, link('a', measured(1, 10, 0)), link('b', measured(0, 0, 0))),
      snapshot(10_000, link('a', measured(1.3, 13, 9_000)), link('b', measured(0.5, 1, 9_000))),
    )
    expect(sample.rtt_s).toBeCloseTo(0.2, 10)
  })

  it('comes from ICE when RTCP gives none', () => {
    const ice = (total: number, responses: number, timestamp: number) =>
      report('candidate-pair', { id: 'p', nominated: true, state: 'succeeded', totalRoundTripTime: total, responsesReceived: responses, timestamp })
    expect(derive(snapshot(0, link('a', ice(0, 0, 0))), snapshot(1, link('a', ice(0.1, 2, 1)))).rtt_s).toBe(0.05)
  })
})

describe('the selected pair', () => {
  const candidates = (members: Record<string, unknown>[], timestamp: number): Report[] =>
    members.map((m, i) => report('candidate-pair', { id: `p${i}`, availableOutgoingBitrate: (i + 1) * 1000, timestamp, ...m }))
  const available = (before: Report[], after: Report[]) =>
    derive(snapshot(0, link('a', ...before)), snapshot(1, link('a', ...after))).available_send_bps

  it('is what the transport names', () => {
    const transport = report('transport', { selectedCandidatePairId: 'p1' })
    expect(available([], [...candidates([{ nominated: true, state: 'succeeded' }, {}], 1), transport])).toBe(2000)
  })

  it('is the marked one where there is no transport report', () => {
    expect(available([], candidates([{ nominated: true, state: 'succeeded' }, { selected: true }], 1))).toBe(2000)
  })

  it('is the one that carries data when several stay nominated', () => {
    const nominated = { nominated: true, state: 'succeeded', bytesReceived: 0 }
    expect(
      available(
        candidates([{ ...nominated, bytesSent: 900 }, { ...nominated, bytesSent: 0 }], 0),
        candidates([{ ...nominated, bytesSent: 900 }, { ...nominated, bytesSent: 50 }], 1),
      ),
    ).toBe(2000)
  })
})

describe('what people see and hear', () => {
  it('counts freezes and their length in the interval only', () => {
    const [before, after] = pair(
      'inbound-rtp',
      { ...inbound, freezeCount: 4, totalFreezesDuration: 10 },
      { packetsReceived: 9, bytesReceived: 1, freezeCount: 6, totalFreezesDuration: 11.5, framesPerSecond: 24, frameHeight: 720, jitter: 0.02 },
    )
    expect(derive(before, after)).toMatchObject({ freeze_count: 2, freeze_s: 1.5, recv_fps: 24, recv_height: 720, recv_jitter_s: 0.02 })
  })

  it('counts frames where the browser gives no rate', () => {
    const [before, after] = pair('inbound-rtp', { ...inbound, framesDecoded: 0 }, { packetsReceived: 9, framesDecoded: 150, bytesReceived: 1 })
    expect(derive(before, after)).toMatchObject({ recv_fps: 15, freeze_count: null, freeze_s: null })
  })

  it('gives the audible share of concealed audio', () => {
    const [before, after] = pair(
      'inbound-rtp',
      { ...inbound, kind: 'audio', concealedSamples: 100, silentConcealedSamples: 100, totalSamplesReceived: 1000 },
      { packetsReceived: 9, bytesReceived: 1, kind: 'audio', concealedSamples: 300, silentConcealedSamples: 250, totalSamplesReceived: 2000 },
    )
    expect(derive(before, after).concealed_audio).toBe(0.05)
  })

  it('gives the share of time that the encoder was held back', () => {
    const [before, after] = pair(
      'outbound-rtp',
      { ...outbound, qualityLimitationDurations: { none: 5, cpu: 1, bandwidth: 0 } },
      { packetsSent: 9, bytesSent: 9, qualityLimitationDurations: { none: 5, cpu: 4, bandwidth: 7 } },
    )
    expect(derive(before, after)).toMatchObject({ limited_by_cpu: 0.3, limited_by_bandwidth: 0.7 })
    const [plainBefore, plainAfter] = pair('outbound-rtp', outbound, { packetsSent: 9, bytesSent: 9 })
    expect(derive(plainBefore, plainAfter)).toMatchObject({ limited_by_cpu: null, limited_by_bandwidth: null })
  })
})

describe('linkQuality', () => {
  it('has its own baseline, and none after a new connection', () => {
    const [before, after] = pair('inbound-rtp', inbound, { packetsReceived: 50, packetsLost: 50, bytesReceived: 1000 })
    const [first, second] = [before.links[0], after.links[0]]
    if (!first || !second) throw new Error('no links')
    expect(linkQuality(first, second)).toEqual({ rtt_s: null, recv_loss: 0.5, recv_bps: 800 })
    expect(linkQuality({ ...first, link: 'older' }, second)).toEqual({ rtt_s: null, recv_loss: null, recv_bps: null })
    expect(linkQuality(null, second).recv_bps).toBeNull()
  })
})
