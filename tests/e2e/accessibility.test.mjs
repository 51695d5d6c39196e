// Every page, in both themes: no violation that axe-core knows of, and everything by keyboard.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { defaultEngine, gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { sampleAt } from '../support/samples.mjs'

let server, client, stop, people, room
before(async () => {
  ;({ server, client, stop } = await startWithClient({ settings: { 'quality.interval_s': 2 } }))
  people = gathering()
  const past = await client.participant('Ada Lovelace')
  room = past.room
  const now = Date.now()
  await client.store(
    past,
    Array.from({ length: 40 }, (_, i) => sampleAt(now - i * 15_000)),
  )
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

// The colours are the same in every browser; once is enough.
for (const colorScheme of defaultEngine === 'firefox' ? ['light'] : ['light', 'dark']) {
  describe(`in the ${colorScheme} theme`, () => {
    let person
    before(async () => (person = await people.arrive('Ada', { colorScheme })))

    for (const [what, path, ready] of [
      ['the start page', () => '/', (page) => page.getByRole('button', { name: 'Create a room' })],
      [
        'the list of rooms',
        () => '/metrics',
        (page) => page.getByRole('link', { name: new RegExp(room) }),
      ],
      ['the metrics of a room', () => `/metrics/${room}`, (page) => page.locator('canvas').first()],
      [
        'a room that is not there',
        () => '/room/never-was',
        (page) => page.getByText('does not exist'),
      ],
      [
        'a page that is not there',
        () => '/metrics/a%20b',
        (page) => page.getByText(/not found/i).first(),
      ],
      [
        'the lobby',
        () => `/room/${room}`,
        (page) => page.getByRole('button', { name: 'Join', exact: true }),
      ],
    ]) {
      it(`${what} has no violation`, async () => {
        await person.page.goto(`${server.url}${path()}`)
        await ready(person.page).first().waitFor()
        await assertAccessible(person.page, what)
      })
    }

    it('the call and the page after it have no violation', async () => {
      await person.join(`${server.url}/room/${room}`)
      await assertAccessible(person.page, 'the call')
      await person.page.getByRole('button', { name: /^People/ }).click()
      await assertAccessible(person.page, 'the call with its list of people')
      await person.page.getByRole('button', { name: 'Devices' }).click()
      await assertAccessible(person.page, 'the call with its devices')
      await person.leave()
      await person.page.getByRole('button', { name: 'Rejoin' }).waitFor()
      await assertAccessible(person.page, 'the page after the call')
    })

    it('nothing was violated and no error met', async () => {
      person.tolerate(/status of 404/)
      await person.assertUntroubled()
      await person.goHome()
    })
  })
}

describe('with the keyboard alone', () => {
  it('a person creates a room, joins, mutes, and leaves', async () => {
    const { page } = await people.arrive('Grace')
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement
        if (!element.matches('a, button, input')) return ''
        return element.getAttribute('aria-label') ?? element.innerText?.trim() ?? element.id
      })
    /** Presses Tab until the element of this name has the focus. */
    const tabTo = async (name) => {
      for (let i = 0; i < 40; ++i) {
        if (name.test(await focused())) return
        await page.keyboard.press('Tab')
      }
      assert.fail(`Tab does not reach ${name}`)
    }
    await page.goto(server.url)
    await tabTo(/Create a room/)
    await page.keyboard.press('Enter')
    await page.getByLabel('Your name').waitFor()
    await page.getByLabel('Your name').focus()
    await page.keyboard.type('Grace')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Leave', exact: true }).waitFor()
    await tabTo(/^Mute/)
    await page.keyboard.press('Space')
    const mute = page.getByRole('button', { name: 'Mute', exact: true })
    await mute.and(page.locator('[aria-pressed=true]')).waitFor()
    await tabTo(/^Leave/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Rejoin' }).waitFor()
  })
})
