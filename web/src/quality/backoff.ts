// When to try again after failures: later each time, spread at random, and never sooner than asked for.

const kFirst_ms = 2_000
const kLongest_ms = 5 * 60_000

export class Backoff {
  failures = 0
  notBefore = 0

  /** `random`: 0 to 1; half of the wait is left to it. */
  fail(now: number, asked_ms: number, random: number): void {
    const longest = Math.min(kLongest_ms, kFirst_ms * 2 ** this.failures)
    this.failures += 1
    this.notBefore = now + Math.max(Math.min(asked_ms, kLongest_ms), longest * (0.5 + 0.5 * random))
  }

  succeed(): void {
    this.failures = this.notBefore = 0
  }
}
