// A new configuration without a restart: what changes, what goes on, and what is refused.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { openLive, samplesOf } from '../support/live.mjs'
import { Load, random } from '../support/load.mjs'
import { sampleAt } from '../support/samples.mjs'
import { executable, temporaryFolder } from '../support/server.mjs'
import { messageOf, openSignal } from '../support/signal.mjs'
import { until, within } from '../support/wait.mjs'

const admin = 'the admin token of these tests'
const testPlugins = join(dirname(executable), '../tests/plugins')
const file = join(temporaryFolder(), 'reload.toml')

/** The configuration file, with these lines in place of the embedded ones. */
function configure({ server = '', quality = '', video = '', store = '', chart = 'chart-chartjs', also = [] } = {}) {
  const lines = [
    '[server]',
    server,
    '[quality]',
    quality,
    '[plugins]',
    `path = ["${testPlugins}"]`,
    '[video]',
    'plugin = "video-mesh"',
    '[plugins.video-mesh]',
    video,
    '[metrics]',
    'plugin = "metrics-sqlite"',
    '[plugins.metrics-sqlite]',
    store,
    '[chart]',
    `plugin = "${chart}"`,
    `also = ${JSON.stringify(also)}`,
  ]
  writeFileSync(file, lines.join('\n'))
}

let server, client, stop
before(async () => {
  configure()
  const settings = { 'server.admin_token': admin, 'log.level': 'info', 'log.access': false }
  ;({ server, client, stop } = await startWithClient({ config: file, settings }))
})
after(() => stop?.())

const reload = () => client.post('/api/v1/admin/reload', undefined, { token: admin })
async function reloaded() {
  const answer = await reload()
  assert.equal(answer.status, 200, answer.text)
  return answer.json
}
const pluginOf = async (kind) =>
  (await client.get('/api/v1/plugins')).json.plugins.find((one) => one.kind === kind)
const sampleCount = async ({ room }) =>
  (await client.get(`/api/v1/rooms/${room}`)).json?.participants?.[0].sample_count

describe('a reload', () => {
  beforeEach(async () => {
    configure()
    await reloaded()
  })

  it('is the administrator’s', async () => {
    for (const token of [undefined, 'not the token'])
      assertProblem(
        await client.post('/api/v1/admin/reload', undefined, { token }),
        401,
        'admin-token-required',
        'Authorization',
      )
  })

  it('keeps everything when nothing has changed', async () => {
    const { ready_since } = await pluginOf('metrics-store')
    assert.deepEqual(await reloaded(), {
      kept: ['video-mesh', 'metrics-sqlite', 'chart-chartjs'],
      started: [],
      stopped: [],
    })
    assert.equal((await pluginOf('metrics-store')).ready_since, ready_since)
  })

  it('swaps the chart, and nothing else', async () => {
    configure({ chart: 'test-chart' })
    assert.deepEqual(await reloaded(), {
      kept: ['video-mesh', 'metrics-sqlite'],
      started: ['test-chart'],
      stopped: ['chart-chartjs'],
    })
    const { id, state } = await pluginOf('chart')
    assert.deepEqual([id, state], ['test-chart', 'ready'])
    const ada = await client.participant()
    await client.store(ada, [sampleAt(Date.now())])
    assert.equal((await client.get(`/api/v1/rooms/${ada.room}/chart`)).status, 200)
  })

  it('adds a chart beside the one that goes on, lets it be the only one, and leaves it', async () => {
    const { name } = await client.room()
    const chart = async (accept) => {
      const { status, headers } = await client.get(`/api/v1/rooms/${name}/chart`, { headers: { Accept: accept } })
      return status === 200 ? headers['content-type'] : status
    }
    assert.equal(await chart('image/*'), 406)
    configure({ also: ['chart-svg'] })
    assert.deepEqual((await reloaded()).started, ['chart-svg'])
    assert.deepEqual([await chart('image/*'), /json/.test(await chart('*/*'))], ['image/svg+xml', true])
    configure({ chart: 'chart-svg' })
    const { kept, stopped } = await reloaded()
    assert.deepEqual([kept.includes('chart-svg'), stopped], [true, ['chart-chartjs']])
    assert.equal(await chart('*/*'), 'image/svg+xml')
  })

  it('changes nothing when the file is wrong, and says where', async () => {
    configure({ store: 'raw_days = "many"' })
    const fault = await reload()
    assertProblem(fault, 422, 'configuration-refused')
    assert.match(fault.json.detail, /reload\.toml:\d+: plugins\.metrics-sqlite\.raw_days: .*integer/)
    writeFileSync(file, '[server]\nlisten = 7\n')
    const faults = await reload()
    assertProblem(faults, 422, 'configuration-refused')
    assert.match(faults.json.detail, /reload\.toml.*: video\.plugin: is missing/)
    await client.store(await client.participant(), [sampleAt(Date.now())])
    assert.equal((await client.get('/readyz')).status, 200)
  })

  it('starts the former store again when the new one does not start', async () => {
    const ada = await client.participant()
    await client.store(ada, [sampleAt(Date.now())])
    configure({ store: 'path = "/proc/no/such/folder.db"' })
    assertProblem(await reload(), 422, 'configuration-refused')
    await client.store(ada, [sampleAt(Date.now() + 1000)])
    assert.equal(await sampleCount(ada), 2)
    assert.deepEqual((await pluginOf('metrics-store')).settings, [])
  })

  it('refuses by name what only a restart changes', async () => {
    configure({ server: 'threads = 3\ndrain_s = 9' })
    const answer = await reload()
    assertProblem(answer, 409, 'restart-needed', 'server.threads')
    assert.ok(!answer.json.detail.includes('drain_s'), answer.json.detail)
  })

  it('goes from one file to another and back', async () => {
    const ada = await client.participant()
    await client.store(ada, [sampleAt(Date.now())])
    configure({ store: 'path = "other.db"' })
    assert.deepEqual((await reloaded()).started, ['metrics-sqlite'])
    assert.equal((await client.get(`/api/v1/rooms/${ada.room}`)).status, 404)
    configure()
    await reloaded()
    assert.equal(await sampleCount(ada), 1)
  })

  it('closes the WebSockets of a provider that leaves, and only then', async () => {
    const ada = await client.participant()
    const socket = await openSignal(server, ada.room, ada.token)
    configure({ store: 'raw_days = 40', chart: 'test-chart' })
    assert.deepEqual((await reloaded()).kept, ['video-mesh'])
    const grace = await client.join(ada.room, 'Grace')
    const other = await openSignal(server, ada.room, grace.token)
    await messageOf(socket, 'Ada hears of Grace', (message) =>
      JSON.stringify(message).includes(grace.participant.id),
    )
    configure({ store: 'raw_days = 40', chart: 'test-chart', video: 'max_rooms = 999' })
    assert.deepEqual((await reloaded()).stopped, ['video-mesh'])
    for (const one of [socket, other]) {
      const { code } = await within(30_000, 'for the close', one.closed)
      assert.equal(code, 1012)
    }
    const again = await openSignal(server, ada.room, ada.token)
    again.close()
  })

  it('leaves viewers of a room connected, and has them read again what another store tells', async () => {
    const ada = await client.participant()
    const viewer = await openLive(server, ada.room)
    const types = () => viewer.received.map(({ type }) => type)
    await until('the viewer is greeted', () => types().includes('hello'))
    configure({ chart: 'test-chart' })
    await reloaded()
    await client.store(ada, [sampleAt(Date.now() - 1000)])
    await until('a sample is told', () => samplesOf(viewer).length === 1)
    assert.deepEqual(types(), ['hello', 'samples'])

    configure({ chart: 'test-chart', store: 'raw_days = 41', quality: 'interval_s = 5' })
    await reloaded()
    await until('the viewer is told to read again', () => types().includes('reset'))
    assert.equal(viewer.received.at(-1).poll_s, 10)
    await client.store(ada, [sampleAt(Date.now())])
    await until('another sample is told', () => samplesOf(viewer).length === 2)
    assert.deepEqual(types(), ['hello', 'samples', 'reset', 'samples'])
    assert.equal(viewer.readyState, viewer.OPEN)
    viewer.close()
  })

  describe('during an export', () => {
    /** One that its reader has not begun to take; rest(): what comes of it in the end. */
    async function paused(room) {
      const answer = await fetch(`${server.url}/api/v1/rooms/${room}/export?format=ndjson`)
      assert.equal(answer.status, 200)
      return { rest: async () => (await answer.text()).split('\n').length - 1 }
    }
    const count = 30_000 // more than sockets hold

    let room
    before(async () => {
      const ada = await client.participant()
      room = ada.room
      for (let at = 0; at < count; at += 1000) {
        const times = Array.from({ length: 1000 }, (_, i) => Date.now() - (at + i) * 1000)
        await client.store(ada, times.map((time) => sampleAt(time)))
      }
    })

    it('lets it go on while its store does', async () => {
      const file = await paused(room)
      configure({ chart: 'test-chart', quality: 'interval_s = 5' })
      await reloaded()
      assert.equal(await file.rest(), count)
    })

    it('shows that it is not complete when its store has been stopped', async () => {
      const file = await paused(room)
      configure({ store: 'raw_days = 42' })
      await reloaded()
      await assert.rejects(within(30_000, 'for the end of the file', file.rest()), TypeError)
    })
  })

  it('goes on counting', async () => {
    const name = 'vuedeo_http_requests_total{method="POST",route="/api/v1/rooms",status="2xx"}'
    const count = async () => {
      const { text } = await client.get('/internal/metrics')
      return Number(text.split('\n').find((line) => line.startsWith(name)).slice(name.length))
    }
    await client.room()
    const before = await count()
    configure({ chart: 'test-chart' })
    await reloaded()
    await client.room()
    assert.equal(await count(), before + 1)
  })
})

describe('reloads under load', () => {
  const next = random(7)
  const rounds = 6
  let load
  after(() => load?.abandon()) // else it would go on after a failure

  /** Asks again and again until it is told to end: how often it was answered with what. */
  async function reader(path) {
    const counts = {}
    while (!load.done) {
      const { status } = await client.get(path)
      counts[status] = (counts[status] ?? 0) + 1
    }
    return counts
  }

  it('let samples wait, and nothing else happens to them', async () => {
    configure()
    await reloaded()
    load = await Load.of(server, 'reloads', 8)
    load.begin()
    const paths = ['series', 'chart'].map((what) => `/api/v1/rooms/reloads/${what}`)
    const reading = Promise.all([...paths, ...paths].map(reader))
    reading.catch(() => {}) // it is awaited below
    for (let round = 0; round < rounds; ++round) {
      await load.randomMoment(next)
      const store = `raw_days = ${100 + round}`
      configure({ store, chart: round % 2 ? 'test-chart' : 'chart-chartjs' })
      if (round % 2) {
        server.child.kill('SIGHUP')
        await until('the settings are in effect', async () =>
          (await pluginOf('metrics-store')).settings?.some(({ value }) => value === 100 + round),
        )
      } else {
        assert.ok((await reloaded()).started.includes('metrics-sqlite'))
      }
      await load.randomMoment(next)
      configure({ store: 'raw_days = -1' })
      assertProblem(await reload(), 422, 'configuration-refused')
    }
    await load.end()
    // While a store is changed, whoever reads is told to come back.
    for (const counts of await reading) {
      const { 200: answered, 503: later, ...others } = counts
      assert.ok(answered > 0, `${answered} answered, ${later} later`)
      assert.deepEqual(others, {})
    }
    console.log(`${load}`)
  })
  it('lost no acknowledged sample and stored none twice', () => load.assertExactlyOnce())
  it('counted no sample twice in any rollup', async () => {
    await load.assertRollups()
    load.client.close()
  })
})
