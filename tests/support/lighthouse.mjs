// What Lighthouse says of a page, in Debian's Chromium, as on a phone with a simulated slow network.
import lighthouse from 'lighthouse'
import { launch } from './browser.mjs'
import { freePort } from './network.mjs'

const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo']

/** By category: {score, of 100; faults, the audits that took points from it}. */
export async function audit(url) {
  const port = await freePort()
  const browser = await launch('devices', [`--remote-debugging-port=${port}`])
  try {
    const { lhr } = await lighthouse(url, { port, onlyCategories, logLevel: 'error' })
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message)
    const told = ({ score, auditRefs }) => ({
      score: Math.round(score * 100),
      faults: auditRefs
        .map(({ id, weight }) => ({ weight, ...lhr.audits[id] }))
        .filter((one) => one.weight > 0 && one.score !== null && one.score < 1)
        .map(({ id, title, displayValue = '' }) => `${id}: ${title} ${displayValue}`.trim()),
    })
    return Object.fromEntries(onlyCategories.map((id) => [id, told(lhr.categories[id])]))
  } finally {
    await browser.close()
  }
}
