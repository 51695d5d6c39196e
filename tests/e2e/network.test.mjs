// Paths that break without a word: no event tells the browser, as when a laptop wakes elsewhere.
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'

let server, client, stop, people, ada, grace, link
before(async () => {
  ;({ server, client, stop } = await startWithClient({ settings: { 'quality.interval_s': 2 } }))
  people = gathering()
  ;[ada, grace] = [await people.arrive('Ada'), await people.arrive('Grace')]
  await ada.page.routeWebSocket(/\/signal/, (socket) => {
    const current = { mute: false }
    const far = socket.connectToServer()
    socket.onMessage((message) => current.mute || far.send(message))
    far.onMessage((message) => current.mute || socket.send(message))
    link = current
  })
  const url = `${server.url}/room/${(await client.room()).name}`
  await Promise.all([ada.join(url), grace.join(url)])
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

describe('signalling that died without a word', () => {
  it('is noticed and opened again, while the call goes on', async () => {
    await Promise.all([ada.seesAndHears(1), grace.seesAndHears(1)])
    link.mute = true
    await ada.page.getByText(/Reconnecting/).waitFor()
    await ada.page.getByText(/Reconnecting/).waitFor({ state: 'hidden' })
    await Promise.all([ada.seesAndHears(1), grace.seesAndHears(1)])
  })

  it('carries what is said afterwards', async () => {
    await grace.button('Mute').click()
    await ada.page.getByText(', microphone off').first().waitFor({ state: 'attached' })
  })

  it('met no error', async () => {
    for (const person of [ada, grace]) await person.assertUntroubled()
  })
})
