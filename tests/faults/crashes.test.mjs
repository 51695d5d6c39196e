// Thirty-two clients store samples while the server is killed again and again at random moments:
// whatever was acknowledged is there afterwards, once, in the samples and in every rollup.
//
//     VUEDEO_SEED=7 node --test faults/crashes.test.mjs     repeats a run of that seed
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client } from '../support/client.mjs'
import { startServer, temporaryFolder } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const clientCount = 32
const crashCount = 22
const samplesPerRequest = 3
const seed = Number(process.env.VUEDEO_SEED ?? Date.now() % 100_000)

/** mulberry32: the same numbers for the same seed everywhere. */
function random(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const settings = { 'log.level': 'warning', 'server.limits.connections_per_address': 5000 }
const dataDir = temporaryFolder()
const next = random(seed)
const room = 'crashes'
// A day back, on the hour: the samples fill whole buckets of every level.
const start = Math.floor((Date.now() - 86_400_000) / 3_600_000) * 3_600_000

let server, client
const reporters = []
let done = false

/** One participant. Sends batch after batch, each again until it is acknowledged, as a browser does. */
class Reporter {
  constructor({ token, participant }) {
    this.token = token
    this.id = participant.id
    this.acknowledged = new Map() // sampled_at -> rtt_s
    this.answers = { stored: 0, duplicates: 0 }
    this.lostAnswers = 0
    this.at = start
  }

  async run() {
    while (!done) {
      const batch = Array.from({ length: samplesPerRequest }, () => {
        this.at += 1000
        return { sampled_at: this.at, rtt_s: (this.at / 1000) % 64, freeze_count: 1 }
      })
      await this.deliver(batch)
    }
  }

  async deliver(batch) {
    for (;;) {
      const answer = await client
        .samples({ room, token: this.token }, batch)
        .catch((error) => ({ status: 0, error }))
      if (answer.status === 201) {
        const { stored, duplicates } = answer.json
        assert.equal(stored + duplicates, batch.length)
        this.answers.stored += stored
        this.answers.duplicates += duplicates
        for (const { sampled_at, rtt_s } of batch) this.acknowledged.set(sampled_at, rtt_s)
        return
      }
      if (answer.error instanceof assert.AssertionError) throw answer.error
      assert.ok([0, 503].includes(answer.status), `${answer.status} ${answer.text}`)
      this.lostAnswers += 1
      await until('the server is back', () => serving, { timeout_ms: 60_000 })
    }
  }
}

let serving = false
const total = () => reporters.reduce((sum, one) => sum + one.acknowledged.size, 0)

before(async () => {
  console.log(`seed ${seed}`)
  server = await startServer({ dataDir, settings })
  client = await Client.of(server)
  await client.room({ name: room })
  for (let i = 0; i < clientCount; ++i)
    reporters.push(new Reporter(await client.join(room, `Client ${i}`)))
  serving = true
})
after(async () => {
  client?.close()
  await server?.stop()
})

describe(`storing through ${crashCount} crashes`, () => {
  it('keeps being possible', async () => {
    const running = Promise.all(reporters.map((one) => one.run()))
    for (let crash = 0; crash < crashCount; ++crash) {
      const known = total()
      await Promise.race([
        until('samples are acknowledged', () => total() > known + clientCount, { every_ms: 1 }),
        running,
      ])
      // A random moment: somewhere in the next requests, wherever the store is with them.
      const moment = performance.now() + next() * 60
      await until('the random moment has come', () => performance.now() >= moment, { every_ms: 1 })
      serving = false
      await server.kill()
      server = await startServer({ dataDir, settings, port: server.port })
      client.server = server
      serving = true
    }
    done = true
    await running
    const lost = reporters.reduce((sum, one) => sum + one.lostAnswers, 0)
    const again = reporters.reduce((sum, one) => sum + one.answers.duplicates, 0)
    console.log(
      `${total()} samples acknowledged, ${lost} requests cut off, ${again} samples were stored though their answer was lost`,
    )
    assert.ok(lost >= crashCount, 'the crashes hit nobody')
  })

  it('has lost no acknowledged sample and stored none twice', async () => {
    const { participants } = (await client.get(`/api/v1/rooms/${room}`)).json
    assert.equal(participants.length, clientCount)
    for (const one of reporters) {
      const { sample_count } = participants.find(({ id }) => id === one.id)
      assert.equal(sample_count, one.acknowledged.size, one.id)
      const times = [...one.acknowledged.keys()]
      for (let from = Math.min(...times); from <= Math.max(...times); from += 4_000_000) {
        const series = await client.series(room, {
          participant: one.id,
          interval: 1,
          fields: 'rtt_s',
          from,
          to: from + 4_000_000,
        })
        const [{ time, count, values }] = series.participants
        for (const [i, at] of time.entries()) {
          assert.equal(count[i], one.acknowledged.has(at) ? 1 : 0, `${one.id} at ${at}`)
          assert.equal(values.rtt_s.value[i], one.acknowledged.get(at) ?? null)
        }
      }
    }
  })

  it('has counted no sample twice in any rollup', async () => {
    for (const interval of [5, 15, 60, 300, 3600]) {
      const series = await client.series(room, {
        interval,
        fields: 'freeze_count,rtt_s',
        from: start,
        to: start + 3_600_000 * 4,
      })
      for (const one of reporters) {
        const { time, count, values } = series.participants.find(({ id }) => id === one.id)
        const expected = new Map()
        for (const at of one.acknowledged.keys()) {
          const bucket = Math.floor(at / interval / 1000) * interval * 1000
          expected.set(bucket, (expected.get(bucket) ?? 0) + 1)
        }
        for (const [i, at] of time.entries()) {
          assert.equal(count[i], expected.get(at) ?? 0, `${one.id} at ${at} in ${interval} s`)
          assert.equal(values.freeze_count.value[i], expected.get(at) ?? null)
        }
      }
    }
  })
})
