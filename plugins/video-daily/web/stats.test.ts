import { describe, expect, it } from 'vitest'
import { emptySample, measuredAt, sampleOf } from './stats'

const now = 1_790_000_000_000

/** As getNetworkStats() of daily-js 0.77 and later answers. */
const network = {
  networkState: 'good',
  networkStateReasons: [],
  stats: {
    latest: {
      timestamp: now - 1_200,
      recvBitsPerSecond: 1_900_000,
      sendBitsPerSecond: 1_400_000,
      availableOutgoingBitrate: 3_000_000,
      networkRoundTripTime: 0.048,
      videoRecvBitsPerSecond: 1_860_000,
      videoSendBitsPerSecond: 1_360_000,
      audioRecvBitsPerSecond: 40_000,
      audioSendBitsPerSecond: 39_000,
      videoRecvPacketLoss: 0.01,
      videoSendPacketLoss: 0.02,
      audioRecvPacketLoss: 0.03,
      audioSendPacketLoss: 0.04,
      totalSendPacketLoss: 0.025,
      totalRecvPacketLoss: 0.015,
      videoRecvJitter: 0.006,
      videoSendJitter: 0.004,
      audioRecvJitter: 0.002,
      audioSendJitter: 0.008,
    },
    worstVideoRecvPacketLoss: 0.5,
    averageNetworkRoundTripTime: 0.06,
  },
  threshold: 'good',
  quality: 97,
}
const cpu = {
  cpuLoadState: 'low',
  stats: {
    latest: {
      cpuPressureState: 'serious',
      cpuInboundVideoStats: [
        { trackId: 'a', frameWidth: 1280, frameHeight: 720, fps: 30 },
        { trackId: 'b', frameWidth: 640, frameHeight: 360, fps: 20 },
      ],
    },
  },
}

/** With another value of one of the latest numbers. */
const withLatest = (changed: object) => ({
  stats: { latest: { ...network.stats.latest, ...changed } },
})

describe('a sample', () => {
  it('has every number that Daily tells, in the units of the dictionary', () => {
    const { sampled_at, send_jitter_s, recv_jitter_s, ...rest } = sampleOf(network, cpu, now)
    expect(sampled_at).toBe(now - 1_200)
    expect(send_jitter_s).toBeCloseTo(0.006)
    expect(recv_jitter_s).toBeCloseTo(0.004)
    expect(rest).toEqual({
      send_bps: 1_400_000,
      recv_bps: 1_900_000,
      send_loss: 0.025,
      recv_loss: 0.015,
      audio_send_bps: 39_000,
      audio_recv_bps: 40_000,
      audio_send_loss: 0.04,
      audio_recv_loss: 0.03,
      video_send_bps: 1_360_000,
      video_recv_bps: 1_860_000,
      video_send_loss: 0.02,
      video_recv_loss: 0.01,
      available_send_bps: 3_000_000,
      rtt_s: 0.048,
      recv_fps: 25,
      recv_height: 540,
      recv_width: 960,
      cpu_pressure: 2,
    })
  })

  it.each([
    ['nominal', 0],
    ['critical', 3],
    [null, null],
    ['unheard-of', null],
  ])('has the pressure on the processor: %s', (cpuPressureState, level) => {
    const stats = { latest: { cpuPressureState } }
    expect(sampleOf(network, { stats }, now).cpu_pressure).toBe(level)
  })

  it('keeps null for null: nothing was sent, so no loss of it is known', () => {
    const sample = sampleOf(
      withLatest({ totalSendPacketLoss: null, audioSendJitter: null }),
      cpu,
      now,
    )
    expect(sample.send_loss).toBeNull()
    expect(sample.send_jitter_s).toBe(0.004)
  })

  it('keeps zero for zero', () => {
    expect(sampleOf(withLatest({ videoSendBitsPerSecond: 0 }), cpu, now).video_send_bps).toBe(0)
  })

  it.each([
    ['stats that are empty yet', { stats: {} }],
    ['latest numbers that are empty yet', { stats: { latest: {} } }],
    ['no stats', {}],
    ['no answer', undefined],
    ['an answer of another kind', 'good'],
  ])('knows nothing, but is one, early in a call: %s', (_, early) => {
    expect(sampleOf(early, { stats: {} }, now)).toEqual(emptySample(now))
    const { sampled_at, ...rest } = emptySample(now)
    expect(sampled_at).toBe(now)
    expect(new Set(Object.values(rest))).toEqual(new Set([null]))
  })

  it('takes the answers of 2020: few numbers, the time in seconds', () => {
    const old = {
      threshold: 'good',
      quality: 100,
      stats: {
        latest: {
          timestamp: (now - 3_000) / 1000,
          recvBitsPerSecond: 200_000,
          sendBitsPerSecond: 100_000,
          videoRecvBitsPerSecond: 150_000,
          videoSendBitsPerSecond: 80_000,
          videoRecvPacketLoss: 0.1,
          videoSendPacketLoss: 0,
        },
        worstVideoRecvPacketLoss: 0.2,
      },
    }
    expect(sampleOf(old, undefined, now)).toEqual({
      ...emptySample(now),
      sampled_at: now - 3_000,
      recv_bps: 200_000,
      send_bps: 100_000,
      video_recv_bps: 150_000,
      video_send_bps: 80_000,
      video_recv_loss: 0.1,
      video_send_loss: 0,
    })
  })

  it.each([
    ['negative', { networkRoundTripTime: -1 }],
    ['not finite', { networkRoundTripTime: Infinity }],
    ['not a number', { networkRoundTripTime: '0.04' }],
    ['beyond what the dictionary accepts', { networkRoundTripTime: 4000 }],
  ])('takes a number that is %s as unknown and keeps the others', (_, changed) => {
    const sample = sampleOf(withLatest(changed), cpu, now)
    expect(sample.rtt_s).toBeNull()
    expect(sample.recv_bps).toBe(1_900_000)
  })

  it('takes a loss beyond 1 as unknown: it would be a percentage', () => {
    expect(sampleOf(withLatest({ videoRecvPacketLoss: 3 }), cpu, now).video_recv_loss).toBeNull()
  })
})

describe('the time of a measurement', () => {
  it.each([
    ['milliseconds', now - 500, now - 500],
    ['seconds', (now - 500) / 1000, now - 500],
    ['no time', undefined, null],
    ['the age of the page', 12_345, null],
    ['an hour ago', now - 3_600_000, null],
  ])('is understood from %s', (_, timestamp, at) => {
    expect(measuredAt(withLatest({ timestamp }), now)).toBe(at)
  })

  it('is now when it is not known', () => {
    expect(sampleOf(withLatest({ timestamp: null }), cpu, now).sampled_at).toBe(now)
  })
})
