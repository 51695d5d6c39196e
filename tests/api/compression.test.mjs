// What is read may come compressed; what hands out tokens never does.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { send, startWithClient } from '../support/client.mjs'
import { sampleAt, second_ms } from '../support/samples.mjs'

let server, client, stop, ada
before(async () => {
  ;({ server, client, stop } = await startWithClient())
  ada = await client.participant()
  const now = Date.now()
  const samples = Array.from({ length: 100 }, (_, i) => sampleAt(now - i * 15 * second_ms))
  await client.store(ada, samples)
})
after(() => stop?.())

const browsers = { 'Accept-Encoding': 'gzip, deflate, br' }
const get = (path, headers = browsers) => send(server, 'GET', path, { headers })

describe('a long answer', () => {
  const paths = () => [
    `/api/v1/rooms/${ada.room}/series`,
    `/api/v1/rooms/${ada.room}/chart`,
    '/api/v1/openapi.json',
    '/api/metrics',
  ]

  it('is compressed for clients that take gzip, and says so to caches', async () => {
    for (const path of paths()) {
      const answer = await get(path)
      assert.equal(answer.status, 200, path)
      assert.equal(answer.headers['content-encoding'], 'gzip', path)
      assert.match(answer.headers.vary, /accept-encoding/i, path)
      JSON.parse(gunzipSync(answer.body))
    }
    const counters = await get('/internal/metrics')
    assert.equal(counters.headers['content-encoding'], 'gzip')
    assert.match(gunzipSync(counters.body).toString(), /^# HELP /)
  })

  it('is the same for the others, uncompressed', async () => {
    for (const path of paths()) {
      const small = await get(path)
      for (const accepted of ['', 'br', 'gzip;q=0']) {
        const plain = await get(path, { 'Accept-Encoding': accepted })
        assert.equal(plain.headers['content-encoding'], undefined, path)
        assert.match(plain.headers.vary, /accept-encoding/i, path)
        assert.equal(plain.text, gunzipSync(small.body).toString(), path)
        assert.ok(small.body.length < plain.body.length / 2, path)
      }
    }
  })

  it('has the length that HEAD tells', async () => {
    const path = `/api/v1/rooms/${ada.room}/series`
    const head = await send(server, 'HEAD', path, { headers: browsers })
    assert.equal(Number(head.headers['content-length']), (await get(path)).body.length)
    assert.equal(head.headers['content-encoding'], 'gzip')
  })
})

describe('an answer', () => {
  it('that is short is not compressed', async () => {
    for (const path of ['/healthz', '/readyz', `/api/v1/rooms/${ada.room}`]) {
      assert.equal((await get(path)).headers['content-encoding'], undefined, path)
    }
  })

  it('with a token in it is not compressed, however long', async () => {
    const name = 'x'.repeat(64)
    const answer = await client.post(
      `/api/v1/rooms/${ada.room}/participants`,
      { name },
      { headers: browsers },
    )
    assert.equal(answer.status, 201)
    assert.equal(answer.headers['content-encoding'], undefined)
  })

  it('that is an error is not compressed', async () => {
    const answer = await get(`/api/v1/rooms/${'x'.repeat(120)}/series?fields=${'y'.repeat(1500)}`)
    assert.ok(answer.status >= 400)
    assert.equal(answer.headers['content-encoding'], undefined)
  })
})
