// What a chart shows, in words: for the label of the canvas and for whoever moves along its points.
import { valueText } from './codes'
import { isEmpty, lines, type Dataset, type Plot } from './document'
import type { Formats } from './format'

function stat(set: Dataset, formats: Formats): string {
  const { stats, unit } = set
  if (!stats) return `${set.label} unknown`
  if (unit === '%') return `${set.label} at worst ${formats.quantity(stats.max, unit)}`
  if (stats.sum !== undefined) return `${set.label} in all ${formats.quantity(stats.sum, unit)}`
  if (stats.mean === undefined) return `${set.label} at most ${valueText(set, stats.max, formats)}`
  return `${set.label} ${formats.quantity(stats.mean, unit)} on average`
}

/** "Ada, bandwidth and packet loss: Upload 1.2 Mbit/s on average, ..." */
export function describe(name: string, plot: Plot, formats: Formats): string {
  const title = `${name}, ${plot.title.charAt(0).toLowerCase()}${plot.title.slice(1)}`
  if (isEmpty(plot)) return `${title}: nothing was measured in this time.`
  const what = lines(plot).map((set) => stat(set, formats))
  return `${title}: ${what.join(', ')}.`
}

/** The values at one point, for the live region. */
export function describePoint(
  plot: Plot,
  index: number,
  intervalS: number,
  formats: Formats,
  isShown: (set: Dataset) => boolean,
): string {
  const time = plot.data.labels[index]
  if (time === undefined) return ''
  const values = lines(plot)
    .filter(isShown)
    .map((set) => `${set.label} ${valueText(set, set.data[index], formats)}`)
  return `${formats.interval(time, intervalS)}: ${values.join(', ') || 'nothing is shown'}`
}

/** The small figure in a legend button: "Ø 1.2 Mbit/s", "max 3 %". */
export function figure(set: Dataset, formats: Formats): string {
  const { stats, unit } = set
  if (!stats) return 'unknown'
  if (unit === '%' || (stats.mean === undefined && stats.sum === undefined))
    return `max ${valueText(set, stats.max, formats)}`
  if (stats.sum !== undefined) return formats.quantity(stats.sum, unit)
  return `mean ${formats.quantity(stats.mean, unit)}`
}
