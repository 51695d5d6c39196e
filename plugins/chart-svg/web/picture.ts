// An SVG document as nodes of this page: what is no drawing, and every address, stays out.

const namespace = 'http://www.w3.org/2000/svg'
const elements = new Set(['svg', 'g', 'title', 'desc', 'rect', 'path', 'text'])
const attributes = new Set(
  ('width height viewBox x y d fill stroke stroke-width stroke-dasharray stroke-linejoin opacity ' +
    'role text-anchor transform font-family font-size font-weight').split(' '),
)

function copy(source: Element): SVGElement {
  const target = document.createElementNS(namespace, source.localName)
  for (const { name, value } of Array.from(source.attributes))
    if (attributes.has(name)) target.setAttribute(name, value)
  for (const child of Array.from(source.childNodes)) {
    if (child.nodeType === Node.TEXT_NODE) target.append(child.textContent ?? '')
    else if (child instanceof Element && isDrawing(child)) target.append(copy(child))
  }
  return target
}

function isDrawing(element: Element): boolean {
  return element.namespaceURI === namespace && elements.has(element.localName)
}

/** Throws in words for people when the text is no SVG. */
export function readPicture(text: unknown): SVGElement {
  if (typeof text !== 'string') throw new Error('The server sent no chart. Please reload the page.')
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
  if (root.namespaceURI !== namespace || root.localName !== 'svg')
    throw new Error('The server sent no chart. Please reload the page.')
  return copy(root)
}
