// Clients that store samples all the time, each batch again until it is acknowledged, as browsers do;
// and the check that afterwards everything acknowledged is there, once, at every level.
import assert from 'node:assert/strict'
import { Client } from './client.mjs'
import { until } from './wait.mjs'

const samplesPerRequest = 3

/** mulberry32: the same numbers for the same seed everywhere. */
export function random(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One participant. */
class Reporter {
  acknowledged = new Map() // sampled_at -> rtt_s
  duplicates = 0
  lostAnswers = 0

  constructor(load, { token, participant }) {
    this.load = load
    this.token = token
    this.id = participant.id
    this.at = load.start
  }

  async run() {
    while (!this.load.done) {
      const batch = Array.from({ length: samplesPerRequest }, () => {
        this.at += 1000
        return { sampled_at: this.at, rtt_s: (this.at / 1000) % 64, freeze_count: 1 }
      })
      await this.deliver(batch)
    }
  }

  async deliver(batch) {
    const { client, room } = this.load
    while (!this.load.abandoned) {
      const answer = await client
        .samples({ room, token: this.token }, batch)
        .catch((error) => ({ status: 0, error }))
      if (answer.status === 201) {
        const { stored, duplicates } = answer.json
        assert.equal(stored + duplicates, batch.length)
        this.duplicates += duplicates
        for (const { sampled_at, rtt_s } of batch) this.acknowledged.set(sampled_at, rtt_s)
        return
      }
      if (answer.error instanceof assert.AssertionError) throw answer.error
      assert.ok([0, 503].includes(answer.status), `${answer.status} ${answer.text}`)
      if (answer.status === 503) assert.ok(answer.headers['retry-after'] > 0, 'no Retry-After')
      this.lostAnswers += 1
      await new Promise((done) => setTimeout(done, 20))
      await until('the server is back', () => this.load.serving, { timeout_ms: 60_000 })
    }
  }
}

export class Load {
  reporters = []
  serving = true // false: nobody need try
  done = false
  abandoned = false // true: nobody asks any more what has become of the samples
  // A day back, on the hour: the samples fill whole buckets of every level.
  start = Math.floor((Date.now() - 86_400_000) / 3_600_000) * 3_600_000

  constructor(client, room) {
    this.client = client
    this.room = room
  }

  static async of(server, room, clientCount) {
    const load = new Load(await Client.of(server), room)
    await load.client.room({ name: room })
    for (let i = 0; i < clientCount; ++i)
      load.reporters.push(new Reporter(load, await load.client.join(room, `Client ${i}`)))
    return load
  }

  begin() {
    this.running = Promise.all(this.reporters.map((one) => one.run()))
    this.running.catch(() => {}) // end() throws it
  }

  async end() {
    this.done = true
    await this.running
  }

  /** For a server that will not come back: what it has not acknowledged is given up. */
  abandon() {
    this.done = true
    this.abandoned = true
  }

  #sum = (of) => this.reporters.reduce((sum, one) => sum + of(one), 0)
  get acknowledged() {
    return this.#sum((one) => one.acknowledged.size)
  }
  get lostAnswers() {
    return this.#sum((one) => one.lostAnswers)
  }
  get duplicates() {
    return this.#sum((one) => one.duplicates)
  }

  /** Somewhere in the next requests: a moment after samples of everybody have been acknowledged. */
  async randomMoment(next) {
    const known = this.acknowledged
    await Promise.race([
      until('samples are acknowledged', () => this.acknowledged > known + this.reporters.length, {
        every_ms: 1,
        timeout_ms: 60_000,
      }),
      this.running,
    ])
    const moment = performance.now() + next() * 60
    await until('the random moment has come', () => performance.now() >= moment, { every_ms: 1 })
  }

  toString() {
    return `${this.acknowledged} samples acknowledged, ${this.lostAnswers} requests cut off, ${this.duplicates} samples were stored though their answer was lost`
  }

  async assertExactlyOnce() {
    const { participants } = (await this.client.get(`/api/v1/rooms/${this.room}`)).json
    assert.equal(participants.length, this.reporters.length)
    for (const one of this.reporters) {
      const { sample_count } = participants.find(({ id }) => id === one.id)
      assert.equal(sample_count, one.acknowledged.size, one.id)
      const times = [...one.acknowledged.keys()]
      for (let from = Math.min(...times); from <= Math.max(...times); from += 4_000_000) {
        const series = await this.client.series(this.room, {
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
  }

  async assertRollups() {
    for (const interval of [5, 15, 60, 300, 3600]) {
      const series = await this.client.series(this.room, {
        interval,
        fields: 'freeze_count,rtt_s',
        from: this.start,
        to: this.start + 3_600_000 * 4,
      })
      for (const one of this.reporters) {
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
  }
}
