// What the first visit of a page costs: bytes as they came, compressed by gzip, into an empty Chromium.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { sampleAt } from '../support/samples.mjs'

const most_bytes = 120_000

let server, client, stop, people, room
before(async () => {
  ;({ server, client, stop } = await startWithClient())
  people = gathering()
  const past = await client.participant('Ada')
  room = past.room
  const samples = Array.from({ length: 40 }, (_, i) => sampleAt(Date.now() - i * 15_000))
  await client.store(past, samples)
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

/** Everything until the page is quiet, but for the chart plugin's own half: [{path, bytes, encoding}]. */
async function firstLoad(path, ready) {
  const { page, context } = await people.arrive('Ada')
  const requests = []
  page.on('requestfinished', (request) => requests.push(request))
  await context.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' })
  await page.goto(server.url + path)
  await ready(page).first().waitFor()
  await page.waitForLoadState('networkidle')
  const told = requests.map(async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes()
    const encoding = (await request.response()).headers()['content-encoding']
    const { pathname } = new URL(request.url())
    return { path: pathname, bytes: responseBodySize + responseHeadersSize, encoding }
  })
  return (await Promise.all(told)).filter((one) => !one.path.startsWith('/plugins/chart-'))
}

async function assertLight(t, path, ready) {
  const loaded = await firstLoad(path, ready)
  const scripts = loaded.filter((one) => /\/index-.*\.js$/.test(one.path))
  assert.deepEqual(scripts.map(({ encoding }) => encoding), ['gzip'], 'the app itself is counted')
  const sum = loaded.reduce((bytes, one) => bytes + one.bytes, 0)
  t.diagnostic(`${sum} bytes in ${loaded.length} answers`)
  const list = loaded.map((one) => `${one.bytes} ${one.path}`).join('\n')
  assert.ok(sum < most_bytes, `${sum} bytes:\n${list}`)
}

describe('the first load', () => {
  it('of the start page is light', (t) =>
    assertLight(t, '/', (page) => page.getByRole('button', { name: 'Create a room' })))

  it('of a room’s metrics is light, but for the charts', (t) =>
    assertLight(t, `/metrics/${room}`, (page) => page.locator('canvas')))

  it('of a room’s metrics asks for the page without waiting for the app', async () => {
    const { page } = await people.arrive('Eve')
    await page.route(/\/assets\/index-.*\.js$/, (route) => route.abort())
    const asked = ['js', 'css'].map((ending) =>
      page.waitForRequest((request) => new RegExp(`/RoomMetricsPage-.*\\.${ending}$`).test(request.url())),
    )
    await page.goto(`${server.url}/metrics/${room}`)
    await Promise.all(asked)
  })
})
