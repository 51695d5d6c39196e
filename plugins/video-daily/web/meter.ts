// One sample an interval of a call: asks Daily, within bounds, and never gives the same numbers twice.
import type { DailyCall } from '@daily-co/daily-js'
import type { Sample } from 'vuedeo'
import { emptySample, measuredAt, sampleOf } from './stats'
import { within } from './within'

/** Daily answers at once, unless its half of the page is gone. */
const patience_ms = 5_000

export class Meter {
  private last: number | null = null

  constructor(private readonly call: Pick<DailyCall, 'getNetworkStats' | 'getCpuLoadStats'>) {}

  async sample(): Promise<Sample> {
    const asked = Promise.all([
      this.call.getNetworkStats(),
      this.call.getCpuLoadStats().catch(() => null),
    ])
    const [network, cpu] = await within(patience_ms, 'Daily told no numbers', asked)
    const now = Date.now()
    const at = measuredAt(network, now)
    if (at !== null && at === this.last) return emptySample(now)
    this.last = at
    return sampleOf(network, cpu, now)
  }
}
