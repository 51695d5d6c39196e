import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { audioMos, mosOf, rating, videoScore, type EModel } from './scores'

const g711: EModel = { base_r: 93.2, ie: 0, bpl: 25.1 }

describe('the estimate of what is heard', () => {
  it.each([
    [0, 40, 50, 91.2, 4.37],
    [1, 40, 50, 87.5, 4.27],
    [3, 40, 80, 80.7, 4.05],
    [5, 60, 100, 74.3, 3.79],
    [10, 80, 150, 61.9, 3.2],
    [20, 80, 150, 46.9, 2.41],
    [0, 100, 500, 63.1, 3.26],
    [5, 150, 600, 33.9, 1.78],
  ])('is of %d %% loss, %d ms in the buffer and %d ms round trip R %d, MOS %d', (percent, buffer_ms, rtt_ms, r, mos) => {
    const [loss, jitter_buffer_s, rtt_s] = [percent / 100, buffer_ms / 1000, rtt_ms / 1000]
    expect(rating(loss, jitter_buffer_s, rtt_s, g711)).toBeCloseTo(r, 1)
    expect(audioMos({ sampled_at: 0, audio_recv_loss: loss, jitter_buffer_s, rtt_s }, g711)).toBeCloseTo(mos, 2)
  })

  it('follows the parameters that the administrator has set', () => {
    const heard = { sampled_at: 0, audio_recv_loss: 0.1, jitter_buffer_s: 0.08, rtt_s: 0.15 }
    const usual = audioMos(heard, g711) as number
    expect(audioMos(heard, { ...g711, bpl: 10 })).toBeLessThan(usual)
    expect(audioMos(heard, { ...g711, ie: 11 })).toBeLessThan(usual)
    expect(audioMos(heard, { ...g711, base_r: 80 })).toBeLessThan(usual)
  })

  it('is unknown when anything that it needs is', () => {
    const whole = { sampled_at: 0, audio_recv_loss: 0, jitter_buffer_s: 0, rtt_s: 0 }
    expect(audioMos(whole, g711)).not.toBeNull()
    for (const field of ['audio_recv_loss', 'jitter_buffer_s', 'rtt_s'])
      expect(audioMos({ ...whole, [field]: null }, g711), field).toBeNull()
    expect(audioMos({ sampled_at: 0 }, g711)).toBeNull()
  })

  it('ends at 1 and at 4.5', () => {
    expect(mosOf(3)).toBe(1) // where the polynomial alone is below 1
    expect(mosOf(0)).toBe(1)
    expect(mosOf(100)).toBe(4.5)
  })
})

describe('the score of what is seen', () => {
  const perfect = { sampled_at: 0, freeze_s: 0, interval_s: 15, recv_fps: 30, recv_height: 720, video_recv_loss: 0 }

  it('is 100 without a fault, however good the picture is beyond that', () => {
    expect(videoScore(perfect)).toBe(100)
    expect(videoScore({ ...perfect, recv_height: 1080, recv_fps: 60 })).toBe(100)
  })

  it.each([
    [{ freeze_s: 1.5 }, 80],
    [{ freeze_s: 7.5 }, 0],
    [{ freeze_s: 20 }, 0],
    [{ recv_fps: 15 }, 77.46],
    [{ recv_height: 360 }, 84.09],
    [{ video_recv_loss: 0.1 }, 50],
    [{ video_recv_loss: 1 }, 0],
    [{ freeze_s: 1.5, video_recv_loss: 0.1 }, 40],
  ])('with %o is %d', (fault, score) => {
    expect(videoScore({ ...perfect, ...fault })).toBeCloseTo(score, 2)
  })

  it('is unknown without video and when any part is', () => {
    for (const field of Object.keys(perfect).slice(1)) expect(videoScore({ ...perfect, [field]: null }), field).toBeNull()
    expect(videoScore({ ...perfect, interval_s: 0 })).toBeNull()
  })
})

describe('any sample', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true })
  const seconds = fc.double({ min: 0, max: 3600, noNaN: true })
  const sample = fc.record({
    sampled_at: fc.constant(0), audio_recv_loss: fraction, video_recv_loss: fraction, rtt_s: seconds, jitter_buffer_s: seconds,
    freeze_s: seconds, interval_s: seconds, recv_fps: fc.double({ min: 0, max: 1000, noNaN: true }), recv_height: fc.nat(65535),
  })
  const worse = { audio_recv_loss: 1, video_recv_loss: 1, rtt_s: 3600, jitter_buffer_s: 3600, freeze_s: 3600, recv_fps: 0, recv_height: 0 }

  it('has scores that the dictionary accepts, which no fault betters', () => {
    fc.assert(
      fc.property(sample, fc.constantFrom(...Object.keys(worse)), (one, field) => {
        const other = { ...one, [field]: worse[field as keyof typeof worse] }
        for (const [score, least, most] of [[(s: typeof one) => audioMos(s, g711), 1, 4.5], [videoScore, 0, 100]] as const) {
          const [before, after] = [score(one), score(other)]
          if (before === null || after === null) return
          expect(before).toBeGreaterThanOrEqual(least)
          expect(before).toBeLessThanOrEqual(most)
          expect(after).toBeLessThanOrEqual(before + 1e-9)
        }
      }),
    )
  })
})
