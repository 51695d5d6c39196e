// The server dies in the middle of a call and comes back: the call goes on, the record is whole.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { startServer } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const settings = { 'quality.interval_s': 2 }

let server, client, people, ada, grace, room
before(async () => {
  ;({ server, client } = await startWithClient({ settings }))
  people = gathering()
  ;[ada, grace] = [await people.arrive('Ada'), await people.arrive('Grace')]
  room = (await client.room()).name
  for (const person of [ada, grace]) {
    // What a page cannot keep the browser from printing about a server that is away.
    person.tolerate(/net::ERR_/, /WebSocket connection/)
    await person.join(`${server.url}/room/${room}`)
  }
})
after(async () => {
  await people?.goHome()
  client?.close()
  await server?.stop()
})

const countOf = async (person) => {
  const { participants } = (await client.get(`/api/v1/rooms/${room}`)).json
  return participants.find(({ name }) => name === person.name).sample_count
}

describe('a call whose server dies', () => {
  it('was running, and measured', async () => {
    await Promise.all([ada.seesAndHears(1), grace.seesAndHears(1)])
    await Promise.all([ada.samplesAcknowledged(2), grace.samplesAcknowledged(2)])
  })

  it('goes on: media needs no server', async () => {
    await server.kill()
    await Promise.all([ada.seesAndHears(1), grace.seesAndHears(1)])
  })

  it('keeps its samples in the browsers meanwhile', async () => {
    for (const person of [ada, grace]) {
      await until(
        `three samples of ${person.name} wait`,
        async () => (await person.samplesWaiting()) >= 3,
        { timeout_ms: 60_000 },
      )
    }
  })

  it('sends them when the server is back, and loses or doubles none', async () => {
    const before = [ada, grace].map((person) => person.acknowledged.size)
    server = await startServer({ dataDir: server.dataDir, port: server.port, settings })
    client.server = server
    await Promise.all([
      ada.samplesAcknowledged(before[0] + 4),
      grace.samplesAcknowledged(before[1] + 4),
    ])
    for (const person of [ada, grace]) {
      assert.ok((await countOf(person)) >= person.acknowledged.size)
    }
  })

  it('is signalled again: a third person meets both', async () => {
    const max = await people.arrive('Max')
    await max.join(`${server.url}/room/${room}`)
    await Promise.all([max.seesAndHears(2), ada.seesAndHears(2), grace.seesAndHears(2)])
    await max.leave()
    await max.assertUntroubled()
    await max.goHome()
  })

  it('is on record with every acknowledged sample, once', async () => {
    for (const person of [ada, grace]) {
      await person.leave()
      await person.page.getByRole('button', { name: 'Rejoin' }).waitFor()
      await until(
        `all samples of ${person.name} are on their way`,
        async () => (await person.samplesWaiting()) === 0,
      )
    }
    const { participants } = await client.series(room, {
      interval: 1,
      fields: 'interval_s',
      from: Math.min(...ada.acknowledged.keys(), ...grace.acknowledged.keys()) - 1000,
      to: Date.now() + 1000,
    })
    for (const person of [ada, grace]) {
      const series = participants.find(({ name }) => name === person.name)
      const seconds = new Map(series.time.map((time, i) => [time, series.count[i]]))
      const expected = new Map()
      for (const at of person.acknowledged.keys()) {
        const second = Math.floor(at / 1000) * 1000
        expected.set(second, (expected.get(second) ?? 0) + 1)
      }
      for (const [second, count] of expected) {
        assert.ok(
          seconds.get(second) >= count,
          `${person.name}: lost a sample of ${new Date(second).toISOString()}`,
        )
      }
      const stored = series.count.reduce((a, b) => a + b)
      assert.equal(stored, await countOf(person))
      // An answer may be lost with the server, so more may be stored than acknowledged: one at most.
      assert.ok(
        stored - person.acknowledged.size <= 1,
        `${stored} are stored, ${person.acknowledged.size} acknowledged`,
      )
    }
  })

  it('met no error but those of a server that is away', async () => {
    await Promise.all([ada.assertUntroubled(), grace.assertUntroubled()])
  })
})
