// Behind reverse proxies: who a client is and what it called the server. Here everybody who connects
// comes from 127.0.0.1, which is the proxy where it is trusted.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, Client, send } from '../support/client.mjs'
import { openRaw } from '../support/raw.mjs'
import { startServer } from '../support/server.mjs'
import { openSignal, protocol, refusedSignal } from '../support/signal.mjs'
import { until } from '../support/wait.mjs'

const mostOfAnAddress = 3

const start = (trusted) =>
  startServer({
    settings: {
      'server.trusted_proxies': trusted,
      'server.limits.connections_per_address': mostOfAnAddress,
      'log.format': 'json',
    },
  })

/** As a proxy sends on what `client` has asked of calls.example.org. */
const forwarded = (client) => ({
  'X-Forwarded-For': client,
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'calls.example.org',
})

/** The address that the access log has for the next request with these headers. */
async function loggedPeer(server, headers) {
  const { headers: answered } = await send(server, 'GET', '/healthz', { headers })
  const id = answered['x-request-id']
  const line = () => server.log.split('\n').find((one) => one.includes(`"${id}"`))
  return JSON.parse(await until('the request is logged', line)).peer
}

const createdUrl = async (client, headers) =>
  new URL((await client.post('/api/v1/rooms', {}, { headers })).json.url).origin

describe('a proxy that is trusted', () => {
  let server, client, ada
  before(async () => {
    server = await start('["127.0.0.1", "10.0.0.0/8"]')
    client = await Client.of(server)
    ada = await client.participant()
  })
  after(async () => {
    client?.close()
    await server?.stop()
  })

  it('says who asks, and a client cannot say it for it', async () => {
    for (const [field, peer] of [
      ['192.0.2.7', '192.0.2.7'],
      ['198.51.100.1, 192.0.2.7', '192.0.2.7'],
      ['127.0.0.1, 192.0.2.7, 10.1.2.3', '192.0.2.7'],
      ['2001:db8::7', '2001:db8::7'],
      ['192.0.2.7, rubbish', '127.0.0.1'],
    ]) {
      assert.equal(await loggedPeer(server, { 'X-Forwarded-For': field }), peer, field)
    }
    assert.equal(await loggedPeer(server, {}), '127.0.0.1')
  })

  it('says what the client called the server, for the URLs that invite', async () => {
    assert.equal(await createdUrl(client, forwarded('192.0.2.7')), 'https://calls.example.org')
    assert.equal(await createdUrl(client, {}), server.url)
    const bad = { 'X-Forwarded-Host': 'evil.example/path?' }
    assert.equal(await createdUrl(client, bad), server.url)
  })

  it('says where a page is at home that opens a channel', async () => {
    const headers = forwarded('192.0.2.7')
    const origin = 'https://calls.example.org'
    const socket = await openSignal(server, ada.room, ada.token, { origin, headers })
    socket.close()
    await socket.closed
    const protocols = [protocol, `token.${ada.token}`]
    const foreign = { origin: 'https://evil.example', headers }
    assertProblem(await refusedSignal(server, ada.room, protocols, foreign), 403, null, 'Origin')
  })

  it('has as many connections as it needs', async () => {
    const many = await Promise.all(Array.from({ length: 3 * mostOfAnAddress }, () => openRaw(server)))
    for (const raw of many) {
      raw.send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
      assert.equal((await raw.answer()).status, 200)
      raw.close()
    }
  })

  it('carries no more of one client than that may have, and everything of the others', async () => {
    const sockets = []
    for (let i = 0; i < mostOfAnAddress; ++i) {
      const { token } = await client.join(ada.room, `Person ${i}`)
      const headers = { 'X-Forwarded-For': '192.0.2.7' }
      sockets.push(await openSignal(server, ada.room, token, { headers }))
    }

    const raw = await openRaw(server)
    const ask = async (address) => {
      raw.send(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\n\r\n`)
      return raw.answer()
    }
    const refused = await ask('192.0.2.7')
    assertProblem(refused, 429, 'too-many-connections')
    assert.ok(Number(refused.headers['retry-after']) >= 1)
    // The connection is the proxy's, which needs it for others.
    assert.equal((await ask('192.0.2.8')).status, 200)
    assert.equal((await ask('198.51.100.1, 192.0.2.7')).status, 429)
    sockets[0].close()
    await until('a place is given back', async () => (await ask('192.0.2.7')).status === 200)
    raw.close()
    for (const socket of sockets) socket.close()
  })
})

for (const [what, trusted] of [
  ['without trusted proxies', '[]'],
  ['from an address that is not trusted', '["192.0.2.0/24", "::1"]'],
]) {
  describe(`the fields of a proxy, ${what},`, () => {
    let server, client
    before(async () => {
      server = await start(trusted)
      client = await Client.of(server)
    })
    after(async () => {
      client?.close()
      await server?.stop()
    })

    it('have no effect on logs, URLs and origins', async () => {
      const headers = forwarded('192.0.2.7')
      assert.equal(await loggedPeer(server, headers), '127.0.0.1')
      assert.equal(await createdUrl(client, headers), server.url)
      const { room, token } = await client.participant()
      const foreign = { origin: 'https://calls.example.org', headers }
      assertProblem(
        await refusedSignal(server, room, [protocol, `token.${token}`], foreign),
        403,
        null,
        'Origin',
      )
    })

    it('give nobody more connections', async () => {
      client.close()
      const all = []
      for (let i = 0; i <= mostOfAnAddress; ++i) {
        const raw = await openRaw(server)
        raw.send(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.${i}\r\n\r\n`)
        all.push(raw)
      }
      const statuses = await Promise.all(all.map(async (raw) => (await raw.answer()).status))
      assert.ok(statuses.includes(429), String(statuses))
      for (const raw of all) raw.close()
    })
  })
}
