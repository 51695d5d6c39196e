// The same numbers as a table.
import { valueText } from './codes'
import { lines, type Plot } from './document'
import { el } from './dom'
import type { Formats } from './format'

const header = (text: string, scope: 'col' | 'row') => el('th', { scope }, text)

export function makeTable(
  name: string,
  plot: Plot,
  formats: Formats,
  range: { from: number; to: number },
  maxRows = 1000,
): HTMLTableElement {
  const sets = lines(plot)
  const titles = sets.map((set) => (set.unit === '' ? set.label : `${set.label} (${set.unit})`))
  const body = el('tbody')
  let rows = 0
  plot.data.labels.forEach((time, index) => {
    if (time < range.from || time > range.to || rows++ >= maxRows) return
    const cells = sets.map((set) => {
      const value = set.data[index]
      return value === null || value === undefined
        ? el('td', {}, el('span', { 'aria-hidden': 'true' }, '–'), el('span', { class: 'vdo-hidden' }, 'unknown'))
        : el('td', {}, set.unit === '' ? valueText(set, value, formats) : formats.number(value))
    })
    body.append(el('tr', {}, header(formats.dateTime(time), 'row'), ...cells))
  })
  const more = rows > maxRows ? ` (the first ${maxRows} rows: zoom in to see others)` : ''
  return el(
    'table',
    {},
    el('caption', {}, `${name}: ${plot.title}${more}`),
    el('thead', {}, el('tr', {}, header('Time', 'col'), ...titles.map((title) => header(title, 'col')))),
    body,
  )
}
