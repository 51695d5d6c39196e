// A PostgreSQL that neither answers nor ends a connection: it is frozen, or the network swallows everything.
// Nobody waits for it without an end: not the clients, and not the server that is told to stop.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { CuttingProxy } from '../support/cutting_proxy.mjs'
import { Load } from '../support/load.mjs'
import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { startServer } from '../support/server.mjs'
import { until, within } from '../support/wait.mjs'

const settings = { 'log.level': 'error', 'server.limits.connections_per_address': 5000 }
const deadline_ms = 2_000
let database, proxy
let rooms = 0
const uniqueName = () => `silent-${++rooms}`
before(async () => {
  database = await startPostgres()
  proxy = await CuttingProxy.to(database.connection.port)
})
after(() => {
  proxy?.close()
  database?.remove()
})

async function isWaited(table) {
  const found = await database.query(
    `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~ $1`,
    [table],
  )
  return found.length > 0
}

const silences = {
  'a frozen PostgreSQL': { begin: () => database.freeze(), end: () => database.thaw() },
  'a network that swallows everything': {
    begin: () => proxy.swallow(),
    end: () => proxy.swallow(false),
  },
}

for (const [name, { begin, end }] of Object.entries(silences)) {
  const start = () =>
    startServer({
      config: postgresToml(database, { table: { port: proxy.port, connect_timeout_s: 2 } }),
      settings: { ...settings, 'metrics.deadline_ms': deadline_ms },
    })

  describe(name, () => {
    it('is answered for with 503, and service goes on by itself when it speaks again', async () => {
      const server = await start()
      const load = await Load.of(server, uniqueName(), 16)
      load.begin()
      await load.randomMoment(Math.random)
      begin()
      try {
        const refused = load.lostAnswers
        await until('samples are refused', () => load.lostAnswers > refused + 16, {
          timeout_ms: 60_000,
        })
        const read = await within(30_000, 'an answer', load.client.get(`/api/v1/rooms/${load.room}`))
        assert.ok([503, 504].includes(read.status), read.text)
      } finally {
        end()
      }
      const known = load.acknowledged
      await until('samples are stored again', () => load.acknowledged > known + 64, {
        timeout_ms: 60_000,
      })
      await load.end()
      await load.assertExactlyOnce()
      load.client.close()
      await server.stop()
    })

    it('does not keep a server from its end, whatever it has asked', async () => {
      const server = await start()
      const load = await Load.of(server, uniqueName(), 16)
      const blocker = new pg.Client(database.connection)
      await blocker.connect()
      try {
        // So that maintenance is in the middle of a statement, too.
        await blocker.query('begin; lock table vuedeo.rollups_minute in access exclusive mode')
        load.begin() // a day late: there is something to repair
        await until('maintenance waits', () => isWaited('rollups_minute'), { timeout_ms: 60_000 })
        begin()
        const refused = load.lostAnswers
        await until('samples are refused', () => load.lostAnswers > refused, { timeout_ms: 60_000 })
        // Its end is orderly, and so without a remark of the sanitizers.
        await within(45_000, 'the server has stopped', server.stop())
      } finally {
        load.abandon()
        end()
        load.client.close()
        await blocker.end()
      }
    })
  })
}
