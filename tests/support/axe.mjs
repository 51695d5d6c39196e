// Accessibility of a page, as far as axe-core knows of it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Of the page itself: what is in its frames is others'. */
export async function assertAccessible(page, what) {
  // page.evaluate is not bound by the page's Content-Security-Policy, a script element would be.
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run({ iframes: false }))
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`,
  )
  assert.deepEqual(found, [], what)
}
