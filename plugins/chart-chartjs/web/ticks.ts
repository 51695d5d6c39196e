// Where a time axis has its ticks: at whole seconds, minutes, hours or days of local time.

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * day),
]

/** The smallest step that puts at most `count` ticks on `span`. */
export function stepFor(span: number, count: number): number {
  const least = span / Math.max(1, count)
  const step = steps.find((candidate) => candidate >= least)
  return step ?? Math.ceil(least / (365 * day)) * 365 * day
}

/** `offset` tells how far local time is ahead of UTC at a moment (it changes with summer time). */
export function timeTicks(
  from: number,
  to: number,
  count: number,
  offset: (ms: number) => number,
): { step: number; ticks: number[] } {
  const step = stepFor(to - from, count)
  return { step, ticks: step > hour ? apart(step) : together(step) }

  /** Those of the clock itself, which may show an hour twice or leave one out. */
  function together(step: number): number[] {
    const ticks: number[] = []
    const next = (ms: number) => ms + ((step - ((ms + offset(ms)) % step)) % step)
    for (let ms = next(from); ms <= to && ticks.length < 200; ms = next(ms + step)) ticks.push(ms)
    return ticks
  }

  /** Those of the calendar, each once. */
  function apart(step: number): number[] {
    const ticks: number[] = []
    const begin = Math.ceil((from + offset(from)) / step) * step
    for (let local = begin; ticks.length < 200; local += step) {
      // The second look settles the hours around a change of the clock.
      const guess = local - offset(local - offset(from))
      const ms = local - offset(guess)
      if (ms > to) return ticks
      if (ms >= from && ms !== ticks.at(-1)) ticks.push(ms)
    }
    return ticks
  }
}
