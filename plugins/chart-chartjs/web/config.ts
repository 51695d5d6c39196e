// From the document's configuration to Chart.js's own, with the functions that JSON cannot carry.
import type { ChartConfiguration, ChartDataset, Plugin, ScaleOptions, TooltipItem } from 'chart.js'
import { valueText } from './codes'
import type { Dataset, Plot } from './document'
import { bridged } from './bridges'
import type { Formats } from './format'
import { themes, type Theme } from './theme'
import { timeTicks } from './ticks'

export type LineDataset = ChartDataset<'line', (number | null)[]> & { source: Dataset }

export interface Look {
  theme: Theme
  formats: Formats
  intervalS: number
  /** Samples behind each point. */
  counts: number[]
  bridgeMs: number
  hidden: ReadonlySet<string>
  /** Where the keyboard's cursor stands, also in a gap; null: nowhere. */
  readTime(): number | null
}

const font = { family: 'system-ui, sans-serif', size: 12 }

export function makeDataset(set: Dataset, times: number[], look: Look): LineDataset {
  const color = set.colors[look.theme]
  const band = set.role !== 'value'
  const crossed = bridged(set.data, times, look.bridgeMs)
  const isGap = (i: number) => set.data[i] === null && !crossed[i]
  const hidesGaps = ({ p0DataIndex, p1DataIndex }: { p0DataIndex: number; p1DataIndex: number }) =>
    isGap(p0DataIndex) || isGap(p1DataIndex) ? 'transparent' : undefined
  const isBroken = set.data.some((_, i) => isGap(i))
  return {
    source: set,
    label: set.label,
    yAxisID: set.yAxisID,
    data: set.data,
    hidden: look.hidden.has(set.field),
    borderColor: color,
    backgroundColor: band ? `${color}2e` : color,
    borderWidth: set.borderWidth,
    borderDash: set.borderDash ?? [],
    borderJoinStyle: 'round',
    pointStyle: (set.pointStyle ?? 'circle') as 'circle',
    pointRotation: set.pointRotation ?? 0,
    pointRadius: set.pointRadius,
    pointHoverRadius: band ? 0 : 5,
    pointHitRadius: band ? 0 : 8,
    fill: set.fill ?? false,
    order: set.order,
    spanGaps: !band,
    segment: isBroken ? { borderColor: hidesGaps } : undefined, // else drawn at one stroke
    // Markers on the axis are drawn whole.
    clip: { left: 5, right: 5, top: 6, bottom: 6 },
    tension: 0,
  }
}

type Scales = Record<string, ScaleOptions<'linear'>>

export function makeScales(plot: Plot, look: Look): Scales {
  const { text, faint, grid, border } = themes[look.theme]
  let step = 0
  const { x, left, right } = plot.options.scales
  const scales: Scales = {
    x: {
      type: 'linear',
      min: x.min,
      max: x.max,
      border: { color: border },
      grid: { color: grid },
      title: { display: true, text: look.formats.day(x.min, x.max), color: faint, font },
      afterBuildTicks: (scale) => {
        const count = Math.max(2, Math.floor(scale.chart.width / 110))
        const built = timeTicks(scale.min, scale.max, count, look.formats.offset)
        step = built.step
        scale.ticks = built.ticks.map((value) => ({ value }))
      },
      ticks: {
        color: faint,
        font,
        maxRotation: 0,
        autoSkipPadding: 16,
        callback: (value) => look.formats.tick(Number(value), step),
      },
    } as ScaleOptions<'linear'>,
  }
  for (const [id, axis] of Object.entries({ left, right })) {
    if (!axis) continue
    scales[id] = {
      type: 'linear',
      position: axis.position,
      min: axis.min,
      ...(axis.suggestedMax === undefined ? {} : { suggestedMax: axis.suggestedMax }),
      border: { display: false },
      grid: { color: grid, drawOnChartArea: axis.grid.drawOnChartArea, drawTicks: false },
      title: { display: true, text: axis.title.text, color: text, font },
      ticks: {
        color: faint,
        font,
        padding: 8,
        maxTicksLimit: 6,
        callback: (value) => look.formats.number(Number(value)),
      },
    } as ScaleOptions<'linear'>
  }
  return scales
}

const source = (item: TooltipItem<'line'>) => (item.dataset as LineDataset).source

/** "Upload: 1.25 Mbit/s (1 – 2.1)": the band stands in parentheses. */
function tooltipLabel(item: TooltipItem<'line'>, formats: Formats): string {
  const set = source(item)
  const edges = (item.chart.data.datasets as LineDataset[])
    .filter((other) => other.source.field === set.field && other.source.role !== 'value')
    .map((other) => other.data[item.dataIndex])
  const value = `${set.label}: ${valueText(set, set.data[item.dataIndex], formats)}`
  if (edges.length < 2 || edges.some((edge) => typeof edge !== 'number')) return value
  return `${value} (${edges.map((edge) => formats.number(edge as number)).join(' – ')})`
}

const samplesText = (count: number | undefined) =>
  count === undefined ? '' : `of ${count} ${count === 1 ? 'sample' : 'samples'}`

/** The line that marks the time under the pointer or the keyboard's cursor. */
const cursor = (look: Look): Plugin<'line'> => ({
  id: 'cursor',
  beforeDatasetsDraw: (chart) => {
    const { ctx, chartArea, scales } = chart
    const read = look.readTime()
    const x = read === null ? chart.getActiveElements()[0]?.element.x : scales.x?.getPixelForValue(read)
    if (x === undefined || x < chartArea.left || x > chartArea.right) return
    ctx.save()
    ctx.strokeStyle = themes[look.theme].cursor
    ctx.globalAlpha = 0.45
    ctx.beginPath()
    ctx.moveTo(x, chartArea.top)
    ctx.lineTo(x, chartArea.bottom)
    ctx.stroke()
    ctx.restore()
  },
})

export interface ZoomHooks {
  limits(): { min: number; max: number; minRange: number }
  allowWheel(event: Event): boolean
  zoomed(): void
}

export function makeConfig(
  plot: Plot,
  look: Look,
  zoom: ZoomHooks,
): ChartConfiguration<'line', (number | null)[], number> {
  const colors = themes[look.theme]
  return {
    type: 'line',
    data: {
      labels: plot.data.labels,
      datasets: plot.data.datasets.map((set) => makeDataset(set, plot.data.labels, look)),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false, // would be reckoned for each point: most of the time that a chart takes
      normalized: true,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 8 } },
      scales: makeScales(plot, look),
      plugins: {
        tooltip: {
          backgroundColor: colors.surface,
          borderColor: colors.border,
          borderWidth: 1,
          titleColor: colors.text,
          bodyColor: colors.text,
          titleFont: { ...font, weight: 600 },
          bodyFont: font,
          footerColor: colors.text,
          footerFont: { ...font, weight: 'normal' },
          padding: 10,
          boxPadding: 4,
          boxWidth: 8,
          boxHeight: 8,
          usePointStyle: true,
          filter: (item) => source(item).role === 'value',
          callbacks: {
            title: (items) =>
              items[0] ? look.formats.interval(items[0].parsed.x ?? 0, look.intervalS) : '',
            label: (item) => tooltipLabel(item, look.formats),
            footer: (items) => samplesText(look.counts[items[0]?.dataIndex ?? -1]),
          },
        },
        zoom: {
          limits: { x: zoom.limits() },
          // A finger needs no key for it: dragging with one zooms nothing.
          pan: { enabled: true, mode: 'x', modifierKey: 'shift', onPanComplete: () => zoom.zoomed() },
          zoom: {
            mode: 'x',
            drag: { enabled: true, threshold: 8, backgroundColor: colors.selection },
            wheel: { enabled: true, speed: 0.15 },
            pinch: { enabled: true },
            onZoomStart: ({ event }) => event.type !== 'wheel' || zoom.allowWheel(event),
            onZoomComplete: () => zoom.zoomed(),
          },
        },
      },
    },
    plugins: [cursor(look)],
  }
}
