// Each participant's latest stored sample, as the numbers of a quality dot.
import type { DotNumbers } from '../components/QualityDot.vue'
import type { LiveSample } from './channel'

export class LatestSamples {
  private readonly at = new Map<string, number>()

  /** By participant; make it reactive to show it. */
  constructor(readonly numbers: Record<string, DotNumbers> = {}) {}

  add(samples: LiveSample[]): void {
    for (const sample of samples) {
      const id = sample.participant_id
      // Late ones of a browser that was offline are older than what is shown.
      if (sample.sampled_at <= (this.at.get(id) ?? 0)) continue
      this.at.set(id, sample.sampled_at)
      this.numbers[id] = numbersOf(sample)
    }
  }
}

function numbersOf(sample: LiveSample): DotNumbers {
  const value = (field: string) => {
    const known = sample[field]
    return typeof known === 'number' ? known : null
  }
  const losses = [value('send_loss'), value('recv_loss')].filter((loss) => loss !== null)
  return {
    rtt_s: value('rtt_s'),
    loss: losses.length > 0 ? Math.max(...losses) : null,
    recv_bps: value('recv_bps'),
    send_bps: value('send_bps'),
  }
}
