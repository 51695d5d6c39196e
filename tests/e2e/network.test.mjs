// Paths that break without a word: no event tells the browser, as when a laptop wakes elsewhere.
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'

let server, client, stop, people, ada, grace
const paths = [] // of Ada's signalling, in the order in which they were opened
let letNextThrough
const nextMayPass = new Promise((done) => (letNextThrough = done))
before(async () => {
  ;({ server, client, stop } = await startWithClient({ settings: { 'quality.interval_s': 2 } }))
  people = gathering()
  ;[ada, grace] = [await people.arrive('Ada'), await people.arrive('Grace')]
  await ada.page.routeWebSocket(/\/signal/, async (socket) => {
    const path = { mute: false }
    if (paths.push(path) > 1) await nextMayPass
    const far = socket.connectToServer()
    socket.onMessage((message) => path.mute || far.send(message))
    far.onMessage((message) => path.mute || socket.send(message))
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
    paths[0].mute = true
    await ada.page.getByText(/Reconnecting/).waitFor()
    letNextThrough()
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
