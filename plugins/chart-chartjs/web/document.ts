// The chart document as ../README.md describes it, and the one check that it is one.

export interface Stats {
  mean?: number
  sum?: number
  min: number
  max: number
}

export interface Dataset {
  field: string
  role: 'value' | 'min' | 'max'
  label: string
  unit: string
  direction: string
  yAxisID: 'left' | 'right'
  colors: { light: string; dark: string }
  data: (number | null)[]
  stats?: Stats | null
  borderWidth: number
  borderDash?: number[]
  pointStyle?: string
  pointRotation?: number
  pointRadius: number | number[]
  fill?: string | boolean
  order: number
}

export interface Axis {
  position: 'left' | 'right'
  min: number
  suggestedMax?: number
  title: { text: string }
  grid: { drawOnChartArea: boolean }
}

export interface Plot {
  group: string
  label: string
  title: string
  data: { labels: number[]; datasets: Dataset[] }
  options: { scales: { x: { min: number; max: number }; left?: Axis; right?: Axis } }
}

export interface PlottedParticipant {
  id: string
  name: string
  count: number[]
  charts: Plot[]
}

export interface ChartDocument {
  version: 1
  title: string
  range: { from: number; to: number }
  interval_s: number
  bridge_ms: number
  locale: string | null
  time_zone: string | null
  participants: PlottedParticipant[]
}

/** The document, or an error for people: it came from a server that may be of another version. */
export function readDocument(value: unknown): ChartDocument {
  const document = value as Partial<ChartDocument> | null
  if (typeof document !== 'object' || document === null || !Array.isArray(document.participants)) {
    throw new Error('The server sent no chart that this page can draw.')
  }
  if (document.version !== 1) {
    throw new Error(`The server sent a chart of version ${String(document.version)}; reload the page.`)
  }
  return document as ChartDocument
}

/** The lines of a plot without the edges of their bands. */
export function lines(plot: Plot): Dataset[] {
  return plot.data.datasets.filter((set) => set.role === 'value')
}

export function isEmpty(plot: Plot): boolean {
  return lines(plot).every((set) => set.data.every((value) => value === null))
}
