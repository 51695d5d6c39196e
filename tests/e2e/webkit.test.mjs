// The pages without calls in WebKitGTK, which stands for Safari as far as they go; Debian's has no WebRTC.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { startWithClient } from '../support/client.mjs'
import { beginOf, sampleAt, second_ms } from '../support/samples.mjs'
import { until } from '../support/wait.mjs'
import { WebKit, watchedApp } from '../support/webkit.mjs'

const step_ms = 15 * second_ms
const end = beginOf(step_ms)
const isBad = (i) => i >= 20 && i < 24

let server, client, stop, webkit
before(async () => {
  ;({ server, client, stop } = await startWithClient({ settings: { 'server.web_dir': watchedApp() } }))
  for (const name of ['calm', 'troubled']) {
    await client.room({ name })
    const { token } = await client.join(name, 'Ada')
    const samples = Array.from({ length: 40 }, (_, i) =>
      sampleAt(end - (39 - i) * step_ms, { send_loss: name === 'troubled' && isBad(i) ? 0.08 : 0 }),
    )
    await client.store({ room: name, token }, samples)
  }
  webkit = await WebKit.start({ colorScheme: 'dark' })
})
after(async () => {
  await webkit?.end()
  await stop?.()
})

const address = () => webkit.evaluate(() => location.pathname + location.search)
const theme = () => webkit.evaluate(() => document.documentElement.dataset.theme)
const rooms = () =>
  webkit.evaluate(() => [...document.querySelectorAll('main li strong')].map((one) => one.textContent))

/** How many different colours are on the first chart. */
const coloursOfChart = () =>
  webkit.evaluate(() => {
    const canvas = document.querySelector('canvas')
    if (!canvas?.width) return 0
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    return new Set(new Uint32Array(data.buffer)).size
  })

/** What is wider than the window, or taller than its card. */
const misfits = () =>
  webkit.evaluate(() => [
    ...[document.documentElement, document.body].filter((one) => one.scrollWidth > innerWidth),
    ...[...document.querySelectorAll('main .card')]
      .filter((one) => one.scrollHeight > one.offsetHeight)
      .map((one) => one.className),
  ])

async function assertFitsPhone(what) {
  await webkit.resize(375, 740)
  await until('the window is narrow', () => webkit.evaluate(() => innerWidth === 375))
  await until(`${what} fits a phone`, async () => (await misfits()).length === 0)
  await webkit.resize(1000, 760)
  await until('the window is wide again', () => webkit.evaluate(() => innerWidth === 1000))
}

describe('in WebKitGTK', () => {
  it('a room is made, whose page says that this browser cannot call and what can', async () => {
    await webkit.goto(server.url)
    await webkit.sees(/No account, nothing to install/)
    await assertAccessible(webkit, 'the start page')
    await assertFitsPhone('the start page')
    await webkit.click('button', 'Create a room')
    await webkit.sees(/This browser cannot make calls/)
    await webkit.sees(/in a current Firefox, Chrome, Edge or Safari/)
    await assertAccessible(webkit, 'the page of a room without calls')
    await assertFitsPhone('the page of a room without calls')
  })

  it('its link can be copied, and its metrics are a click away', async () => {
    const path = await address()
    await webkit.click('button', 'Copy link')
    await webkit.sees(/Link copied/)
    await webkit.click('a', 'Quality of its calls')
    await until('its metrics are open', async () => (await address()) === path.replace('room', 'metrics'))
  })

  it('the list of rooms is searched', async () => {
    await webkit.click('a', 'Metrics')
    await until('three rooms are listed', async () => (await rooms()).length === 3)
    await assertAccessible(webkit, 'the list of rooms')
    await assertFitsPhone('the list of rooms')
    await webkit.type('Search rooms', 'troub')
    await until('one is left', async () => (await rooms()).join() === 'troubled')
  })

  it('a report says in words who had it worst, and why', async () => {
    await webkit.goto(`${server.url}/metrics/troubled`)
    await webkit.sees(/1 of 1 participants? had disturbed minutes/)
    await webkit.sees(/Ada’s own upload lost 8\.0 % of its packets/)
  })

  it('a chart is drawn, and drawn anew for another interval', async () => {
    await webkit.evaluate(() => document.querySelector('article').scrollIntoView())
    await until('a chart is drawn', async () => (await coloursOfChart()) > 10)
    await assertAccessible(webkit, 'the metrics of a room')
    await assertFitsPhone('the metrics of a room')
    await webkit.click('#interval option', '5 min')
    await until('its address says so', async () => (await address()).includes('interval=300'))
    const asked = () =>
      webkit.evaluate(() =>
        performance.getEntriesByType('resource').some(({ name }) => /chart\?.*interval=300/.test(name)),
      )
    await until('it is asked for', asked)
    await until('a chart is drawn again', async () => (await coloursOfChart()) > 10)
  })

  it('the theme is that of the system, until another is chosen', async () => {
    assert.equal(await theme(), 'dark')
    await webkit.click('button', 'Use the light theme')
    assert.equal(await theme(), 'light')
    await webkit.reload()
    assert.equal(await theme(), 'light')
  })

  it('an address that is none leads home', async () => {
    await webkit.goto(`${server.url}/nowhere/at/all`)
    await webkit.sees(/There is no such page/)
    await webkit.click('a', 'Go to the start page')
    await webkit.element('button', 'Create a room')
  })

  it('nothing went wrong', () => webkit.assertUntroubled())
})
