// The browser half of chart-svg: shows the picture that its server half has drawn.
import type { Chart, ChartModule, ChartOptions } from 'vuedeo'
import { readPicture } from './picture'

function mount(element: HTMLElement, options: ChartOptions): Chart {
  const host = document.createElement('div')
  // A root of its own keeps the page's style sheet from the picture, and this one from the page.
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(':host { display: block } svg { display: block; max-width: 100%; height: auto }')
  root.adoptedStyleSheets = [sheet]
  root.replaceChildren(readPicture(options.document))
  element.append(host)

  return {
    update(next) {
      root.replaceChildren(readPicture(next))
    },
    // The app loads the document of the other theme after this.
    setTheme() {},
    destroy() {
      host.remove()
    },
  }
}

const module: ChartModule = { apiVersion: 1, mediaType: 'image/svg+xml', mount }
export default module
