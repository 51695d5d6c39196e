// The browser half of chart-chartjs: the document of its server half, drawn with Chart.js.
import type { Chart, ChartModule, ChartOptions } from 'vuedeo'
import { readDocument, type PlottedParticipant } from './document'
import { el } from './dom'
import { Figure } from './figure'
import { useStyles } from './styles'
import { Turns } from './turns'

/** The charts that are not in view yet, of all mounts: one a task. */
const turns = new Turns()

function drawAll(figures: Figure[]): void {
  const places = figures.map((figure) => figure.measure())
  figures.forEach((figure, i) => {
    const { top, bottom } = places[i]!
    if (bottom > 0 && top < innerHeight) figure.draw()
    else turns.add(figure, () => figure.draw())
  })
}

addEventListener('beforeprint', () => turns.finish())

function mount(element: HTMLElement, options: ChartOptions): Chart {
  let { theme } = options
  let document = readDocument(options.document)
  const root = el('div', { class: 'vdo-charts', 'data-theme': theme })
  const nobody = el('p', { class: 'vdo-hint' }, 'Nobody took part in this time.')
  const figures = new Map<string, Figure>()
  element.append(root)
  const release = useStyles(element)

  const makeFigure = (participant: PlottedParticipant): Figure => {
    const { locale, onZoom } = options
    const figure = new Figure(document, participant, { theme, locale, onZoom })
    figures.set(participant.id, figure)
    root.append(figure.element)
    return figure
  }

  const remove = (figure: Figure) => {
    turns.remove(figure)
    figure.destroy()
  }

  const show = () => {
    const present = new Set(document.participants.map(({ id }) => id))
    for (const [id, figure] of figures) {
      if (present.has(id)) continue
      remove(figure)
      figures.delete(id)
    }
    if (present.size === 0) root.append(nobody)
    else nobody.remove()
    const made: Figure[] = []
    for (const participant of document.participants) {
      const figure = figures.get(participant.id)
      if (figure) figure.update(document, participant)
      else made.push(makeFigure(participant))
    }
    drawAll(made)
  }
  show()

  return {
    update(next) {
      document = readDocument(next)
      show()
    },
    setTheme(next) {
      theme = next
      root.dataset.theme = next
      for (const figure of figures.values()) figure.setTheme(next)
    },
    destroy() {
      for (const figure of figures.values()) remove(figure)
      figures.clear()
      root.remove()
      release()
    },
  }
}

const module: ChartModule = {
  apiVersion: 1,
  mediaType: 'application/vnd.vuedeo.chartjs+json',
  mount,
}
export default module
