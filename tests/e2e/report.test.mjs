// The report of a room: what it says of seeded calls, at which interval, and where a link leads.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { defaultEngine, gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { beginOf, sampleAt, second_ms } from '../support/samples.mjs'
import { until } from '../support/wait.mjs'

const room = 'review'
const step_ms = 15 * second_ms
const end = beginOf(step_ms)

let server, client, stop, people, page
before(async () => {
  ;({ server, client, stop } = await startWithClient())
  await client.room({ name: room })
  await fill('Ada', (i) => ({ send_loss: isBad(i) ? 0.08 : 0, recv_loss: 0 }))
  await fill('Bob', (i) => ({ send_loss: 0, recv_loss: isBad(i) ? 0.08 : 0 }))
  await fill('Cy', (i) => ({ send_loss: 0, recv_loss: isBad(i) ? 0.07 : 0 }))
  people = gathering()
  ;({ page } = await people.arrive('Eve'))
  await page.goto(`${server.url}/metrics/${room}`)
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

const isBad = (i) => i >= 20 && i < 24

async function fill(name, valuesAt) {
  const { token } = await client.join(room, name)
  const samples = Array.from({ length: 40 }, (_, i) =>
    sampleAt(end - (39 - i) * step_ms, valuesAt(i)),
  )
  await client.store({ room, token }, samples)
}

const report = () => page.getByRole('region', { name: 'Report', exact: true })

describe('the report of a room', () => {
  it('says who had it worst, and how long', async () => {
    await report().getByText('3 of 3 participants had disturbed minutes').waitFor()
    const row = report().getByRole('row', { name: /^Bob/ })
    assert.match(await row.innerText(), /9 min good, 1 min poor/)
  })

  it('names the one sender that everybody heard badly', async () => {
    const moments = report().getByRole('region', { name: 'Worst moments' })
    const causes = await moments.getByRole('listitem').allInnerTexts()
    const ofBob = causes.find((text) => text.startsWith('Bob'))
    assert.match(ofBob, /download loss 8\.0 %/)
    assert.match(ofBob, /Ada’s upload lost 8\.0 % of its packets, and so everybody else’s download did/)
    const ofAda = causes.find((text) => text.startsWith('Ada') && text.includes('Poor'))
    assert.match(ofAda, /Ada’s own upload lost 8\.0 %/)
  })

  it('shows a moment in the charts, and its address leads there again', async () => {
    const asked = page.waitForRequest((request) => /\/chart\?.*from=\d+/.test(request.url()))
    await report().getByRole('button', { name: /^Show Bob/ }).click()
    const from = Number(new URL((await asked).url()).searchParams.get('from'))
    assert.ok(from > end - 39 * step_ms && from < end - 19 * step_ms)
    await page.waitForURL(/from=\d+&to=\d+/)
    await page.reload()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.waitForURL((url) => url.search === '')
  })
})

describe('the interval of the charts', () => {
  const other = () => page.getByLabel('Its length')

  it('may be typed', async () => {
    await page.getByLabel('Interval').selectOption('Other…')
    const asked = page.waitForRequest((request) => /\/chart\?.*interval=90/.test(request.url()))
    await other().fill('1.5 min')
    await other().press('Enter')
    await page.waitForURL(/interval=90/)
    // A chart out of sight is not asked for.
    await page.getByRole('article').first().scrollIntoViewIfNeeded()
    await asked
  })

  it('is refused in words when it is none', async () => {
    await other().fill('soon')
    await other().press('Enter')
    await page.getByText('Write a number and a unit').waitFor()
    assert.equal(await other().getAttribute('aria-invalid'), 'true')
    await page.getByLabel('Interval').selectOption('Automatic')
    await page.waitForURL((url) => url.search === '')
  })
})

describe('the zoom of a chart', () => {
  it('asks for the chosen time alone, also when that moves along, and for all when it is reset', async () => {
    const chart = page.getByRole('article', { name: 'Ada' }).locator('canvas')
    const asked = (pattern) => page.waitForRequest((request) => pattern.test(request.url()))
    const part = asked(/\/chart\?.*from=\d+&to=\d+/)
    await chart.focus()
    await chart.press('+')
    const { from, to } = shown(new URL((await part).url()))
    assert.ok(from > end - 39 * step_ms && to < end && from < to, `${from} to ${to}`)
    await page.waitForURL((url) => url.searchParams.get('from') === String(from))
    await moves(() => chart.press('PageDown'), { later: true })
    await moves(() => chart.press('PageUp'), { later: false })
    await moves(() => dragWithShift(chart, -100), { later: true })
    const whole = asked(/\/chart\?(?!.*from=)/)
    await chart.press('Escape')
    await whole
    await page.waitForURL((url) => url.search === '')
  })

  /** What is shown moves along, as wide as it was, and is loaded. */
  async function moves(act, { later }) {
    const before = shown(new URL(page.url()))
    const hasMoved = (address) => {
      const { from, to } = shown(new URL(address))
      const widened_ms = to - from - (before.to - before.from)
      return (later ? from > before.from : from < before.from) && Math.abs(widened_ms) <= 2
    }
    const answered = page.waitForResponse(
      (response) => /\/chart\?.*from=/.test(response.url()) && hasMoved(response.url()),
    )
    await act()
    assert.equal((await answered).status(), 200)
    await page.waitForURL(hasMoved)
  }

  function shown({ searchParams }) {
    const [from, to] = ['from', 'to'].map((name) => Number(searchParams.get(name)))
    return { from, to }
  }

  async function dragWithShift(chart, by_px) {
    const { x, y, width, height } = await chart.boundingBox()
    await page.mouse.move(x + width / 2, y + height / 2)
    await page.keyboard.down('Shift')
    await page.mouse.down()
    await page.mouse.move(x + width / 2 + by_px, y + height / 2, { steps: 5 })
    await page.mouse.up()
    await page.keyboard.up('Shift')
  }
})

describe('the print button', () => {
  it('draws all charts first, also those that nobody has scrolled to', async () => {
    await page.reload()
    await page.getByRole('group', { name: 'Quality of Ada over time' }).waitFor()
    assert.ok((await page.locator('canvas').count()) < 3, 'some are not asked for yet')
    await page.evaluate(() => {
      window.print = () => {
        dispatchEvent(new Event('beforeprint'))
        window.printed = [...document.querySelectorAll('canvas')].map(({ width }) => width > 0)
      }
    })
    await report().getByRole('button', { name: 'Print' }).click()
    const printed = await page.waitForFunction(() => window.printed)
    assert.deepEqual(await printed.jsonValue(), [true, true, true])
  })
})

const skip = defaultEngine === 'firefox' && 'Playwright emulates no media in Firefox over WebDriver BiDi'
describe('on paper', { skip }, () => {
  const paper_px = 680 // A4 without its margins

  it('are the report and the numbers, and no control of the page', async () => {
    const address = report().getByText(page.url(), { exact: true })
    assert.equal(await address.isVisible(), false)
    await page.emulateMedia({ media: 'print' })
    const toPress = page.getByRole('button', { name: /^(Print|Show|Reset)/ })
    assert.equal(await toPress.count(), 0)
    assert.equal(await page.getByRole('combobox').count(), 0)
    await report().getByText('had it worst:').waitFor()
    await report().getByText('Ada’s own upload lost 8.0 %').waitFor()
    await address.waitFor()
    await page.setViewportSize({ width: paper_px, height: 720 })
    const right = (element) => element.getBoundingClientRect().right
    assert.ok((await report().locator('table').evaluate(right)) <= paper_px)
    await page.setViewportSize({ width: 1000, height: 720 })
    await page.emulateMedia({ media: null })
  })

  it('is all that in light colours, on few pages', async () => {
    const themes = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('html, article [data-theme]')].map(({ dataset }) => dataset.theme),
      )
    await page.emulateMedia({ colorScheme: 'dark' })
    await until('all is dark', async () => (await themes()).join() === 'dark,dark,dark,dark')
    await page.evaluate(() => {
      addEventListener('beforeprint', async () => {
        await null // after what the app does at this event
        const shown = document.querySelectorAll('html, article [data-theme]')
        window.themesOnPaper = [...shown].map(({ dataset }) => dataset.theme)
      })
    })
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    assert.ok(pdf.match(/\/Type \/Page\b/g).length <= 3)
    const light = ['light', 'light', 'light', 'light']
    assert.deepEqual(await page.evaluate(() => window.themesOnPaper), light)
    await until('all is dark again', async () => (await themes()).join() === 'dark,dark,dark,dark')
  })
})
