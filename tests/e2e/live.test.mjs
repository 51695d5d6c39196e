// A room's metrics page follows the room by itself, also after its connection was cut.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { CuttingProxy } from '../support/cutting_proxy.mjs'
import { identity } from '../support/live.mjs'
import { sampleAt } from '../support/samples.mjs'
import { until } from '../support/wait.mjs'

let server, client, stop, proxy, people, ada, grace, who
before(async () => {
  ;({ server, client, stop } = await startWithClient())
  proxy = await CuttingProxy.to(server.port)
  people = gathering()
  who = await client.participant('Linus')
  ada = await viewer('Ada', server.url)
  grace = await viewer('Grace', `http://127.0.0.1:${proxy.port}`)
  grace.tolerate(/ERR_|WebSocket connection/) // what being cut off looks like
})
after(async () => {
  await people?.goHome()
  proxy?.close()
  await stop?.()
})

/** Looks at the room's metrics; `channels` are the live channels so far, each with what it was told. */
async function viewer(name, origin) {
  const person = await people.arrive(name)
  person.channels = []
  person.page.on('websocket', (socket) => {
    const channel = { url: new URL(socket.url()), messages: [] }
    person.channels.push(channel)
    socket.on('framereceived', ({ payload }) => channel.messages.push(JSON.parse(payload)))
  })
  await person.page.goto(`${origin}/metrics/${who.room}`)
  await until(`${name} is greeted`, () => messagesTo(person).some(({ type }) => type === 'hello'))
  return person
}
const messagesTo = ({ channels }) => channels.flatMap(({ messages }) => messages)
const toldTo = (person) =>
  messagesTo(person).flatMap(({ type, samples }) => (type === 'samples' ? samples : []))

let stored = 0
async function store() {
  const sample = sampleAt(Date.now() - stored * 1000)
  await client.store(who, [sample])
  stored += 1
  return sample
}

/** Sooner than a page with an open channel reads its numbers again of itself, every 30 s. */
const shows = ({ page }, count) =>
  page.getByText(new RegExp(`^${count} samples? in this range$`)).waitFor({ timeout: 20_000 })

describe('the metrics page of a room', () => {
  it('shows each sample once it is stored, to everybody who looks', async () => {
    for (const count of [1, 2]) {
      await store()
      await Promise.all([shows(ada, count), shows(grace, count)])
    }
  })

  it('goes on where it was after its connection was cut', async () => {
    proxy.swallow()
    proxy.cut()
    await store()
    await shows(ada, 3)
    proxy.swallow(false)
    proxy.cut() // those that were swallowed would wait in vain
    await shows(grace, 3)
    await until('the missed sample is told', () => toldTo(grace).length === 3)
    const last = grace.channels.at(-1)
    assert.ok(last.url.searchParams.get('after'), 'it says where it was')
    await store()
    await Promise.all([shows(ada, 4), shows(grace, 4)])
    assert.equal(new Set(toldTo(grace).map(identity)).size, 4)
    assert.equal(toldTo(grace).length, 4)
    assert.ok(messagesTo(grace).every(({ type }) => type !== 'reset'))
  })

  it('met no other error', async () => {
    await ada.assertUntroubled()
    await grace.assertUntroubled()
  })
})
