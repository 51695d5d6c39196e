import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sample } from 'vuedeo'
import type { Entry } from './outbox'
import { cleaned, completed, correctedTime, Sampler, type SamplerOptions } from './sampler'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function samplerWith(stats: () => Promise<Sample>, more: Partial<SamplerOptions> = {}) {
  const kept: Entry[] = []
  const clock = { tick: () => {}, interval_ms: 0, stopped: false, surroundingsStopped: false }
  const sampler = new Sampler({
    interval_s: 15,
    clockOffset_ms: 0,
    stats,
    surroundings: {
      take: () => ({ hidden: 0.5, cpu_pressure: 1, network_type: null }),
      stop: () => (clock.surroundingsStopped = true),
    },
    mos: { base_r: 93.2, ie: 0, bpl: 25.1 },
    identity: () => ({ room: 'r', participant: 'p', token: 't' }),
    keep: async (entry) => void kept.push(entry),
    ticker: (interval_ms, tick) => {
      Object.assign(clock, { tick, interval_ms })
      return () => (clock.stopped = true)
    },
    ...more,
  })
  return { sampler, kept, clock }
}

describe('Sampler', () => {
  it('takes a sample at each tick of the server’s interval and none before', async () => {
    const { sampler, kept, clock } = samplerWith(async () => ({ sampled_at: 5, rtt_s: 0.1 }))
    expect(clock.interval_ms).toBe(15_000)
    expect(kept).toEqual([])
    clock.tick()
    await sampler.take()
    expect(kept[0]).toMatchObject({ room: 'r', participant: 'p', token: 't', sampled_at: 5 })
  })

  it('adds what the app itself knows', async () => {
    const heard = { audio_recv_loss: 0, jitter_buffer_s: 0.04, rtt_s: 0.05 }
    const { sampler, kept } = samplerWith(async () => ({ sampled_at: 5, ...heard }))
    await sampler.take()
    const { audio_mos, ...sample } = kept[0]?.sample ?? { sampled_at: 0 }
    expect(audio_mos).toBeCloseTo(4.37, 2)
    expect(sample).toEqual({
      sampled_at: 5,
      ...heard,
      hidden: 0.5,
      cpu_pressure: 1,
      network_type: null,
      video_score: null,
    })
  })

  it('does not start a second sample while one is being taken', async () => {
    let release = (_: Sample) => {}
    const stats = vi.fn(() => new Promise<Sample>((resolve) => (release = resolve)))
    const { sampler, kept, clock } = samplerWith(stats)
    clock.tick()
    clock.tick()
    release({ sampled_at: 1 })
    await sampler.take()
    expect(stats).toHaveBeenCalledOnce()
    expect(kept).toHaveLength(1)
  })

  it('survives a module that fails, and goes on', async () => {
    const stats = vi
      .fn<() => Promise<Sample>>()
      .mockRejectedValueOnce(new Error('no'))
      .mockResolvedValue({ sampled_at: 2 })
    const { sampler, kept } = samplerWith(stats)
    expect(await sampler.take()).toBeNull()
    await sampler.take()
    expect(kept).toHaveLength(1)
  })

  it('gives up on numbers that do not come, and takes the next', async () => {
    vi.useFakeTimers()
    const stats = vi
      .fn<() => Promise<Sample>>()
      .mockReturnValueOnce(new Promise(() => {}))
      .mockResolvedValue({ sampled_at: 2 })
    const { sampler, kept, clock } = samplerWith(stats)
    clock.tick()
    await vi.advanceTimersByTimeAsync(15_000)
    clock.tick()
    await sampler.take()
    expect(kept).toHaveLength(1)
  })

  it('takes a last sample when it ends', async () => {
    const { sampler, kept, clock } = samplerWith(async () => ({ sampled_at: 9 }))
    await sampler.finish()
    expect(clock).toMatchObject({ stopped: true, surroundingsStopped: true })
    expect(kept).toHaveLength(1)
  })

  it('does not wait for ever for the last one', async () => {
    vi.useFakeTimers()
    const { sampler } = samplerWith(() => new Promise(() => {}))
    const finished = sampler.finish()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await finished).toBeNull()
  })

  it('writes the server’s time when this clock is wrong', async () => {
    const { sampler, kept } = samplerWith(async () => ({ sampled_at: 1_000 }), {
      clockOffset_ms: 3_600_000,
    })
    await sampler.take()
    expect(kept[0]?.sampled_at).toBe(3_601_000)
    expect(kept[0]?.sample.sampled_at).toBe(3_601_000)
  })
})

describe('correctedTime', () => {
  it('leaves a clock alone that is only a network’s delay away', () => {
    expect(correctedTime(1_000, 4_000)).toBe(1_000)
    expect(correctedTime(10_000, -6_000)).toBe(4_000)
  })
})

describe('completed', () => {
  const around = { hidden: 0, cpu_pressure: 1, network_type: 2 }
  const mos = { base_r: 93.2, ie: 0, bpl: 25.1 }

  it('prefers what the module knows of the machine', () => {
    expect(completed({ sampled_at: 0, cpu_pressure: 3 }, around, mos).cpu_pressure).toBe(3)
    expect(completed({ sampled_at: 0, cpu_pressure: 0 }, around, mos).cpu_pressure).toBe(0)
    expect(completed({ sampled_at: 0, cpu_pressure: null }, around, mos).cpu_pressure).toBe(1)
  })
})

describe('cleaned', () => {
  it('makes what JSON cannot hold unknown, and never 0', () => {
    const sample = { sampled_at: 1.6, rtt_s: NaN, send_bps: Infinity, recv_bps: 0, jitter: null }
    expect(cleaned(sample)).toEqual({
      sampled_at: 2,
      rtt_s: null,
      send_bps: null,
      recv_bps: 0,
      jitter: null,
    })
  })
})
