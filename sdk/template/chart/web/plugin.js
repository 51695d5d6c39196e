// The browser half: draws the document as SVG. The types are those of vuedeo.d.ts.
const svgNamespace = 'http://www.w3.org/2000/svg'
const width = 600
const height = 200

/** The pieces of a line as SVG points, broken wherever a value is unknown. */
export function pieces({ time, value }, { from, to }, highest) {
  const found = []
  let piece = []
  time.forEach((at, i) => {
    if (value[i] !== null) {
      const x = ((at - from) / Math.max(1, to - from)) * width
      const y = height - (value[i] / (highest || 1)) * height
      piece.push(`${x.toFixed(1)},${y.toFixed(1)}`)
    }
    if (piece.length && (value[i] === null || i === time.length - 1)) {
      found.push(piece.join(' '))
      piece = []
    }
  })
  return found
}

function draw(element, document, theme) {
  const page = element.ownerDocument
  const svg = page.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.setAttribute('role', 'img')
  const names = document.lines.map((line) => line.name ?? 'unknown').join(', ')
  svg.setAttribute('aria-label', `${document.label} in ${document.unit}: ${names}`)
  const highest = Math.max(0, ...document.lines.flatMap((line) => line.value))
  document.lines.forEach((line, i) => {
    const hue = (i * 137) % 360
    for (const points of pieces(line, document, highest)) {
      const shape = page.createElementNS(svgNamespace, 'polyline')
      shape.setAttribute('points', points)
      shape.setAttribute('fill', 'none')
      shape.setAttribute('stroke', `hsl(${hue} 70% ${theme === 'dark' ? 70 : 35}%)`)
      shape.setAttribute('stroke-width', '2')
      shape.setAttribute('stroke-linecap', 'round')
      svg.append(shape)
    }
  })
  element.replaceChildren(svg)
}

export default {
  apiVersion: 1,
  mediaType: 'application/vnd.chart-template+json',

  mount(element, { document, theme }) {
    draw(element, document, theme)
    return {
      update(next) {
        document = next
        draw(element, document, theme)
      },
      setTheme(next) {
        theme = next
        draw(element, document, theme)
      },
      destroy() {
        element.replaceChildren()
      },
    }
  },
}
