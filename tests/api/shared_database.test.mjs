// Two servers over one PostgreSQL: what one has stored, the other one shows, exports and watches.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startWithClient } from '../support/client.mjs'
import { openLive, samplesOf } from '../support/live.mjs'
import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { minute_ms, sampleAt, single } from '../support/samples.mjs'
import { overrides, run, temporaryFolder } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const sampleCount = 3000

let database, config, here, there, who, samples
before(async () => {
  database = await startPostgres()
  config = postgresToml(database)
  here = await startWithClient({ config })
  there = await startWithClient({ config })
  who = await here.client.participant()
  const begin = Date.now() - sampleCount * 1000 - minute_ms
  samples = Array.from({ length: sampleCount }, (_, i) =>
    sampleAt(begin + i * 1000, { rtt_s: i % 7 === 0 ? null : i / 977, recv_bps: 1 / (i + 3) }),
  )
  for (let at = 0; at < sampleCount; at += 1000)
    await here.client.store(who, samples.slice(at, at + 1000))
})
after(async () => {
  await here?.stop()
  await there?.stop()
  await database?.remove()
})

const exported = async ({ client }, format) => {
  const answer = await client.get(`/api/v1/rooms/${who.room}/export?format=${format}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.text
}

describe('an export from PostgreSQL', () => {
  it('tells every sample exactly and in order, whichever server stored it', async () => {
    const known = ({ sampled_at, rtt_s, recv_bps }) => [
      sampled_at,
      rtt_s === null ? null : single(rtt_s),
      single(recv_bps),
    ]
    const lines = (await exported(there, 'ndjson')).split('\n').slice(0, -1)
    assert.deepEqual(lines.map((line) => known(JSON.parse(line))), samples.map(known))
  })

  it('is the same from the command line, beside the servers', async () => {
    const dataDir = { 'server.data_dir': temporaryFolder() }
    const args = ['export', '--config', config, ...overrides(dataDir), '--room', who.room]
    const told = await run(args)
    assert.equal(told.code, 0, told.stderr)
    assert.equal(told.stdout, await exported(here, 'csv'))
  })
})

describe('a viewer of a room', () => {
  it('is told at once by the server that stores, and finds it at the other when it asks', async () => {
    const viewers = await Promise.all([here, there].map(({ server }) => openLive(server, who.room)))
    await until('both are greeted', () => viewers.every(({ received }) => received.length > 0))
    const now = Date.now()
    await here.client.store(who, [sampleAt(now)])
    await until('one is told', () => samplesOf(viewers[0]).length > 0)
    const { participants } = await there.client.series(who.room, { interval: 1, from: now - 5000 })
    assert.deepEqual(participants[0].values.rtt_s.value, [0.041])
    // How often those must ask whose server is not the one that stores.
    assert.ok(viewers[1].received[0].poll_s <= 30)
    for (const viewer of viewers) viewer.close()
  })
})
