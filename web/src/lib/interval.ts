// Lengths of time as people type them: "90s", "10 min", "2h", "1 day". Whole seconds.

export const kLongestInterval_s = 365 * 86_400

const kUnits: [names: string[], seconds: number][] = [
  [['s', 'sec', 'second', 'seconds', ''], 1],
  [['m', 'min', 'minute', 'minutes'], 60],
  [['h', 'hour', 'hours'], 3600],
  [['d', 'day', 'days'], 86_400],
]

/** Seconds, or what is wrong with the text. */
export function parseInterval(text: string): number | string {
  const [, amount, unit] = /^\s*(\d+(?:[.,]\d+)?)\s*([a-z]*)\.?\s*$/i.exec(text) ?? []
  const size = kUnits.find(([names]) => names.includes((unit ?? '?').toLowerCase()))?.[1]
  if (amount === undefined || size === undefined)
    return 'Write a number and a unit: 90 s, 10 min, 2 h or 1 d.'
  const seconds = Number(amount.replace(',', '.')) * size
  if (!Number.isInteger(Number(seconds.toFixed(6))) || seconds < 1)
    return 'An interval is a whole number of seconds, at least one.'
  if (seconds > kLongestInterval_s) return 'An interval is at most 365 days.'
  return Math.round(seconds)
}

const kLadder_s = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800]
/** A line needs that many pixels from one point to the next. */
const kPoint_px = 3

/** The interval for a chart of this width, as the server would choose it for more points: 'auto' then. */
export function intervalFor(range_ms: number, width_px: number, sampleInterval_s: number): string {
  const points = Math.floor(width_px / kPoint_px)
  // One more: a range rarely begins where an interval does.
  const fits = (seconds: number) => range_ms / 1000 / seconds + 1 <= points
  if (points < 1 || points >= 300 || range_ms <= 0) return 'auto'
  const found = kLadder_s.find((seconds) => seconds >= sampleInterval_s && fits(seconds))
  return found === undefined ? 'auto' : String(found)
}
