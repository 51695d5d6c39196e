// One RTP stream over one interval, from two reports of it. Time is each report's own timestamp.
import { amount, number, type Report } from './reports'

export class Interval {
  private constructor(
    private readonly before: Report,
    private readonly after: Report,
    /** Seconds between the two. */
    readonly seconds: number,
  ) {}

  /** Null: nothing was measured, because there is no baseline, no time passed, or a counter was reset. */
  static between(before: Report | undefined, after: Report, counters: readonly string[]): Interval | null {
    if (!before) return null
    const from = number(before, 'timestamp')
    const to = number(after, 'timestamp')
    if (from === null || to === null || to <= from) return null
    const wentDown = counters.some((name) => {
      const [a, b] = [amount(before, name), amount(after, name)]
      return a !== null && b !== null && b < a
    })
    return wentDown ? null : new Interval(before, after, (to - from) / 1000)
  }

  /** How much a counter grew. */
  grown(counter: string): number | null {
    const [a, b] = [amount(this.before, counter), amount(this.after, counter)]
    return a === null || b === null || b < a ? null : b - a
  }

  /** packetsLost is signed and falls when late or duplicate packets arrive (RFC 3550, A.3). */
  grownSigned(counter: string): number | null {
    const [a, b] = [number(this.before, counter), number(this.after, counter)]
    return a === null || b === null ? null : Math.max(0, b - a)
  }

  /** How much one of the counters in a record grew. */
  grownIn(record: string, counter: string): number | null {
    const inside = (report: Report) => amount(report[record] as Report | undefined, counter)
    const [a, b] = [inside(this.before), inside(this.after)]
    return a === null || b === null || b < a ? null : b - a
  }

  perSecond(counter: string): number | null {
    const grown = this.grown(counter)
    return grown === null ? null : grown / this.seconds
  }

  bitsPerSecond(bytes: string): number | null {
    const perSecond = this.perSecond(bytes)
    return perSecond === null ? null : perSecond * 8
  }
}

/** Sums what is known; null as long as nothing is. */
export class Sum {
  private total = 0
  private known = false

  add(value: number | null): void {
    if (value === null) return
    this.total += value
    this.known = true
  }

  get value(): number | null {
    return this.known ? this.total : null
  }
}

/** A quotient of sums: a mean, or a share, weighted by its denominators. */
export class Ratio {
  private numerator = 0
  private denominator = 0

  add(numerator: number | null, denominator: number | null): void {
    if (numerator === null || denominator === null || denominator <= 0) return
    this.numerator += numerator
    this.denominator += denominator
  }

  merge(other: Ratio): void {
    this.add(other.numerator, other.denominator)
  }

  get weight(): number {
    return this.denominator
  }

  get value(): number | null {
    return this.denominator > 0 ? this.numerator / this.denominator : null
  }
}

/** The larger picture of several. */
export class Largest {
  width: number | null = null
  height: number | null = null

  add(width: number | null, height: number | null): void {
    if (height === null || (this.height !== null && height <= this.height)) return
    this.width = width
    this.height = height
  }
}

export class Maximum {
  value: number | null = null

  add(value: number | null): void {
    if (value !== null && (this.value === null || value > this.value)) this.value = value
  }
}
