// Takes one sample of a call every interval and a last one when it ends, and puts each into the
// outbox at once. Owns no connection: the sender carries them.
import type { Sample } from 'vuedeo'
import { within } from '../lib/within'
import type { Entry } from './outbox'
import { audioMos, videoScore, type EModel } from './scores'
import type { Surrounding, Surroundings } from './surroundings'
import type { Ticker } from './ticker'

export interface SamplerOptions {
  interval_s: number
  /** The server's clock minus this browser's: a wrong clock must not cost a call its record. */
  clockOffset_ms: number
  stats(): Promise<Sample>
  /** Of the machine. Stopped with the sampler. */
  surroundings: Pick<Surroundings, 'take' | 'stop'>
  /** For the estimate of what is heard. */
  mos: EModel
  identity(): { room: string; participant: string; token: string }
  keep(entry: Entry): Promise<void>
  ticker: Ticker
}

/** Below this the difference is the network's, not the clock's. */
const kClockTolerance_ms = 5_000
/** What a call's end may wait for its last numbers. */
const kLastSample_ms = 2_000

export function correctedTime(sampled_at: number, offset_ms: number): number {
  return Math.abs(offset_ms) > kClockTolerance_ms ? Math.round(sampled_at + offset_ms) : sampled_at
}

/** JSON has no NaN or Infinity: a module's slip becomes "unknown", as the dictionary asks. */
export function cleaned(sample: Sample): Sample {
  const clean: Sample = { sampled_at: Math.round(sample.sampled_at) }
  for (const [field, value] of Object.entries(sample))
    if (field !== 'sampled_at')
      clean[field] = typeof value === 'number' && Number.isFinite(value) ? value : null
  return clean
}

/** With what the app itself knows. What the module says of the machine comes from nearer to the call. */
export function completed(sample: Sample, surrounding: Surrounding, mos: EModel): Sample {
  const whole: Sample = { ...sample, ...surrounding }
  whole.cpu_pressure = sample.cpu_pressure ?? surrounding.cpu_pressure
  whole.audio_mos = audioMos(sample, mos)
  whole.video_score = videoScore(sample)
  return whole
}

export class Sampler {
  private stopTicker: () => void
  private taking: Promise<Entry | null> | null = null

  constructor(private readonly options: SamplerOptions) {
    this.stopTicker = options.ticker(options.interval_s * 1000, () => void this.take())
  }

  /** The entry that was kept; null when the module had nothing or failed. One at a time. */
  take(): Promise<Entry | null> {
    this.taking ??= this.takeOne().finally(() => {
      this.taking = null
    })
    return this.taking
  }

  /** Stops the clock and takes the last sample, within bounds. */
  finish(): Promise<Entry | null> {
    this.stopTicker()
    return within(kLastSample_ms, 'The last sample came too late', this.take())
      .catch(() => null)
      .finally(() => this.options.surroundings.stop())
  }

  private async takeOne(): Promise<Entry | null> {
    const { stats, surroundings, mos, identity, keep, clockOffset_ms, interval_s } = this.options
    try {
      // A module that never answers costs the intervals in which it does not, and none after them.
      const late = 'The numbers did not come within the interval'
      const measured = cleaned(await within(interval_s * 1000, late, stats()))
      const sample = completed(measured, surroundings.take(), mos)
      sample.sampled_at = correctedTime(sample.sampled_at, clockOffset_ms)
      const entry: Entry = { ...identity(), sampled_at: sample.sampled_at, sample }
      await keep(entry)
      return entry
    } catch (error) {
      console.warn('Vuedeo: a sample of this interval could not be taken:', error)
      return null
    }
  }
}
