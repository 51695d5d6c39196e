// What the app does around a call: its theme, its meters and numbers, its fallbacks.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { defaultEngine, gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { day_ms, sampleAt } from '../support/samples.mjs'
import { until } from '../support/wait.mjs'

const isFirefox = defaultEngine === 'firefox'

let server, client, stop, people, ada, room
before(async () => {
  ;({ server, client, stop } = await startWithClient({ settings: { 'quality.interval_s': 2 } }))
  people = gathering()
  ada = await people.arrive('Ada')
  room = (await client.room()).name
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

const fixedTheme = isFirefox && 'WebDriver BiDi cannot change what the system says while Firefox runs'
describe('the theme', { skip: fixedTheme }, () => {
  const shown = () => ada.page.evaluate(() => document.documentElement.dataset.theme)

  it('follows the system while the page is open', async () => {
    await ada.page.goto(server.url)
    assert.equal(await shown(), 'light')
    await ada.page.emulateMedia({ colorScheme: 'dark' })
    await until('the page is dark', async () => (await shown()) === 'dark')
  })

  it('stays as the person chose it, until that is what the system says', async () => {
    await ada.page.getByRole('button', { name: /light/i }).click()
    assert.equal(await shown(), 'light')
    await ada.page.reload()
    assert.equal(await shown(), 'light')
    await ada.page.getByRole('button', { name: /dark/i }).click()
    await ada.page.emulateMedia({ colorScheme: 'light' })
    await until('the page is light again', async () => (await shown()) === 'light')
  })
})

describe('an address that is none', () => {
  it('opens a page that says so and leads home', async () => {
    const eve = await people.arrive('Eve')
    const answer = await eve.page.goto(`${server.url}/nowhere/at/all`)
    assert.equal(answer.status(), 404)
    await eve.page.getByText('There is no such page').waitFor()
    await eve.page.getByRole('link', { name: 'Go to the start page' }).click()
    await eve.button('Create a room').waitFor()
    await eve.goHome()
  })
})

describe('before a call', () => {
  const silent = isFirefox && 'Firefox runs no AudioContext on a machine without a sound card'
  it('the meter shows what the microphone hears', { skip: silent }, async () => {
    await ada.page.goto(`${server.url}/room/${room}`)
    const fill = ada.page.getByRole('img', { name: 'Microphone level' }).locator('*')
    const width = () => fill.evaluate((element) => element.getBoundingClientRect().width)
    await until('the meter rises', async () => (await width()) > 5)
    await ada.button('Mute').click()
    await until('the meter is at rest', async () => (await width()) === 0)
    await ada.button('Mute').click()
  })

  it('a microphone that was refused is asked for again', async () => {
    const eve = await people.arrive('Eve')
    await eve.context.addInitScript(() => {
      const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      window.refuse = true
      navigator.mediaDevices.getUserMedia = (constraints) =>
        window.refuse
          ? Promise.reject(new DOMException('no', 'NotAllowedError'))
          : native(constraints)
    })
    await eve.page.goto(`${server.url}/room/${room}`)
    await eve.page.getByText(/told not to use your camera and microphone/).waitFor()
    await eve.page.evaluate(() => (window.refuse = false))
    await eve.button('Try again').click()
    await until('the preview moves', async () => (await eve.pictures()) === 1)
    assert.equal(await eve.page.getByText(/told not to use/).count(), 0)
    await eve.goHome()
  })
})

describe('in a call', () => {
  it('a browser that keeps nothing says so, and sends its samples all the same', async () => {
    const eve = await people.arrive('Eve')
    await eve.context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('refused', 'SecurityError')
      }
    })
    await eve.join(`${server.url}/room/${room}`)
    await eve.page.getByText('This browser cannot save measurements').waitFor()
    await eve.samplesAcknowledged(2)
    await eve.button('Dismiss the hint').click()
    assert.equal(await eve.page.getByText('cannot save measurements').count(), 0)
    await eve.leave()
    await eve.assertUntroubled()
    await eve.goHome()
  })

  it('the list of people says how each connection is', async () => {
    const grace = await people.arrive('Grace')
    await Promise.all([ada.join(), grace.join(`${server.url}/room/${room}`)])
    await ada.seesAndHears(1)
    await ada.page.getByRole('button', { name: /^People/ }).click()
    const dot = ada.page.getByRole('button', { name: /Connection of Grace in the list: good/ })
    await dot.click()
    const numbers = ada.page.getByRole('complementary', { name: /People/ })
    await numbers.getByText(/^\d+ ms$/).waitFor()
    await numbers.getByText(/^[\d.]+ [kM]bit\/s$/).first().waitFor()
    await ada.page.keyboard.press('Escape')
    assert.equal(await numbers.getByText(/^\d+ ms$/).count(), 0)
    await grace.leave()
    await grace.assertUntroubled()
  })

  it('a link that the browser does not copy is shown for copying by hand', async () => {
    await ada.page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
    })
    await ada.button('Copy link').click()
    const link = ada.page.getByLabel(/Copy the link by hand/)
    assert.equal(await link.inputValue(), `${server.url}/room/${room}`)
    await ada.page.keyboard.press('Escape')
    assert.equal(await link.count(), 0)
    await ada.button('Copy link').and(ada.page.locator(':focus')).waitFor()
    await ada.leave()
  })
})

describe('the metrics of a room', () => {
  it('are drawn at the interval that is chosen', async () => {
    const past = await client.participant('Linus')
    const now = Date.now()
    const samples = Array.from({ length: 40 }, (_, i) => sampleAt(now - i * 15_000))
    await client.store(past, samples)
    await ada.page.goto(`${server.url}/metrics/${past.room}`)
    await ada.page.locator('canvas').first().waitFor()
    const answered = ada.page.waitForResponse((response) => {
      const { pathname, searchParams } = new URL(response.url())
      return pathname.endsWith('/chart') && searchParams.get('interval') === '60'
    })
    await ada.page.getByLabel('Interval').selectOption('1 min')
    assert.equal((await answered).status(), 200)
  })

  it('fit a phone', async () => {
    await ada.page.setViewportSize({ width: 375, height: 740 })
    const card = ada.page.getByRole('article').first()
    const beyond = () =>
      card.evaluate((element) => {
        const { right } = element.getBoundingClientRect()
        return [...element.querySelectorAll('*')]
          .filter((one) => one.getBoundingClientRect().right > right)
          .map((one) => one.outerHTML.slice(0, 100))
      })
    await until('nothing reaches beyond its card', async () => (await beyond()).length === 0)
    await ada.page.setViewportSize({ width: 1000, height: 720 })
  })

  it('refuse intervals that the range is too long for', async () => {
    const past = await client.participant('Linus')
    const now = Date.now()
    await client.store(past, [sampleAt(now - 3 * day_ms), sampleAt(now)])
    await ada.page.goto(`${server.url}/metrics/${past.room}`)
    const choice = (text) => ada.page.getByLabel('Interval').locator('option', { hasText: text })
    await until('15 seconds are no choice', () => choice('15 s').isDisabled())
    assert.equal(await choice('1 min').isDisabled(), false)
    await ada.page.getByLabel('Range', { exact: true }).selectOption('Last hour')
    await ada.page.getByLabel('Interval').selectOption('15 s')
    await ada.page.getByLabel('Range', { exact: true }).selectOption('Whole room')
    await until('it is automatic', async () => {
      return (await ada.page.getByLabel('Interval').inputValue()) === 'auto'
    })
  })

  it('help to find one among many, and draw no chart that nobody asked for', async () => {
    const { name } = await client.room({ max_participants: 16 })
    for (let i = 0; i < 12; ++i) {
      const { token } = await client.join(name, `Person ${i}`)
      const recv_loss = i === 7 ? 0.2 : 0.01
      await client.store({ room: name, token }, [sampleAt(Date.now(), { recv_loss })])
    }
    const drawn = new Set() // a chart may be renewed meanwhile
    ada.page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url())
      if (pathname.endsWith(`/rooms/${name}/chart`)) drawn.add(searchParams.get('participant'))
    })
    await ada.page.goto(`${server.url}/metrics/${name}`)
    const cards = ada.page.getByRole('article')
    await until('twelve cards are there', async () => (await cards.count()) === 12)
    await ada.page.getByLabel('Order').selectOption('Worst connection first')
    await cards.first().getByRole('heading', { name: 'Person 7' }).waitFor()
    await ada.page.getByLabel('Find a participant').fill('person 11')
    await until('one is found', async () => (await cards.count()) === 1)
    assert.equal(drawn.size, 0)
    await ada.button('Show chart').click()
    await cards.locator('canvas').waitFor()
    assert.equal(drawn.size, 1)
    await ada.page.getByLabel('Find a participant').fill('nobody')
    await ada.button('Show everybody').click()
    await until('twelve cards are back', async () => (await cards.count()) === 12)
  })

  it('say that a room is live while somebody is in it', async () => {
    await ada.join(`${server.url}/room/${room}`)
    const page = await ada.newPage()
    await page.goto(`${server.url}/metrics/${room}`)
    await page.getByText('Live', { exact: true }).waitFor()
    await ada.leave()
    await page.getByText('Open', { exact: true }).waitFor()
    await page.close()
  })

  it('met no error', () => ada.assertUntroubled())
})
