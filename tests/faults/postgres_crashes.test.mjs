// As crashes.test.mjs with the metrics in PostgreSQL: the server and the database are killed in turn, and
// the network between them is cut in the middle of commits.
//
//     VUEDEO_SEED=7 node --test faults/postgres_crashes.test.mjs     repeats a run of that seed
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CuttingProxy } from '../support/cutting_proxy.mjs'
import { Load, random } from '../support/load.mjs'
import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { startServer, temporaryFolder } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const clientCount = 32
const times = 20
const seed = Number(process.env.VUEDEO_SEED ?? Date.now() % 100_000)
const next = random(seed)
const settings = { 'log.level': 'error', 'server.limits.connections_per_address': 5000 }
const dataDir = temporaryFolder()

let database, proxy, config, server, load

before(async () => {
  console.log(`seed ${seed}`)
  database = await startPostgres()
  proxy = await CuttingProxy.to(database.connection.port)
  config = postgresToml(database, { table: { port: proxy.port } })
  server = await startServer({ config, dataDir, settings })
  load = await Load.of(server, 'crashes', clientCount)
  load.begin()
})
after(async () => {
  load?.client.close()
  await server?.stop()
  proxy?.close()
  database?.remove()
})

describe('storing in PostgreSQL', () => {
  it(`goes on through ${times} crashes of the server`, async () => {
    const known = load.lostAnswers
    for (let crash = 0; crash < times; ++crash) {
      await load.randomMoment(next)
      load.serving = false
      await server.kill()
      server = await startServer({ config, dataDir, settings, port: server.port })
      load.client.server = server
      load.serving = true
    }
    assert.ok(load.lostAnswers >= known + times, 'the crashes hit nobody')
  })

  it(`goes on by itself through ${times} crashes of PostgreSQL`, async () => {
    for (let crash = 0; crash < times; ++crash) {
      await load.randomMoment(next)
      await database.kill()
      await database.start()
    }
  })

  it(`goes on through ${2 * times} connections cut before and after a COMMIT arrives`, async () => {
    for (let cut = 0; cut < 2 * times; ++cut) {
      await load.randomMoment(next)
      const known = proxy.cuts
      proxy.cutNextCommit(cut % 2 === 0 ? 'before' : 'after')
      await until('a commit was cut', () => proxy.cuts > known, { every_ms: 1 })
    }
  })

  it('has lost no acknowledged sample and stored none twice', async () => {
    await load.end()
    console.log(`${load}`)
    await load.assertExactlyOnce()
  })

  it('has counted no sample twice at any level', () => load.assertRollups())
})
