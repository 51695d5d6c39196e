// One participant's chart: canvas, legend, buttons, keyboard and table.
import {
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'
import zoomPlugin from 'chartjs-plugin-zoom'
import { makeConfig, type Look } from './config'
import { isEmpty, type ChartDocument, type Plot, type PlottedParticipant } from './document'
import { el } from './dom'
import { formatsOf, type Formats } from './format'
import { commandOf, nextIndex, pannedRange, zoomedRange, type Range } from './keyboard'
import { makeLegend } from './legend'
import { PlotPlatform, setSize } from './platform'
import { describe, describePoint } from './summary'
import { makeTable } from './table'
import type { Theme } from './theme'

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip, zoomPlugin)

const hint =
  'Drag across the chart to zoom, or turn the wheel with Ctrl; drag with Shift to move along. ' +
  'Keyboard: arrows read values, + and − zoom, Page Up and Page Down move along, Esc resets.'

export interface FigureOptions {
  theme: Theme
  locale: string
  onZoom?: ((range: Range | null) => void) | undefined
}

let figures = 0

export class Figure {
  readonly element: HTMLElement
  private readonly id = `vdo-${++figures}`
  private readonly name = el('h3', { class: 'vdo-name' })
  private readonly groups = el('div', { class: 'vdo-groups', role: 'group', 'aria-label': 'Charts' })
  private readonly reset = el('button', { type: 'button', class: 'vdo-reset', hidden: '' }, 'Reset zoom')
  private readonly tableToggle = el('button', { type: 'button', 'aria-expanded': 'false' }, 'Show as table')
  private readonly canvas = el('canvas', {
    tabindex: '0',
    role: 'application',
    'aria-roledescription': 'chart',
    // Until it is drawn it takes no memory; and Chart.js need not look for a size.
    width: '0',
    height: '0',
  })
  private readonly box = el('div', { class: 'vdo-plot' }, this.canvas)
  private readonly empty = el('p', { class: 'vdo-empty', hidden: '' }, 'Nothing was measured in this time.')
  private readonly table = el('div', { class: 'vdo-table', role: 'region', tabindex: '0', hidden: '' })
  private readonly live = el('div', { class: 'vdo-hidden', 'aria-live': 'polite' })
  private legend = el('ul')
  private isDrawn = false
  private chart: Chart<'line', (number | null)[], number> | null = null
  private plot: Plot | null = null
  private group: string | null = null
  private readonly hidden = new Set<string>()
  private zoom: Range | null = null
  /** That of the last document that was shown without a zoom: the next one may be of the zoom alone. */
  private whole: Range = { from: 0, to: 0 }
  private cursor: number | null = null
  private formats: Formats

  constructor(
    private document: ChartDocument,
    private participant: PlottedParticipant,
    private readonly options: FigureOptions,
  ) {
    this.formats = formatsOf(options.locale, document.time_zone)
    const hintId = `${this.id}-hint`
    this.canvas.setAttribute('aria-describedby', hintId)
    this.table.id = `${this.id}-table`
    this.tableToggle.setAttribute('aria-controls', this.table.id)
    this.box.append(this.empty)
    this.element = el(
      'section',
      { class: 'vdo-figure' },
      el('div', { class: 'vdo-head' }, this.name, this.groups),
      this.legend,
      this.box,
      el(
        'div',
        { class: 'vdo-foot' },
        el('p', { class: 'vdo-hint', id: hintId }, hint),
        el('div', { class: 'vdo-actions' }, this.reset, this.tableToggle),
      ),
      this.table,
      this.live,
    )
    this.reset.addEventListener('click', () => {
      this.resetZoom()
      this.canvas.focus()
    })
    this.tableToggle.addEventListener('click', () => this.toggleTable())
    this.canvas.addEventListener('keydown', (event) => this.onKey(event))
    this.canvas.addEventListener('blur', () => this.moveCursor(null))
    this.update(document, participant)
  }

  /** To be asked of all figures before one is drawn: each drawing has the browser lay the page out anew. */
  measure(): DOMRect {
    const place = this.box.getBoundingClientRect()
    setSize(this.canvas, place)
    return place
  }

  /** Draws for the first time; before that all but the lines is there. */
  draw(): void {
    this.isDrawn = true
    if (this.plot) this.showChart(this.plot)
  }

  update(document: ChartDocument, participant: PlottedParticipant): void {
    this.name.hidden = document.participants.length < 2
    if (document.time_zone !== this.document.time_zone) {
      this.formats = formatsOf(this.options.locale, document.time_zone)
    }
    this.document = document
    if (!this.zoom) this.whole = document.range
    this.participant = participant
    const { charts } = participant
    this.plot = charts.find(({ group }) => group === this.group) ?? charts[0] ?? null
    this.group = this.plot?.group ?? null
    this.name.textContent = participant.name || participant.id
    this.showGroups()
    this.refresh()
  }

  setTheme(theme: Theme): void {
    this.options.theme = theme
    // A chart's plugins, and so the cursor line, are fixed when it is made.
    this.chart?.destroy()
    this.chart = null
    this.refresh()
    this.moveCursor(this.cursor)
  }

  destroy(): void {
    this.chart?.destroy()
    this.chart = null
    this.element.remove()
  }

  private look(): Look {
    return {
      theme: this.options.theme,
      formats: this.formats,
      intervalS: this.document.interval_s,
      counts: this.participant.count,
      bridgeMs: this.document.bridge_ms,
      hidden: this.hidden,
      readTime: () => (this.cursor === null ? null : (this.plot?.data.labels[this.cursor] ?? null)),
    }
  }

  /** Shows what the members say, in the chart that is there. */
  private refresh(): void {
    const plot = this.plot
    this.empty.hidden = plot !== null && !isEmpty(plot)
    this.reset.hidden = this.zoom === null
    if (!plot) {
      this.chart?.destroy()
      this.chart = null
      return
    }
    const name = this.participant.name || this.participant.id
    this.canvas.setAttribute('aria-label', describe(name, plot, this.formats))
    this.showLegend(plot)
    if (this.isDrawn) this.showChart(plot)
    this.showTable(plot, name)
  }

  private showChart(plot: Plot): void {
    const config = makeConfig(plot, this.look(), {
      limits: () => this.limits(),
      allowWheel: (event) => (event as WheelEvent).ctrlKey || document.activeElement === this.canvas,
      zoomed: () => this.readZoom(),
    })
    const x = config.options!.scales!.x!
    x.min = this.zoom?.from ?? this.document.range.from
    x.max = this.zoom?.to ?? this.document.range.to
    if (!this.chart) {
      this.chart = new Chart(this.canvas, { ...config, platform: PlotPlatform })
      // The pinch gesture would take vertical scrolling from a phone's page.
      this.canvas.style.touchAction = 'pan-y'
      return
    }
    const datasets = config.data.datasets.map((set, index) => {
      const old = this.chart!.data.datasets[index]
      return old ? Object.assign(old, set) : set
    })
    this.chart.data.labels = plot.data.labels
    this.chart.data.datasets = datasets
    this.chart.options = config.options!
    this.chart.update('none')
    this.moveCursor(this.cursor)
  }

  private showGroups(): void {
    const { charts } = this.participant
    this.groups.hidden = charts.length < 2
    const focused = this.groups.contains(document.activeElement)
    const buttons = charts.map(({ group, label }) => {
      const pressed = String(group === this.group)
      const button = el('button', { type: 'button', 'aria-pressed': pressed }, label)
      button.addEventListener('click', () => this.choose(group))
      return button
    })
    this.groups.replaceChildren(...buttons)
    if (focused) buttons[charts.findIndex(({ group }) => group === this.group)]?.focus()
  }

  private choose(group: string): void {
    if (group === this.group) return
    this.group = group
    this.cursor = null
    this.chart?.destroy()
    this.chart = null
    this.update(this.document, this.participant)
  }

  private showLegend(plot: Plot): void {
    const focused = this.legend.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.field
      : undefined
    const legend = makeLegend(plot, this.formats, this.options.theme, this.hidden, (field) => {
      if (!this.hidden.delete(field)) this.hidden.add(field)
      this.refresh()
    })
    this.legend.replaceWith(legend)
    this.legend = legend
    if (focused) legend.querySelector<HTMLElement>(`[data-field="${focused}"]`)?.focus()
  }

  private toggleTable(): void {
    this.table.hidden = !this.table.hidden
    this.tableToggle.setAttribute('aria-expanded', String(!this.table.hidden))
    this.tableToggle.textContent = this.table.hidden ? 'Show as table' : 'Hide table'
    this.refresh()
  }

  private showTable(plot: Plot, name: string): void {
    if (this.table.hidden) {
      this.table.replaceChildren()
      return
    }
    this.table.setAttribute('aria-label', `${name}: ${plot.title}, as a table`)
    const top = this.table.scrollTop
    this.table.replaceChildren(makeTable(name, plot, this.formats, this.zoom ?? this.document.range))
    this.table.scrollTop = top
  }

  // ---- Zoom ----

  private limits(): { min: number; max: number; minRange: number } {
    const { from, to } = this.whole
    const minRange = Math.min(to - from, 4000 * this.document.interval_s)
    return { min: from, max: to, minRange: Math.max(1, minRange) }
  }

  private setZoom(range: Range | null): void {
    this.zoom = range
    this.options.onZoom?.(range)
    this.refresh()
  }

  private resetZoom(): void {
    if (this.zoom) this.setZoom(null)
  }

  private readZoom(): void {
    if (!this.chart) return
    const { min, max } = this.chart.scales.x!
    const { from, to } = this.whole
    const range = { from: Math.round(min), to: Math.round(max) }
    const whole = range.from <= from && range.to >= to
    if (whole && !this.zoom) return
    this.setZoom(whole ? null : range)
  }

  // ---- Keyboard ----

  private onKey(event: KeyboardEvent): void {
    const command = commandOf(event)
    if (!command || !this.plot || event.ctrlKey || event.metaKey || event.altKey) return
    if (command.kind === 'reset') {
      if (this.cursor === null && !this.zoom) return
      this.moveCursor(null)
      this.resetZoom()
    } else if (command.kind === 'move') {
      const range = this.zoom ?? this.document.range
      const index = nextIndex(this.plot.data.labels, this.cursor, command.by, range)
      this.revealAndRead(index)
    } else if (command.kind === 'pan') {
      if (!this.zoom) return
      this.setZoom(pannedRange(this.zoom, this.whole, command.widths))
    } else {
      const { labels } = this.plot.data
      const around = this.cursor === null ? undefined : labels[this.cursor]
      const limits = this.limits()
      this.setZoom(zoomedRange(this.zoom, this.whole, command.factor, around, limits.minRange))
    }
    event.preventDefault()
  }

  private revealAndRead(index: number | null): void {
    const time = index === null ? undefined : this.plot?.data.labels[index]
    if (index === null || time === undefined) return
    this.cursor = index
    if (this.zoom && (time < this.zoom.from || time > this.zoom.to)) {
      const width = this.zoom.to - this.zoom.from
      const { from, to } = this.whole
      const start = Math.max(from, Math.min(to - width, Math.round(time - width / 2)))
      this.setZoom({ from: start, to: start + width })
    }
    this.moveCursor(index)
    this.live.textContent = describePoint(
      this.plot!,
      index,
      this.document.interval_s,
      this.formats,
      (set) => !this.hidden.has(set.field),
    )
  }

  private moveCursor(index: number | null): void {
    if (index === null && this.cursor === null) return
    this.cursor = index
    const chart = this.chart
    if (!chart) return
    const active = chart.data.datasets
      .map((_, datasetIndex) => ({ datasetIndex, index: index ?? -1 }))
      .filter(({ datasetIndex, index: i }) => {
        const element = chart.getDatasetMeta(datasetIndex).data[i]
        return element !== undefined && chart.isDatasetVisible(datasetIndex) && !('skip' in element && element.skip)
      })
    const first = active[0] && chart.getDatasetMeta(active[0].datasetIndex).data[active[0].index]
    chart.setActiveElements(active)
    chart.tooltip?.setActiveElements(active, { x: first?.x ?? 0, y: first?.y ?? 0 })
    chart.render()
  }
}
