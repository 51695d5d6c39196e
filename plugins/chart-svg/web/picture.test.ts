// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { readPicture } from './picture'

const svg = (inner: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="7">${inner}</svg>`

it('keeps what is drawn and said', () => {
  const picture = readPicture(svg('<g role="img"><title>Ada</title><path d="M0 0"/></g>'))
  expect(picture.getAttribute('width')).toBe('7')
  expect(picture.querySelector('title')?.textContent).toBe('Ada')
  expect(picture.querySelector('path')?.getAttribute('d')).toBe('M0 0')
})

it('leaves out whatever could act, style or load', () => {
  const picture = readPicture(
    svg(
      '<script>1</script><style>*{}</style><a href="javascript:1"/><image href="//x"/>' +
        '<g onclick="1" style="x"><foreignObject/></g><b xmlns="http://www.w3.org/1999/xhtml"/>',
    ),
  )
  expect(picture.outerHTML).toBe('<svg width="7"><g></g></svg>')
})

it('refuses what is no picture, in words', () => {
  for (const text of [null, {}, '', '<svg', '<p xmlns="http://www.w3.org/1999/xhtml"/>'])
    expect(() => readPicture(text)).toThrow('no chart')
})
