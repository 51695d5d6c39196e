import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { livePath, openLive, samplesOf } from '../support/live.mjs'
import { sampleAt } from '../support/samples.mjs'
import { refusedHandshake } from '../support/signal.mjs'
import { until } from '../support/wait.mjs'

const admin = 'the admin token of these tests'
const secretOfTurn = 'shared with the TURN server'

let server, client, stop
before(
  async () =>
    ({ server, client, stop } = await startWithClient({
      settings: {
        'server.mode': 'private',
        'server.admin_token': admin,
        'plugins.video-mesh.turn_urls': '["turn:turn.example.org"]',
        'plugins.video-mesh.turn_secret': secretOfTurn,
        'plugins.video-mesh.turn_ttl_s': 600,
      },
    })),
)
after(() => stop?.())

const create = async () => {
  const answer = await client.post('/api/v1/rooms', {}, { token: admin })
  assert.equal(answer.status, 201, answer.text)
  return answer.json.name
}

describe('in private mode', () => {
  it('creating, listing and ending rooms need the admin token', async () => {
    const name = await create()
    for (const [method, path] of [
      ['POST', '/api/v1/rooms'],
      ['GET', '/api/v1/rooms'],
      ['DELETE', `/api/v1/rooms/${name}`],
    ]) {
      const body = method === 'POST' ? {} : undefined
      const none = await client.request(method, path, { body })
      assertProblem(none, 401, null, 'Authorization')
      assert.match(none.headers['www-authenticate'], /^Bearer/)
      for (const token of ['wrong', admin.slice(0, -1), `${admin}x`, admin.toUpperCase()]) {
        const wrong = await client.request(method, path, { body, token })
        assertProblem(wrong, 401, null, 'Authorization')
        assert.ok(!wrong.text.includes(token))
      }
      const right = await client.request(method, path, { body, token: admin })
      assert.ok(right.status < 300, `${method} ${path}: ${right.text}`)
    }
  })

  it('what plugins say of themselves is for administrators', async () => {
    for (const [token, forAdmin] of [
      [undefined, false],
      [admin, true],
    ]) {
      const { plugins } = (await client.get('/api/v1/plugins', { token })).json
      const store = plugins.find(({ kind }) => kind === 'metrics-store')
      assert.equal(store.state, 'ready')
      assert.equal(store.details !== null, forAdmin)
      for (const only of ['latency', 'ready_since', 'settings'])
        assert.equal(store[only] !== null, forAdmin, only)
    }
  })

  it('administrators see how plugins are set up and do, and no secret', async () => {
    await client.post('/api/v1/rooms', {}, { token: admin })
    const answer = await client.get('/api/v1/plugins', { token: admin })
    const video = answer.json.plugins.find(({ kind }) => kind === 'video-provider')
    assert.deepEqual(video.settings, [
      { key: 'turn_secret', value: null, hidden: true },
      { key: 'turn_ttl_s', value: 600, hidden: false },
      { key: 'turn_urls', value: ['turn:turn.example.org'], hidden: false },
    ])
    assert.ok(!answer.text.includes(secretOfTurn))
    const { p50_s, p95_s, p99_s } = video.latency
    assert.ok(0 < p50_s && p50_s <= p95_s && p95_s <= p99_s, JSON.stringify(video.latency))
    assert.ok(video.ready_since <= Date.now() && video.ready_since > Date.now() - 600_000)
    assert.equal(video.last_error, null)
  })

  it('a participant’s token is no admin token', async () => {
    const { token } = await client.join(await create())
    assertProblem(await client.get('/api/v1/rooms', { token }), 401, null, 'Authorization')
  })

  it('whoever was given the name of a room may join it and report quality', async () => {
    const name = await create()
    const { token } = await client.join(name)
    assert.equal((await client.store({ room: name, token }, [sampleAt(Date.now())])).stored, 1)
  })

  it('whoever was given the name of a room may follow it live as they may read its series', async () => {
    const name = await create()
    const { token } = await client.join(name)
    for (const bearer of [undefined, 'wrong', token, admin]) {
      const headers = bearer ? { authorization: `Bearer ${bearer}` } : {}
      const read = (room) => client.get(`/api/v1/rooms/${room}/series`, { token: bearer })
      assert.equal((await read(name)).status, 200)
      const viewer = await openLive(server, name, { headers })
      await client.store({ room: name, token }, [sampleAt(Date.now())])
      await until('the viewer is told', () => samplesOf(viewer).length === 1)
      viewer.close()
      assertProblem(await read('unknown'), 404, 'room-not-found')
      const url = `ws://127.0.0.1:${server.port}${livePath('unknown')}`
      assertProblem(await refusedHandshake(url, [], { headers }), 404, 'room-not-found')
    }
  })

  it('the routes without credentials of the older app are not there', async () => {
    for (const [method, path] of [
      ['POST', '/api/room'],
      ['POST', '/api/metrics'],
      ['GET', '/api/metrics'],
    ]) {
      assert.equal(
        (await client.request(method, path, { body: method === 'POST' ? {} : undefined })).status,
        404,
      )
    }
  })
})
