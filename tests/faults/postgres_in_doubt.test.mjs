// A connection that breaks while its COMMIT is under way: one sample is stored once, and its sender is told
// that it was stored, and not that somebody had stored it before.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client } from '../support/client.mjs'
import { CuttingProxy } from '../support/cutting_proxy.mjs'
import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { startServer } from '../support/server.mjs'

let database, proxy, server, client, who
before(async () => {
  database = await startPostgres()
  proxy = await CuttingProxy.to(database.connection.port)
  server = await startServer({ config: postgresToml(database, { table: { port: proxy.port } }) })
  client = await Client.of(server)
  who = await client.participant()
})
after(async () => {
  client?.close()
  await server?.stop()
  proxy?.close()
  database?.remove()
})

describe('a COMMIT whose connection is cut', () => {
  let at = Date.now() - 60_000
  for (const [moment, mode] of [
    ['after it has arrived, and before its answer', 'after'],
    ['before it arrives', 'before'],
  ]) {
    it(`${moment}, stores the sample once and says so`, async () => {
      for (let round = 0; round < 5; ++round) {
        const sample = { sampled_at: (at += 1000), rtt_s: 1 }
        const known = proxy.cuts
        proxy.cutNextCommit(mode)
        assert.deepEqual(await client.store(who, [sample]), { stored: 1, duplicates: 0 })
        assert.equal(proxy.cuts, known + 1)
        assert.deepEqual(await client.store(who, [sample]), { stored: 0, duplicates: 1 })
      }
    })
  }

  it('leaves each of them there once', async () => {
    const [{ count }] = await database.query('select count(*)::int from vuedeo.samples')
    assert.equal(count, 10)
  })
})
