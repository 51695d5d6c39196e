// Numbers and times as people read them, in their locale and time zone.

export interface Formats {
  /** "1.25 Mbit/s"; "unknown" for null. */
  quantity(value: number | null | undefined, unit: string): string
  number(value: number): string
  /** "3 Mar 2026, 14:05:15" */
  dateTime(ms: number): string
  /** "3 Mar 2026, 14:05:00 – 14:05:15"; of days, with the date of the end. */
  interval(ms: number, lengthS: number): string
  /** The label of a tick: a date at midnight, else the time, with seconds when `stepMs` needs them. */
  tick(ms: number, stepMs: number): string
  /** The day or days of a range, with the time zone: "24 Nov 2026, UTC". */
  day(from: number, to: number): string
  /** Milliseconds to add to `ms` to read local time off UTC functions. */
  offset(ms: number): number
}

function supported(locale: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0 ? locale : undefined
  } catch {
    return undefined
  }
}

function knownZone(timeZone: string | null): string | undefined {
  if (timeZone === null) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

const made = new Map<string, Formats>()

/** Made once for all charts: a formatter of Intl takes its milliseconds. */
export function formatsOf(locale: string, timeZone: string | null): Formats {
  const key = JSON.stringify([locale, timeZone])
  const formats = made.get(key) ?? makeFormats(locale, timeZone)
  made.set(key, formats)
  return formats
}

/** An unknown locale or time zone falls back to the browser's own. */
export function makeFormats(locale: string, timeZone: string | null): Formats {
  const language = supported(locale)
  const zone = knownZone(timeZone)
  const times = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: zone })
  const numbers = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }),
  )
  const dateTime = times({ dateStyle: 'medium', timeStyle: 'medium' })
  const seconds = times({ timeStyle: 'medium' })
  const minutes = times({ timeStyle: 'short' })
  const day = times({ day: 'numeric', month: 'short' })
  const wholeDay = times({ dateStyle: 'medium' })
  const zoneName = times({ hour: 'numeric', timeZoneName: 'short' })
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })

  const number = (value: number) => {
    const size = Math.abs(value)
    return numbers[size >= 100 ? 0 : size >= 10 ? 1 : 2]!.format(value)
  }
  const offset = (ms: number) => {
    const at: Record<string, number> = {}
    for (const { type, value } of parts.formatToParts(ms)) at[type] = Number(value)
    const local = Date.UTC(at.year!, at.month! - 1, at.day, at.hour, at.minute, at.second)
    return local - Math.floor(ms / 1000) * 1000
  }
  return {
    number,
    quantity: (value, unit) => {
      if (value === null || value === undefined) return 'unknown'
      return unit === '' ? number(value) : `${number(value)} ${unit}`
    },
    dateTime: (ms) => dateTime.format(ms),
    interval: (ms, lengthS) => {
      const end = lengthS < 86_400 ? seconds : dateTime
      return `${dateTime.format(ms)} – ${end.format(ms + lengthS * 1000)}`
    },
    day: (from, to) => {
      const [first, last] = [wholeDay.format(from), wholeDay.format(to)]
      const name = zoneName.formatToParts(from).find(({ type }) => type === 'timeZoneName')
      return `${first === last ? first : `${first} – ${last}`}, ${name?.value ?? ''}`
    },
    tick: (ms, stepMs) => {
      const midnight = (ms + offset(ms)) % 86_400_000 === 0
      if (midnight || stepMs >= 86_400_000) return day.format(ms)
      return (stepMs < 60_000 ? seconds : minutes).format(ms)
    },
    offset,
  }
}
