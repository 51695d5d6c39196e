import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, send, startWithClient } from '../support/client.mjs'
import { exchange } from '../support/raw.mjs'
import { sampleAt } from '../support/samples.mjs'
import { openSignal } from '../support/signal.mjs'

const path = '/internal/metrics'

/**
 * The samples of a text in Prometheus' format 0.0.4 as {'name{label="value"}': number}, read as strictly as
 * its own parser does: every metric has its help and type before its samples, and all of these together.
 */
function parse(text) {
  assert.ok(text.endsWith('\n'))
  const samples = {}
  const types = {}
  let helped, typed
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)$/.exec(line)
    if (comment?.[1] === 'HELP') {
      helped = comment[2]
      continue
    }
    if (comment) {
      assert.equal(comment[2], helped, line)
      assert.ok(!types[comment[2]], `${line} comes twice`)
      assert.ok(['counter', 'gauge', 'histogram'].includes(comment[3]), line)
      types[(typed = comment[2])] = comment[3]
      continue
    }
    const sample =
      /^([a-z_][a-z0-9_]*)(\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\"n])*")*\})? (\S+)$/.exec(
        line,
      )
    assert.ok(sample, `not a sample: ${line}`)
    const [, name, labels = '', value] = sample
    const family = types[typed] === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name
    assert.equal(family, typed, line)
    assert.ok(Number.isFinite(Number(value)), line)
    assert.ok(!(name + labels in samples), `${line} comes twice`)
    samples[name + labels] = Number(value)
  }
  return samples
}

describe('the counters for Prometheus', () => {
  let server, client, stop
  before(async () => ({ server, client, stop } = await startWithClient()))
  after(() => stop?.())

  const counters = async (options) => {
    const answer = await client.get(path, options)
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
    assert.equal(answer.headers['cache-control'], 'no-store')
    return parse(answer.text)
  }

  it('rise with what happens', async () => {
    const before = await counters()
    const ada = await client.participant()
    const now = Date.now()
    await client.store(ada, [sampleAt(now), sampleAt(now - 1)])
    await client.store(ada, [sampleAt(now)])
    await client.get(`/api/v1/rooms/${ada.room}`)
    await client.get('/api/v1/rooms/never-was')
    await send(server, 'GET', '/nothing/here')
    await exchange(server, 'POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\n\r\n')
    const socket = await openSignal(server, ada.room, ada.token)
    const after = await counters()
    socket.close()

    const route = (method, pattern, status) =>
      `vuedeo_http_requests_total{method="${method}",route="${pattern}",status="${status}"}`
    for (const [name, rise] of [
      [route('POST', '/api/v1/rooms', '2xx'), 1],
      [route('POST', '/api/v1/rooms/{room}/samples', '2xx'), 2],
      [route('GET', '/api/v1/rooms/{room}', '2xx'), 1],
      [route('GET', '/api/v1/rooms/{room}', '4xx'), 1],
      [route('other', 'other', '4xx'), 1],
      ['vuedeo_http_refused_total{status="411"}', 1],
      ['vuedeo_samples_total{outcome="stored"}', 2],
      ['vuedeo_samples_total{outcome="duplicate"}', 1],
      ['vuedeo_samples_total{outcome="failed"}', 0],
      ['vuedeo_sample_batches_total{outcome="stored"}', 2],
      ['vuedeo_websockets', 1],
      ['vuedeo_plugin_ready{plugin="video-mesh",kind="video-provider"}', 0],
    ]) {
      assert.equal(after[name] - (before[name] ?? 0), rise, name)
    }
    const calls = 'vuedeo_plugin_calls_total{plugin="metrics-sqlite",kind="metrics-store"}'
    assert.ok(after[calls] > before[calls])
    assert.equal(after['vuedeo_plugin_ready{plugin="chart-chartjs",kind="chart"}'], 1)
    assert.ok(after.vuedeo_connections >= 2)
    assert.ok(after.process_resident_memory_bytes > 1e6)
    assert.ok(after.process_open_fds > 5 && after.process_open_fds < after.process_max_fds)
    assert.ok(Math.abs(after.process_start_time_seconds - Date.now() / 1000) < 600)
  })

  it('count each time once, in buckets that add up', async () => {
    const all = await counters()
    for (const [name, labels] of [
      ['vuedeo_http_request_duration_seconds', 'method="GET",route="/api/v1/rooms/{room}"'],
      ['vuedeo_plugin_call_duration_seconds', 'plugin="metrics-sqlite",kind="metrics-store"'],
    ]) {
      const buckets = Object.keys(all).filter((key) => key.startsWith(`${name}_bucket{${labels},`))
      assert.ok(buckets.length > 3)
      for (let i = 1; i < buckets.length; ++i) assert.ok(all[buckets[i - 1]] <= all[buckets[i]])
      assert.match(buckets.at(-1), /le="\+Inf"/)
      assert.equal(all[buckets.at(-1)], all[`${name}_count{${labels}}`])
      assert.ok(all[`${name}_sum{${labels}}`] > 0)
    }
  })

  it('have no more labels, whatever clients ask for', async () => {
    const ada = await client.participant('A person of this name')
    const warm = Object.keys(await counters()).length
    for (let i = 0; i < 20; ++i) {
      await send(server, 'GET', `/nothing-${i}/"\\x`)
      await client.get(`/api/v1/rooms/room-${i}`)
      await client.get(`/api/v1/rooms/${ada.room}`)
    }
    const names = Object.keys(await counters())
    assert.ok(names.length <= warm + 12, `${warm} have become ${names.length}`)
    for (const hidden of ['nothing', 'room-1', ada.room, ada.id, '127.0.0.1']) {
      assert.ok(!names.some((name) => name.includes(hidden)), hidden)
    }
  })
})

describe('the counters of a private server', () => {
  it('are for whoever has its token', async () => {
    const token = 'the admin token of these tests'
    const { client, stop } = await startWithClient({
      settings: { 'server.mode': 'private', 'server.admin_token': token },
    })
    for (const wrong of [undefined, 'wrong']) {
      const answer = await client.get(path, { token: wrong })
      assertProblem(answer, 401, 'admin-token-required', 'Authorization')
    }
    parse((await client.get(path, { token })).text)
    await stop()
  })
})
