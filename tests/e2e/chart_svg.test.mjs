// The metrics page and a bare <img> with charts that the server drew. PICTURE=FILE keeps a screenshot.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { beginOf, sampleAt, second_ms } from '../support/samples.mjs'

let server, client, stop, people, person, ada
before(async () => {
  ;({ server, client, stop } = await startWithClient({ settings: { 'chart.plugin': 'chart-svg' } }))
  ada = await client.participant('Ada <Lovelace> & Co')
  const end = beginOf(15 * second_ms)
  const samples = Array.from({ length: 40 }, (_, i) =>
    sampleAt(end - i * 15 * second_ms, {
      send_bps: 1.2e6 + 2e5 * Math.sin(i / 3),
      recv_bps: 2e6 + 3e5 * Math.cos(i / 4),
      send_loss: 0.004,
      recv_loss: 0.01 + 0.01 * Math.sin(i / 2),
    }),
  )
  await client.store(
    ada,
    samples.filter((_, i) => i < 12 || i > 17),
  )
  people = gathering()
  person = await people.arrive('Grace')
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

describe('charts that the server drew', () => {
  it('are on the metrics page, in words too, and break no policy', async () => {
    const { page } = person
    await page.goto(`${server.url}/metrics/${ada.room}`)
    const chart = page.getByRole('img', { name: 'Ada <Lovelace> & Co: Bandwidth and packet loss' })
    await chart.waitFor()
    const line = await chart.locator('path[stroke-linejoin]').last().getAttribute('d')
    assert.ok(line.match(/M/g).length >= 2, `a gap breaks the line: ${line}`)
    await assertAccessible(page)
    if (process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE, fullPage: true })
    assert.deepEqual(await page.evaluate(() => window.violations), [])
  })

  it('follow the theme of the page', async () => {
    const { page } = person
    await page.locator('.place svg > rect[fill="#ffffff"]').first().waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('.place svg > rect[fill="#171c24"]').first().waitFor()
  })

  it('are pictures where nobody runs a script', async () => {
    const { page } = person
    await page.goto(`${server.url}/api/v1/health`)
    const width = await page.evaluate(async (address) => {
      const image = document.createElement('img')
      image.src = address
      document.body.append(image)
      await image.decode()
      return image.naturalWidth
    }, `/api/v1/rooms/${ada.room}/chart?participant=${ada.id}`)
    assert.equal(width, 720)
  })
})
