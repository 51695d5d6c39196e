// Thirty-two clients store samples while the server is killed again and again at random moments:
// whatever was acknowledged is there afterwards, once, in the samples and in every rollup.
//
//     VUEDEO_SEED=7 node --test faults/crashes.test.mjs     repeats a run of that seed
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Load, random } from '../support/load.mjs'
import { startServer, temporaryFolder } from '../support/server.mjs'

const clientCount = 32
const crashCount = 22
const seed = Number(process.env.VUEDEO_SEED ?? Date.now() % 100_000)
const settings = { 'log.level': 'warning', 'server.limits.connections_per_address': 5000 }
const dataDir = temporaryFolder()
const next = random(seed)

let server, load

before(async () => {
  console.log(`seed ${seed}`)
  server = await startServer({ dataDir, settings })
  load = await Load.of(server, 'crashes', clientCount)
})
after(async () => {
  load?.client.close()
  await server?.stop()
})

describe(`storing through ${crashCount} crashes`, () => {
  it('keeps being possible', async () => {
    load.begin()
    for (let crash = 0; crash < crashCount; ++crash) {
      await load.randomMoment(next)
      load.serving = false
      await server.kill()
      server = await startServer({ dataDir, settings, port: server.port })
      load.client.server = server
      load.serving = true
    }
    await load.end()
    console.log(`${load}`)
    assert.ok(load.lostAnswers >= crashCount, 'the crashes hit nobody')
  })

  it('has lost no acknowledged sample and stored none twice', () => load.assertExactlyOnce())
  it('has counted no sample twice in any rollup', () => load.assertRollups())
})
