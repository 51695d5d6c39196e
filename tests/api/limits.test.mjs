import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { assertProblem, Client, send } from '../support/client.mjs'
import { openRaw } from '../support/raw.mjs'
import { startServer } from '../support/server.mjs'
import { sampleAt } from '../support/samples.mjs'
import { until } from '../support/wait.mjs'

let server
afterEach(() => server?.stop())

const answers = (raw) => raw.send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
const occupy = async (count) => {
  const all = []
  for (let i = 0; i < count; ++i) {
    const raw = await openRaw(server)
    answers(raw)
    assert.equal((await raw.answer()).status, 200)
    all.push(raw)
  }
  return all
}

describe('the number of connections', () => {
  it('of one address is limited with 429, until one is given back', async () => {
    server = await startServer({ settings: { 'server.limits.connections_per_address': 5 } })
    const taken = await occupy(5)
    const extra = await openRaw(server)
    answers(extra)
    assertProblem(await extra.answer(), 429)
    await extra.ended()
    taken[0].close()
    await until('there is a place again', async () => {
      const answer = await send(server, 'GET', '/healthz').catch(() => null)
      return answer?.status === 200
    })
    for (const raw of taken) raw.close()
  })

  it('in all is limited with 503', async () => {
    server = await startServer({ settings: { 'server.limits.connections': 5 } })
    const taken = await occupy(5)
    const extra = await openRaw(server)
    answers(extra)
    assertProblem(await extra.answer(), 503)
    await extra.ended()
    // Those who were there before are served all the same.
    answers(taken[4])
    assert.equal((await taken[4].answer()).status, 200)
    for (const raw of taken) raw.close()
  })

  it('may be a thousand at once, each of them served', async () => {
    server = await startServer({ settings: { 'server.limits.connections_per_address': 2000 } })
    const all = await Promise.all(Array.from({ length: 1000 }, () => openRaw(server)))
    for (const raw of all) answers(raw)
    const statuses = await Promise.all(all.map(async (raw) => (await raw.answer()).status))
    assert.ok(statuses.every((status) => status === 200))
    for (const raw of all) raw.close()
  })
})

const isSanitized = /\/[at]san\//.test(process.env.VUEDEO_BIN ?? '')

describe('the queue of samples', () => {
  it('answers 503 with Retry-After when it is full, and loses nothing it has taken', async () => {
    server = await startServer({
      settings: { 'quality.queue_samples': 1000, 'quality.batch_samples': 1 },
    })
    const client = await Client.of(server)
    const ada = await client.participant()
    const now = Date.now()
    let acknowledged = 0
    let refused = 0
    const post = async (batch) => {
      const samples = Array.from({ length: 500 }, (_, i) => sampleAt(now - batch * 1000 - i))
      const answer = await client.samples(ada, samples)
      if (answer.status === 201) {
        acknowledged += answer.json.stored
      } else {
        assertProblem(answer, 503, 'store-busy')
        assert.ok(Number(answer.headers['retry-after']) >= 1)
        refused += samples.length
      }
    }
    await Promise.all(Array.from({ length: 20 }, (_, i) => post(i)))
    assert.equal(acknowledged + refused, 20 * 500)
    // Under a sanitizer reading a request takes so long that the store keeps up.
    if (!isSanitized) assert.ok(refused > 0, 'nothing was refused')
    const { participants } = (await client.get(`/api/v1/rooms/${ada.room}`)).json
    assert.equal(participants[0].sample_count, acknowledged)
    client.close()
  })
})
