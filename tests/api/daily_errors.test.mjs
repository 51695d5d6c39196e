// What Daily's refusals and a network that fails become for whoever asked. Each test has a server of
// its own: a circuit breaker remembers.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { FakeDaily } from '../support/fake_daily.mjs'
import { until } from '../support/wait.mjs'

/** Quick to give up, so that tests are. */
const impatient = { attempt_timeout_ms: 1000, max_attempts: 3, breaker_open_ms: 300 }

async function withDaily(settings, work, options = {}) {
  const daily = await FakeDaily.start(options)
  const started = await startWithClient({
    settings: { ...daily.settings({ ...impatient, ...settings }), ...options.host },
  })
  try {
    await work({ daily, ...started })
    assert.ok(!started.server.log.includes(daily.apiKey), 'the API key stands in the log')
    for (const { path, query } of daily.requests) assert.ok(!(path + query).includes(daily.apiKey))
  } finally {
    daily.heal()
    await started.stop()
    await daily.stop()
  }
}

const posts = (daily) => daily.count('POST', /^\/rooms$/)
const create = (client, name) => client.post('/api/v1/rooms', { name })

describe('an error of Daily’s', () => {
  for (const [status, error, answered, type] of [
    [400, 'invalid-request-error', 400, 'invalid-request'],
    [400, 'json-parsing-error', 503, 'plugin-unavailable'],
    [400, 'authorization-header-error', 503, 'plugin-unavailable'],
    [400, 'invalid-plan-type', 503, 'plugin-unavailable'],
    [401, 'authentication-error', 503, 'plugin-unavailable'],
    [403, 'forbidden-error', 503, 'plugin-unavailable'],
    [404, 'not-found', 503, 'plugin-unavailable'],
    [429, 'rate-limit-error', 503, 'plugin-busy'],
    [500, 'server-error', 503, 'plugin-unavailable'],
    [502, 'bad-gateway', 503, 'plugin-unavailable'],
  ]) {
    it(`${status} ${error} becomes ${answered} ${type}, without the key that it repeats`, () =>
      withDaily({}, async ({ daily, client, server }) => {
        const body = { error, info: `because of ${daily.apiKey}` }
        daily.fault({ status, body }, { method: 'POST' })
        const answer = await create(client, 'room')
        assertProblem(answer, answered, type)
        assert.ok(!answer.text.includes(daily.apiKey))
        const details = (await client.get('/api/v1/plugins')).text
        assert.ok(!details.includes(daily.apiKey))
        if (answered === 503) assert.ok(Number(answer.headers['retry-after']) >= 1)
        if (status < 500 && status !== 429) assert.ok(server.log.includes(error), server.log)
      }))
  }

  it('about the key is what readiness says, until the key is taken again', () =>
    withDaily({}, async ({ daily, client }) => {
      const heal = daily.fault({ status: 401, body: { error: 'authentication-error' } })
      await create(client, 'room')
      const answer = await client.get('/readyz')
      assert.equal(answer.status, 503)
      assert.match(answer.text, /Daily refuses the API key/)
      heal()
      assert.equal((await client.get('/readyz')).status, 200)
    }))
})

describe('too many requests', () => {
  it('are waited for as long as Daily asks, and then succeed', () =>
    withDaily({}, async ({ daily, client }) => {
      const headers = { 'Retry-After': '1' }
      daily.fault({ status: 429, body: { error: 'rate-limit-error' }, headers }, { times: 1 })
      assert.equal((await create(client, 'room')).status, 201)
      const [refused, again] = daily.requests.filter(({ method }) => method === 'POST')
      assert.equal(refused.status, 429)
      assert.ok(again.at_ms - refused.at_ms >= 990, 'it did not wait')
    }))

  it('tell the client when to come back', () =>
    withDaily({}, async ({ daily, client }) => {
      const headers = { 'Retry-After': '40' }
      daily.fault({ status: 429, body: { error: 'rate-limit-error' }, headers })
      const answer = await create(client, 'room')
      assertProblem(answer, 503, 'plugin-busy')
      assert.equal(answer.headers['retry-after'], '40')
      assert.equal(posts(daily), 1)
    }))

  it('that others of the domain cause are sat out, and each room is made once', () =>
    withDaily(
      { requests_per_s: 1000, max_attempts: 10 },
      async ({ daily, client }) => {
        const names = Array.from({ length: 15 }, (_, i) => `room${i}`)
        const answers = await Promise.all(names.map((name) => create(client, name)))
        for (const answer of answers) assert.equal(answer.status, 201, answer.text)
        assert.ok(daily.requests.some(({ status }) => status === 429), 'the limit was not met')
        assert.deepEqual([...daily.domain.rooms.keys()].sort(), names.sort())
        const made = daily.requests.filter(({ method, status }) => method === 'POST' && status === 200)
        assert.equal(made.length, names.length)
      },
      { limits: { most: { count: 6, window_ms: 700 } }, host: { 'video.deadline_ms': 30_000 } },
    ))

  it('never leave this server, however many rooms are asked for at once', () =>
    withDaily(
      { requests_per_s: 10 },
      async ({ daily, client }) => {
        const answers = await Promise.all(Array.from({ length: 30 }, () => client.room()))
        assert.equal(answers.length, 30)
        assert.equal(daily.requests.filter(({ status }) => status === 429).length, 0)
      },
      { limits: { most: { count: 20, window_ms: 1000 } } },
    ))

  it('to delete rooms never leave it either', () =>
    withDaily(
      { deletes_per_s: 4 },
      async ({ daily, client }) => {
        const rooms = await Promise.all(Array.from({ length: 8 }, () => client.room()))
        for (const answer of await Promise.all(
          rooms.map(({ name }) => client.delete(`/api/v1/rooms/${name}`)),
        )) {
          assert.equal(answer.status, 204, answer.text)
        }
        assert.equal(daily.domain.rooms.size, 0)
        assert.equal(daily.requests.filter(({ status }) => status === 429).length, 0)
      },
      { limits: { deleteRoom: { count: 7, window_ms: 1000 } } },
    ))
})

describe('a room whose creation went unanswered', () => {
  for (const [fault, requests] of [
    ['lose', 1], // done, the answer lost: found by a GET
    ['half', 1],
    [{ delay_ms: 3000 }, 1],
    ['reset', 2], // not done: a GET finds nothing, so it is asked for again
    ['half-close', 2],
    ['hang', 2],
    ['garbage', 2],
    [{ status: 500 }, 2],
    [{ status: 503, headers: { 'Retry-After': '1' } }, 2],
  ]) {
    it(`is there once: ${JSON.stringify(fault)}`, () =>
      withDaily({}, async ({ daily, client }) => {
        daily.fault(fault, { method: 'POST', path: /^\/rooms$/, times: 1 })
        const answer = await create(client, 'room')
        assert.equal(answer.status, 201, answer.text)
        assert.equal(answer.json.provider.url, daily.domain.room('room').url)
        assert.equal(posts(daily), requests)
        const between = daily.requests.slice(daily.requests.findIndex((one) => one.method === 'POST'))
        assert.equal(between[1].method, 'GET')
      }))
  }

  it('is not taken for one of the same name that somebody else made', () =>
    withDaily({}, async ({ daily, client }) => {
      daily.domain.createRoom({ name: 'room' })
      daily.fault('reset', { method: 'POST', times: 1 })
      assertProblem(await create(client, 'room'), 409, 'room-exists', 'name')
    }))
})

describe('a request that can be repeated', () => {
  for (const fault of ['reset', 'half', 'half-close', 'hang', 'garbage', { status: 500 }]) {
    it(`is: ${JSON.stringify(fault)}`, () =>
      withDaily({}, async ({ daily, client }) => {
        const { name } = await client.room()
        const { video } = await client.join(name)
        const session = daily.domain.enter(name, video.session.token)
        daily.fault(fault, { method: 'GET', path: /meetings/, times: 1 })
        daily.fault(fault === 'half' ? 'lose' : fault, { method: 'DELETE', times: 1 })
        assert.equal((await client.delete(`/api/v1/rooms/${name}`)).status, 204)
        assert.ok(session.left)
        assert.equal(daily.domain.rooms.size, 0)
      }))
  }
})

describe('while Daily is down', () => {
  it('it is left alone after a few failures, and found again by itself', () =>
    withDaily({ breaker_failures: 4, breaker_open_ms: 2000 }, async ({ daily, client, server }) => {
      daily.fault({ status: 503, body: { error: 'server-error' } })
      for (let i = 0; i < 3; ++i) assertProblem(await create(client, 'room'), 503)
      const reached = daily.requests.length
      const answers = await Promise.all(Array.from({ length: 20 }, () => create(client, 'other')))
      for (const answer of answers) assert.ok([503, 409].includes(answer.status), answer.text)
      assert.ok(daily.requests.length - reached <= 1, 'at most a probe')
      assert.match(server.log, /Daily is left alone for a while/)

      daily.heal()
      await until('a room is made', async () => (await create(client, 'room')).status === 201)
      const { plugins } = (await client.get('/api/v1/plugins')).json
      const { details } = plugins.find(({ id }) => id === 'video-daily')
      assert.equal(details.circuit_breaker, 'closed')
      assert.ok(details.failures >= 4 && details.retries >= 1)
    }))

  it('a probe that fails leaves it alone for longer', () =>
    withDaily({ breaker_failures: 1, breaker_open_ms: 100, max_attempts: 1 }, async ({ daily, client }) => {
      daily.fault({ status: 500 })
      const waits = []
      await create(client, 'room')
      for (let probes = 1; probes <= 4; ++probes) {
        const before = daily.requests.length
        await until('a probe is sent', async () => {
          await create(client, 'room')
          return daily.requests.length > before
        })
        waits.push(daily.requests.at(-1).at_ms - daily.requests[before - 1].at_ms)
        assert.equal(daily.requests.length, before + 1)
      }
      for (const [i, least_ms] of [100, 200, 400, 800].entries()) {
        assert.ok(waits[i] >= least_ms - 2, `probe ${i} after ${waits[i]} ms`)
      }
    }))

  it('people still enter rooms that were entered a moment ago', () =>
    withDaily({}, async ({ daily, client }) => {
      const { name } = await client.room()
      daily.fault('reset')
      const { video } = await client.join(name)
      assert.ok(daily.domain.enter(name, video.session.token))
    }))
})

describe('while Daily hangs', () => {
  it('50 creations wait, and everything else answers as ever', () =>
    withDaily(
      { attempt_timeout_ms: 20_000 },
      async ({ daily, client }) => {
        const who = await client.participant()
        daily.fault('hang')
        let answered = 0
        const creations = Array.from({ length: 50 }, async () => {
          const answer = await client.post('/api/v1/rooms')
          answered += 1
          return answer
        })
        await until('a creation hangs', () => posts(daily) >= 4)
        for (let i = 0; i < 20; ++i) {
          assert.equal((await client.get('/healthz')).status, 200)
          assert.equal((await client.get(`/api/v1/rooms/${who.room}`)).status, 200)
          assert.equal((await client.get('/api/v1/rooms')).status, 200)
          await client.store(who, [{ sampled_at: Date.now() + i }])
        }
        assert.equal(answered, 0, 'the creations were to hang meanwhile')
        daily.heal()
        for (const socket of daily.sockets) socket.destroy()
        for (const answer of await Promise.all(creations)) {
          assert.ok([201, 503].includes(answer.status), answer.text)
        }
      },
      { host: { 'video.deadline_ms': 20_000 } },
    ))

  it('no more creations wait than may', () =>
    withDaily(
      { attempt_timeout_ms: 20_000 },
      async ({ daily, client }) => {
        daily.fault('hang')
        const creations = Array.from({ length: 3 }, () => client.post('/api/v1/rooms'))
        const refused = await Promise.any(creations)
        assertProblem(refused, 503, 'plugin-busy')
        assert.match(refused.json.detail, /^Daily/)
        assert.ok(Number(refused.headers['retry-after']) >= 1)
        daily.heal()
        for (const socket of daily.sockets) socket.destroy()
        await Promise.all(creations)
      },
      { host: { 'video.deadline_ms': 20_000, 'video.max_concurrency': 1, 'video.max_queued': 1 } },
    ))

  it('the end of the server waits no longer than a call may take', () =>
    withDaily(
      { attempt_timeout_ms: 1000, max_attempts: 1 },
      async ({ daily, client }) => {
        daily.fault('hang')
        const answer = client.post('/api/v1/rooms')
        await until('the creation hangs', () => posts(daily) === 1)
        assertProblem(await answer, 503)
      },
      { host: { 'video.deadline_ms': 2000 } },
    ))
})
