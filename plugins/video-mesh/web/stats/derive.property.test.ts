// What holds for whatever a browser may report.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { derive } from './derive'
import type { LinkReports, Report, Snapshot } from './reports'

const counters = [
  'bytesSent', 'bytesReceived', 'packetsSent', 'packetsReceived', 'retransmittedPacketsSent',
  'retransmittedPacketsReceived', 'framesDecoded', 'framesEncoded', 'framesPerSecond', 'frameHeight', 'freezeCount',
  'totalFreezesDuration', 'concealedSamples', 'silentConcealedSamples', 'totalSamplesReceived', 'jitter', 'roundTripTime',
  'totalRoundTripTime', 'roundTripTimeMeasurements', 'responsesReceived', 'currentRoundTripTime',
  'availableOutgoingBitrate', 'fractionLost', 'packetsLost', 'jitterBufferDelay', 'jitterBufferEmittedCount', 'nackCount',
  'pliCount', 'frameWidth',
]

/** Mostly sane, sometimes absurd, sometimes not there. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 1_000_000 }) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 10, noNaN: true }) },
  fc.double(),
  fc.integer(),
  fc.constantFrom(undefined, null, 'x', NaN, Infinity, -Infinity, true),
)

const anyReport: fc.Arbitrary<Report> = fc
  .tuple(
    fc.record({
      type: fc.constantFrom('inbound-rtp', 'outbound-rtp', 'remote-inbound-rtp', 'candidate-pair', 'transport', 'codec', 'local-candidate'),
      id: fc.constantFrom('a', 'b', 'video-c'),
      ssrc: fc.constantFrom(1, 2),
      kind: fc.constantFrom('audio', 'video', undefined),
      localId: fc.constantFrom('a', 'b', undefined),
      timestamp: fc.oneof(fc.integer({ min: 0, max: 60_000 }), value),
      active: fc.constantFrom(true, false, undefined),
      nominated: fc.boolean(),
      selected: fc.constantFrom(true, undefined),
      state: fc.constantFrom('succeeded', 'waiting'),
      selectedCandidatePairId: fc.constantFrom('a', 'b', undefined),
      localCandidateId: fc.constantFrom('a', 'b', undefined),
      candidateType: fc.constantFrom('host', 'srflx', 'relay', 'constructor', undefined),
      protocol: fc.constantFrom('udp', 'toString', undefined),
      relayProtocol: fc.constantFrom('tls', undefined),
      codecId: fc.constantFrom('a', 'b', undefined),
      mimeType: fc.constantFrom('video/VP8', 'video/unheard-of', '__proto__', undefined),
      mid: fc.constantFrom('0', '2', undefined),
      qualityLimitationReason: fc.constantFrom('cpu', 'none', undefined),
      qualityLimitationDurations: fc.oneof(fc.record({ cpu: value, bandwidth: value }), fc.constant(undefined)),
    }),
    fc.dictionary(fc.constantFrom(...counters), value),
  )
  .map(([identity, numbers]) => ({ ...identity, ...numbers }))

const links: fc.Arbitrary<LinkReports[]> = fc.uniqueArray(
  fc.record({
    link: fc.constantFrom('l1', 'l2', 'l3'),
    screen: fc.record({ mid: fc.constantFrom('2', null), sentTrack: fc.constantFrom('s', null), receivedTrack: fc.constant('r') }),
    reports: fc.array(anyReport, { maxLength: 12 }),
  }),
  { selector: ({ link }) => link, maxLength: 3 },
)

const fractions = [
  'send_loss', 'recv_loss', 'audio_send_loss', 'audio_recv_loss', 'video_send_loss', 'video_recv_loss',
  'concealed_audio', 'limited_by_cpu', 'limited_by_bandwidth', 'limited_by_other', 'retransmitted',
]

describe('whatever is reported', () => {
  it('is null or a finite number that the dictionary accepts', () => {
    fc.assert(
      fc.property(links, links, fc.integer({ min: 1, max: 60_000 }), (before, after, takenAt) => {
        const sample = derive({ taken_at: 0, links: before }, { taken_at: takenAt, links: after })
        const wrong = Object.entries(sample).filter(([field, figure]) => {
          if (figure === null) return false
          return !Number.isFinite(figure) || figure < 0 || (fractions.includes(field) && figure > 1)
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  it('adds audio and video up', () => {
    fc.assert(
      fc.property(links, links, (before, after) => {
        const sample = derive({ taken_at: 0, links: before }, { taken_at: 1000, links: after })
        for (const way of ['send', 'recv']) {
          const [all, audio, video] = [sample[`${way}_bps`], sample[`audio_${way}_bps`], sample[`video_${way}_bps`]]
          if (typeof audio === 'number' && typeof video === 'number' && typeof all === 'number') expect(all).toBe(audio + video)
          if (all === null && audio !== null && video !== null) expect((audio ?? 0) + (video ?? 0)).toBeGreaterThan(1e11)
          if (audio === null && video !== null) expect(all === video || all === null).toBe(true)
        }
      }),
    )
  })
})

describe('a screen', () => {
  it('is part of the video', () => {
    fc.assert(
      fc.property(links, links, (before, after) => {
        const sample = derive({ taken_at: 0, links: before }, { taken_at: 1000, links: after })
        for (const way of ['send', 'recv']) {
          const [video, screen] = [sample[`video_${way}_bps`], sample[`screen_${way}_bps`]]
          if (typeof video === 'number' && typeof screen === 'number') expect(screen).toBeLessThanOrEqual(video * (1 + 1e-9))
        }
      }),
    )
  })
})

describe('any stream', () => {
  const grown = fc.record({ bytes: fc.nat(1e9), packets: fc.nat(1e6), lost: fc.integer({ min: -100, max: 1e5 }), seconds: fc.integer({ min: 1, max: 100 }) })
  const stream = (bytes: number, packets: number, lost: number, timestamp: number): Report => ({
    type: 'inbound-rtp', id: 'i', ssrc: 1, kind: 'video', timestamp, bytesReceived: bytes, packetsReceived: packets, packetsLost: lost,
  })

  it('gives the same over one interval as over its two halves', () => {
    fc.assert(
      fc.property(grown, grown, (first, second) => {
        const at = [0, first.seconds * 1000, (first.seconds + second.seconds) * 1000] as const
        const one: Snapshot = { taken_at: at[0], links: [{ link: 'l', reports: [stream(0, 0, 0, at[0])] }] }
        const two = { taken_at: at[1], links: [{ link: 'l', reports: [stream(first.bytes, first.packets, 0, at[1])] }] }
        const three = { taken_at: at[2], links: [{ link: 'l', reports: [stream(first.bytes + second.bytes, first.packets + second.packets, 0, at[2])] }] }
        const bits = (a: Snapshot, b: Snapshot) => (derive(a, b).recv_bps as number) * ((b.taken_at - a.taken_at) / 1000)
        expect(bits(one, two) + bits(two, three)).toBeCloseTo(bits(one, three), 2)
      }),
    )
  })

  it('gives nothing over a reset', () => {
    fc.assert(
      fc.property(grown, fc.integer({ min: 1, max: 1000 }), ({ bytes, packets, lost, seconds }, drop) => {
        const before = { taken_at: 0, links: [{ link: 'l', reports: [stream(bytes + drop, packets, 0, 0)] }] }
        const after = { taken_at: seconds * 1000, links: [{ link: 'l', reports: [stream(bytes, packets + 5, lost, seconds * 1000)] }] }
        expect(derive(before, after)).toMatchObject({ recv_bps: null, recv_loss: null })
      }),
    )
  })
})
