import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { assertProblem, Client, send } from '../support/client.mjs'
import { openRaw } from '../support/raw.mjs'
import { startServer } from '../support/server.mjs'
import { sampleAt } from '../support/samples.mjs'
import { openSignal, protocol } from '../support/signal.mjs'
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

/** Every sample of every room: with what storeALot() stores, more than a megabyte. */
const everything = '/api/metrics'

async function storeALot() {
  const client = await Client.of(server)
  const now = Date.now()
  const ada = await client.participant()
  for (let batch = 0; batch < 8; ++batch) {
    const samples = Array.from({ length: 1000 }, (_, i) => sampleAt(now - batch * 1000 - i))
    await client.store(ada, samples)
  }
  client.close()
}

describe('what is under way to and from all clients together', () => {
  it('is limited with 503 for bodies, and serves small ones all the same', async () => {
    server = await startServer({ settings: { 'server.limits.body_bytes_in_all': 1 << 20 } })
    const promise = async () => {
      const raw = await openRaw(server)
      raw.send('POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{')
      return raw
    }
    const two = [await promise(), await promise()]
    const refused = await Promise.any(two.map((raw) => raw.answer()))
    assertProblem(refused, 503, 'server-busy')
    assert.ok(Number(refused.headers['retry-after']) >= 1)
    assert.equal((await send(server, 'POST', '/api/room', { body: '' })).status, 200)
    for (const raw of two) raw.close()
  })

  it('is limited with 503 for answers', async () => {
    server = await startServer({ settings: { 'server.limits.answer_bytes_in_all': 1 << 20 } })
    await storeALot()
    const refused = await send(server, 'GET', everything)
    assertProblem(refused, 503, 'server-busy')
    assert.ok(Number(refused.headers['retry-after']) >= 1)
    const headers = { 'Accept-Encoding': 'gzip' } // which makes it short enough
    assert.equal((await send(server, 'GET', everything, { headers })).status, 200)
  })
})

describe('a client that does not read', () => {
  it('is let go', async () => {
    server = await startServer({ settings: { 'server.limits.send_time_ms': 300 } })
    await storeALot()
    const connections = async () => {
      const { text } = await send(server, 'GET', '/internal/metrics')
      return Number(/^vuedeo_connections (\d+)$/m.exec(text)[1])
    }
    await until('nobody else is connected', async () => (await connections()) === 1)
    const raw = await openRaw(server)
    raw.socket.pause()
    // More than the kernel's buffers hold.
    for (let i = 0; i < 30; ++i) raw.send(`GET ${everything} HTTP/1.1\r\nHost: x\r\n\r\n`)
    await until('it is connected', async () => (await connections()) === 2)
    await until('it is gone', async () => (await connections()) === 1)
    raw.close()
  })
})

describe('a WebSocket whose client says nothing', () => {
  /** Opened by hand, so that nothing answers pings and closes. */
  const openMute = async (room, token) => {
    const raw = await openRaw(server)
    raw.send(
      [
        `GET /api/v1/rooms/${room}/signal HTTP/1.1`,
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        `Sec-WebSocket-Protocol: ${protocol}, token.${token}`,
        '\r\n',
      ].join('\r\n'),
    )
    assert.equal((await raw.answer()).status, 101)
    return raw
  }

  it('is gone after a ping of no answer, and others are not', async () => {
    server = await startServer({ settings: { 'server.limits.websocket_ping_ms': 300 } })
    const client = await Client.of(server)
    const { room, token } = await client.participant()
    const other = await openSignal(server, room, (await client.join(room, 'Grace')).token)
    const mute = await openMute(room, token)
    await mute.ended()
    assert.equal(other.readyState, other.OPEN)
    other.close()
    client.close()
  })

  it('is not waited for when it is closed', async () => {
    server = await startServer({ settings: { 'server.limits.websocket_close_time_ms': 100 } })
    const client = await Client.of(server)
    const { room, token } = await client.participant()
    const mute = await openMute(room, token)
    assert.equal((await client.delete(`/api/v1/rooms/${room}`)).status, 204)
    await mute.ended()
    client.close()
  })
})
