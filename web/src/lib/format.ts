// Numbers and times as people read them. Unknown (null) is a dash, never 0.

const kUnknown = '–'

export function formatBitrate(bps: number | null): string {
  if (bps === null) return kUnknown
  if (bps >= 1e6) return `${(bps / 1e6).toFixed(bps >= 1e7 ? 0 : 1)} Mbit/s`
  if (bps >= 1e3) return `${Math.round(bps / 1e3)} kbit/s`
  return `${Math.round(bps)} bit/s`
}

export function formatLoss(fraction: number | null): string {
  if (fraction === null) return kUnknown
  const percent = fraction * 100
  return `${percent === 0 || percent >= 10 ? Math.round(percent) : percent.toFixed(1)} %`
}

export function formatDelay(seconds: number | null): string {
  if (seconds === null) return kUnknown
  return seconds >= 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds * 1000)} ms`
}

/** Of a call into a plugin, where microseconds count: "4 µs", "1.3 ms", "2.4 s". */
export function formatLatency(seconds: number): string {
  const round = (value: number) => (value < 10 ? Number(value.toPrecision(2)) : Math.round(value))
  if (seconds < 1e-3) return `${round(seconds * 1e6)} µs`
  return seconds < 1 ? `${round(seconds * 1e3)} ms` : `${round(seconds)} s`
}

export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000))
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const seconds = String(total % 60).padStart(2, '0')
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`
}

const made = new Map<string, Intl.DateTimeFormat>()

/** Each is made once: that takes a hundred times as long as to use it. */
function dates(locale: string | undefined, options: Intl.DateTimeFormatOptions) {
  const key = JSON.stringify([locale, options])
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale, options)
  made.set(key, format)
  return format
}

export function formatDateTime(time: number, locale?: string): string {
  return dates(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time)
}

export function formatTime(time: number, locale?: string): string {
  return dates(locale, { timeStyle: 'short' }).format(time)
}

/** "Nov 24, 2026, 8:10 – 8:25 PM": what both ends share is said once. */
export function formatSpan(from: number, to: number, locale?: string): string {
  return dates(locale, { dateStyle: 'medium', timeStyle: 'short' }).formatRange(from, to)
}

/** Of a length that people choose: "15 s", "5 min", "1 h", "90 s". */
export function formatInterval(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`
  if (seconds % 3600 === 0) return `${seconds / 3600} h`
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}

/** A share of a call: "12 min", "45 s". */
export function formatMinutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}

const kSteps: [limit_s: number, size_s: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [7 * 86_400, 86_400, 'day'],
]

/** "3 minutes ago" within a week, a date before that. */
export function formatAgo(time: number, now = Date.now(), locale = 'en'): string {
  const age_s = Math.max(0, (now - time) / 1000)
  if (age_s < 10) return 'just now'
  for (const [limit_s, size_s, unit] of kSteps)
    if (age_s < limit_s)
      return new Intl.RelativeTimeFormat(locale).format(-Math.floor(age_s / size_s), unit)
  return dates(locale, { dateStyle: 'medium' }).format(time)
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Up to two letters for a picture's place: of the first and the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = [...(words[0] ?? '?')][0] ?? '?'
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}

/** One of `count` colours, the same for a participant in every browser. */
export function hueOf(id: string, count = 8): number {
  let hash = 0
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return hash % count
}
