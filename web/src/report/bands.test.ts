import { describe, expect, it } from 'vitest'
import { bandOf, symptomsOf, timesOf } from './bands'
import { bucketsOf, kStep_ms } from './fixture'
import type { Values } from './measures'

const bandFor = (values: Partial<Values>) => bandOf(bucketsOf(values)[0]!)

describe('the band of an interval', () => {
  it.each([
    [{ send_loss: 0 }, 'good'],
    [{ send_loss: 0.019 }, 'good'],
    [{ send_loss: 0.02 }, 'fair'],
    [{ recv_loss: 0.05 }, 'poor'],
    [{ recv_loss: 0.1 }, 'bad'],
    [{ rtt_s: 0.199 }, 'good'],
    [{ rtt_s: 0.2 }, 'fair'],
    [{ rtt_s: 0.4 }, 'poor'],
    [{ rtt_s: 0.8 }, 'bad'],
    [{ freeze_s: 0.15 }, 'good'],
    [{ freeze_s: 1.5 }, 'poor'],
    [{ freeze_s: 4.5 }, 'bad'],
    [{ concealed_audio: 0.05 }, 'poor'],
    [{ audio_mos: 4 }, 'good'],
    [{ audio_mos: 3.59 }, 'poor'],
    [{ audio_mos: 2 }, 'bad'],
    [{ send_loss: 0, recv_loss: 0, rtt_s: 0.9 }, 'bad'],
  ] as [Partial<Values>, string][])('of %o is %s', (values, band) =>
    expect(bandFor(values)).toBe(band),
  )

  it('is unknown when nothing that tells quality was measured', () => {
    expect(bandFor({ send_bps: 1e6, hidden: 1 })).toBeNull()
    expect(bandOf(bucketsOf(null)[0]!)).toBeNull()
  })

  it('names what was out of order, the worst first', () => {
    const [bucket] = bucketsOf({ send_loss: 0.03, rtt_s: 0.9, recv_loss: 0 })
    expect(symptomsOf(bucket!).map(({ label, band }) => [label, band])).toEqual([
      ['round trip', 'bad'],
      ['upload loss', 'fair'],
    ])
  })
})

describe('the time in each band', () => {
  it('counts what was measured, and apart what told nothing', () => {
    const times = timesOf(bucketsOf({ rtt_s: 0.01 }, { rtt_s: 1 }, null, { send_bps: 1 }), 15)
    expect(times).toEqual({ good: kStep_ms, fair: 0, poor: 0, bad: kStep_ms, unmeasured: kStep_ms })
  })

  it('counts no more than the samples of a longer interval', () => {
    const [bucket] = bucketsOf({ rtt_s: 0.01 })
    const hour = { ...bucket!, to: 3_600_000, count: 4 }
    expect(timesOf([hour], 15).good).toBe(60_000)
    hour.values = { ...hour.values, interval_s: 44 }
    expect(timesOf([hour], 15).good).toBe(44_000)
  })
})
