// Whole calls as browsers report them.
import { describe, expect, it } from 'vitest'
import { derive } from './derive'
import chromium from './fixtures/chromium.json'
import firefox from './fixtures/firefox.json'
import safari from './fixtures/safari.json'
import screenInChromium from './fixtures/screen_chromium.json'
import screenInFirefox from './fixtures/screen_firefox.json'
import type { Snapshot } from './reports'

function sampleOf(fixture: { snapshots: Snapshot[] }) {
  const [before, after] = fixture.snapshots
  if (!before || !after) throw new Error('a fixture has two snapshots')
  return derive(before, after)
}

describe('a call in Chromium', () => {
  const sample = sampleOf(chromium)

  it('fills every field', () => {
    expect(Object.entries(sample).filter(([, value]) => value === null)).toEqual([])
  })

  it('has the figures that can be worked out by hand', () => {
    const seconds = 6.455705078
    expect(sample.audio_recv_bps).toBeCloseTo((24_604 * 8) / seconds, 3)
    expect(sample.video_recv_bps).toBeCloseTo((99_226 * 8) / seconds, 3)
    expect(sample.video_send_bps).toBeCloseTo((97_459 * 8) / seconds, 3)
    // Audio: one measurement of 1.846 ms; video: seven, 14.099 ms together.
    expect(sample.rtt_s).toBeCloseTo(0.015945 / 8, 6)
    expect(sample.concealed_audio).toBeCloseTo(2_151 / 310_080, 9)
    expect(sample).toMatchObject({
      send_loss: 0, recv_loss: 0, send_fps: 15, recv_fps: 15, send_height: 180, recv_height: 180,
      freeze_count: 1, limited_by_cpu: 0, limited_by_bandwidth: 0,
    })
    expect(sample.freeze_s).toBeCloseTo(0.262, 9)
    expect(sample.jitter_buffer_s).toBeCloseTo(65_520 / 308_160, 9)
    expect(sample).toMatchObject({
      screen_send_bps: 0, screen_recv_bps: 0, send_width: 320, recv_width: 320, limited_by_other: 0, retransmitted: 0,
      send_nack_rate: 0, recv_nack_rate: 0, send_pli_rate: 0, recv_pli_rate: 0,
      path_type: 3, path_protocol: 1, send_codec: 1, recv_codec: 1,
    })
  })
})

describe('a call in Firefox', () => {
  const sample = sampleOf(firefox)

  it('lacks what that browser does not tell, and nothing else', () => {
    const missing = Object.keys(sample).filter((field) => sample[field] === null)
    expect(missing.sort()).toEqual(['available_send_bps', 'limited_by_bandwidth', 'limited_by_cpu', 'limited_by_other'])
  })

  it('agrees with Chromium about the same call', () => {
    const same = ['send_bps', 'recv_bps', 'rtt_s', 'send_fps', 'recv_fps', 'recv_height', 'concealed_audio', 'recv_loss'] as const
    const other = sampleOf(chromium)
    for (const field of same) expect(sample[field], field).toBe(other[field])
  })
})

describe('a call in Safari', () => {
  it('gives all that the same call gives in Chromium, screens told by their tracks', () => {
    expect(sampleOf(safari)).toEqual(sampleOf(chromium))
  })
})

// Chromium shares its screen beside its camera, and 3 % of what it sends is lost.
describe('both ends of a call between Chromium and Firefox', () => {
  const [chromiums, firefoxs] = [sampleOf(screenInChromium), sampleOf(screenInFirefox)]
  /** The two took their snapshots some tenths of a second apart. */
  const agree = (sent: number | null | undefined, received: number | null | undefined) =>
    expect(Math.abs((received as number) / (sent as number) - 1)).toBeLessThan(0.12)

  it('lack what their browsers do not tell, and nothing else', () => {
    const missing = (sample: typeof firefoxs) => Object.keys(sample).filter((field) => sample[field] === null)
    expect(missing(chromiums)).toEqual([])
    expect(missing(firefoxs).sort()).toEqual(['available_send_bps', 'limited_by_bandwidth', 'limited_by_cpu', 'limited_by_other'])
  })

  it('agree about what arrived', () => {
    agree(chromiums.audio_send_bps, firefoxs.audio_recv_bps)
    agree(firefoxs.audio_send_bps, chromiums.audio_recv_bps)
    agree(firefoxs.video_send_bps, chromiums.video_recv_bps)
    agree(chromiums.send_nack_rate, firefoxs.recv_nack_rate)
    for (const [sender, receiver] of [[chromiums, firefoxs], [firefoxs, chromiums]] as const) {
      expect([receiver.recv_width, receiver.recv_height, receiver.recv_codec]).toEqual([sender.send_width, sender.send_height, sender.send_codec])
    }
  })

  it('agree that only one direction loses', () => {
    for (const lost of [chromiums.audio_send_loss, firefoxs.audio_recv_loss, firefoxs.video_recv_loss]) {
      expect(lost).toBeGreaterThan(0.02)
      expect(lost).toBeLessThan(0.04)
    }
    expect([firefoxs.send_loss, chromiums.recv_loss]).toEqual([0, 0])
  })

  it('agree about who shows a screen', () => {
    expect(chromiums.screen_send_bps).toBeGreaterThan(0)
    expect(firefoxs.screen_recv_bps).toBeGreaterThan(0)
    expect(firefoxs.screen_recv_bps).toBeLessThan(firefoxs.video_recv_bps as number)
    expect([firefoxs.screen_send_bps, chromiums.screen_recv_bps]).toEqual([0, 0])
  })
})
