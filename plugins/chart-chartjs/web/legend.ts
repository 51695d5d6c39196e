// The legend: a button a line, which shows or hides it.
import { lines, type Dataset, type Plot } from './document'
import { el } from './dom'
import type { Formats } from './format'
import { figure } from './summary'
import type { Theme } from './theme'

const svgNamespace = 'http://www.w3.org/2000/svg'

function svg(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(svgNamespace, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}

const markers: Record<string, string> = {
  circle: 'M16 1.5a3.5 3.5 0 1 0 .01 0z',
  rect: 'M13 2h6v6h-6z',
  rectRot: 'M16 .8 20.2 5 16 9.2 11.8 5z',
  triangle: 'M16 .8 20 8h-8z',
  crossRot: 'M13 2l6 6M19 2l-6 6',
}

/** The line as it looks in the chart: colour, dash and marker. */
function swatch(set: Dataset, theme: Theme): SVGElement {
  const color = set.colors[theme]
  const picture = svg('svg', { width: 32, height: 10, viewBox: '0 0 32 10', 'aria-hidden': 'true' })
  const line = { x1: 0, x2: 32, y1: 5, y2: 5, stroke: color, 'stroke-width': set.borderWidth }
  picture.append(svg('line', { ...line, 'stroke-dasharray': (set.borderDash ?? []).join(' ') }))
  const path = markers[set.pointStyle ?? 'circle'] ?? markers.circle!
  const turn = `rotate(${set.pointRotation ?? 0} 16 5)`
  picture.append(svg('path', { d: path, fill: color, stroke: color, transform: turn }))
  return picture
}

export function makeLegend(
  plot: Plot,
  formats: Formats,
  theme: Theme,
  hidden: ReadonlySet<string>,
  toggle: (field: string) => void,
): HTMLUListElement {
  const entries = lines(plot).map((set) => {
    const pressed = String(!hidden.has(set.field))
    const button = el(
      'button',
      { type: 'button', 'aria-pressed': pressed, 'data-field': set.field },
      swatch(set, theme),
      el('span', { class: 'vdo-label' }, set.label),
      el('span', { class: 'vdo-value' }, figure(set, formats)),
    )
    button.addEventListener('click', () => toggle(set.field))
    return el('li', {}, button)
  })
  return el('ul', { class: 'vdo-legend', 'aria-label': 'Lines' }, ...entries)
}
