import { describe, expect, it } from 'vitest'
import { LatestSamples } from './latest'

const at = (sampled_at: number, values: Record<string, number> = {}) => ({
  participant_id: 'p',
  sampled_at,
  ...values,
})

describe('LatestSamples', () => {
  it('shows the worse loss, and what is not known as such', () => {
    const latest = new LatestSamples()
    latest.add([at(1, { send_loss: 0.1, recv_loss: 0.3 })])
    expect(latest.numbers.p).toEqual({ rtt_s: null, loss: 0.3, recv_bps: null, send_bps: null })
    latest.add([at(2)])
    expect(latest.numbers.p?.loss).toBeNull()
  })

  it('keeps the latest, whatever comes late', () => {
    const latest = new LatestSamples()
    latest.add([at(2, { rtt_s: 0.2 }), at(1, { rtt_s: 0.1 })])
    expect(latest.numbers.p?.rtt_s).toBe(0.2)
  })
})
