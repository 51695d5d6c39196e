import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { identity, livePath, openLive, samplesOf } from '../support/live.mjs'
import { openRaw } from '../support/raw.mjs'
import { day_ms, minute_ms, sampleAt } from '../support/samples.mjs'
import { refusedHandshake } from '../support/signal.mjs'
import { until } from '../support/wait.mjs'

let server, client, stop
before(async () => ({ server, client, stop } = await startWithClient()))
after(() => stop?.())

const metric = async (name) => {
  const { text } = await client.get('/internal/metrics')
  const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)
  assert.ok(found, `no metric ${name}`)
  return Number(found[1])
}
/** Calls of the store since the last time it was asked for. */
let callsBefore = 0
const newCalls = async () => {
  const count = async () => {
    const { json } = await client.get('/api/v1/plugins')
    return json.plugins.find(({ kind }) => kind === 'metrics-store').calls
  }
  const calls = await count()
  const made = calls - callsBefore
  const again = await count()
  callsBefore = 2 * again - calls // asking may make a call itself: the next one is foreseen
  return made
}
const greeted = async (socket) => {
  await until('the viewer is greeted', () => socket.received.length > 0)
  return socket
}
const watch = async (room, options) => greeted(await openLive(server, room, options))

describe('the live channel', () => {
  it('tells what is stored, as it was sent, also when it comes late', async () => {
    const who = await client.participant()
    const viewer = await watch(who.room)
    const [hello] = viewer.received
    assert.deepEqual([hello.type, hello.poll_s], ['hello', 30])
    const times = [Date.now() - 1000, Date.now() - 3 * day_ms]
    await client.store(who, [sampleAt(times[0])])
    await client.store(who, [sampleAt(times[1]), sampleAt(times[0])]) // one is stored already
    await until('both are told', () => samplesOf(viewer).length >= 2)
    await client.store(who, [sampleAt(Date.now())])
    await until('the third is told', () => samplesOf(viewer).length >= 3)
    const told = samplesOf(viewer)
    assert.deepEqual(told.slice(0, 2).map((sample) => sample.sampled_at), times)
    assert.equal(told.length, 3)
    const { participant_id, sampled_at, rtt_s, send_bps, ...rest } = told[0]
    assert.deepEqual([participant_id, send_bps], [who.id, 1_250_000])
    assert.equal(Math.fround(rtt_s), Math.fround(0.041))
    assert.ok(!('recv_loss' in rest), 'what is not known is left out')
    viewer.close()
  })

  it('keeps rooms apart', async () => {
    const [one, other] = [await client.participant(), await client.participant()]
    const viewer = await watch(one.room)
    await client.store(other, [sampleAt(Date.now() - 2000)])
    await client.store(one, [sampleAt(Date.now() - 1000)])
    await until('its own sample is told', () => samplesOf(viewer).length > 0)
    assert.deepEqual(samplesOf(viewer).map((sample) => sample.participant_id), [one.id])
    viewer.close()
  })

  it('goes on without a gap and without doubles, however often a viewer is cut off', async () => {
    const who = await client.participant()
    const begin = Date.now() - 60 * minute_ms
    const count = 300
    const seen = []
    let cursor
    let storing = true
    const resets = []
    const viewing = (async () => {
      while (storing || seen.length < count) {
        const socket = await watch(who.room, { after: cursor })
        await until('something is told', () => socket.received.length > 1 || !storing)
        if (!storing) await until('the rest is told', () => seen.length + samplesOf(socket).length >= count)
        socket.terminate()
        await socket.closed
        resets.push(...socket.received.filter(({ type }) => type === 'reset'))
        seen.push(...samplesOf(socket).map(identity))
        cursor = socket.cursor
      }
    })()
    await until('the viewer watches', () => metric('vuedeo_live_viewers').then((n) => n > 0))
    for (let i = 0; i < count; i += 5) {
      const samples = [0, 1, 2, 3, 4].map((more) => sampleAt(begin + (i + more) * 1000))
      await client.store(who, samples)
    }
    storing = false
    await viewing
    assert.deepEqual(resets, [])
    assert.equal(seen.length, count)
    assert.equal(new Set(seen).size, count)
  })

  it('says reset to a cursor that it does not know', async () => {
    const { name } = await client.room()
    const first = await watch(name)
    first.close()
    for (const cursor of ['x', '1-2-3.4', `${first.cursor}9`]) {
      const viewer = await watch(name, { after: cursor })
      assert.equal(viewer.received[0].type, 'reset')
      viewer.close()
    }
  })

  it('resets a viewer that does not read, and holds no more for it than its queue', async () => {
    const who = await client.participant()
    const [slow, quick] = [await watch(who.room), await watch(who.room)]
    const before = await metric('vuedeo_live_resets_total')
    slow.pause()
    let at = Date.now() - day_ms
    // A batch fits into a queue, so that whoever reads is not reset; some fill what sockets hold.
    const { json } = await client.get('/api/v1/fields')
    const long = Object.fromEntries(json.fields.map(({ name }) => [name, 1 / 3]))
    await until('the slow one is reset', async () => {
      await client.store(who, Array.from({ length: 500 }, () => sampleAt((at += 1000), long)))
      await until('the quick one has all', () => samplesOf(quick).at(-1)?.sampled_at === at)
      return (await metric('vuedeo_live_resets_total')) > before
    })
    slow.resume()
    await until('it hears of it', () => slow.received.some(({ type }) => type === 'reset'))
    // From the reset on it has the same as the other one.
    const last = at + 1000
    await client.store(who, [sampleAt(last)])
    for (const viewer of [slow, quick])
      await until('the last is told', () =>
        samplesOf(viewer).some(({ sampled_at }) => sampled_at === last),
      )
    const since = slow.received.findLastIndex(({ type }) => type === 'reset')
    const { cursor } = slow.received[since]
    const rest = quick.received.slice(quick.received.findIndex((one) => one.cursor === cursor) + 1)
    assert.deepEqual(slow.received.slice(since + 1), rest)
    slow.close()
    quick.close()
  })

  it('costs one look at the store, and no more for what 500 viewers are told', async () => {
    const who = await client.participant()
    await newCalls()
    const viewers = await Promise.all(Array.from({ length: 500 }, () => watch(who.room)))
    const opened = await newCalls()
    assert.ok(opened <= 20, `${opened} calls for opening`)
    await client.store(who, [sampleAt(Date.now())])
    for (const viewer of viewers)
      await until('every viewer is told', () => samplesOf(viewer).length === 1)
    assert.equal(await newCalls(), 1) // the append
    for (const viewer of viewers) viewer.terminate()
    await until('all have left', async () => (await metric('vuedeo_live_viewers')) === 0)
  })

  it('is for pages of this server, rooms that there are, and listeners', async () => {
    const { name } = await client.room()
    assertProblem(await client.get(livePath(name)), 426, 'upgrade-required', 'Upgrade')
    assertProblem(await client.get(`${livePath(name)}?since=1`), 400, 'query-invalid', 'since')
    const refused = async (room, origin) =>
      refusedHandshake(`ws://127.0.0.1:${server.port}${livePath(room)}`, [], { origin })
    assertProblem(await refused(name, 'http://evil.example'), 403, 'origin-foreign', 'Origin')
    assertProblem(await refused('no-such-room'), 404, 'room-not-found')
    const talker = await watch(name)
    talker.send('{}')
    assert.equal(await talker.closed, 1008)
  })
})

describe('the same question of many', () => {
  it('is asked of the store once for those who wait', async () => {
    const who = await client.participant()
    await client.store(who, Array.from({ length: 500 }, (_, i) => sampleAt(Date.now() - i * 1000)))
    const asking = await Promise.all(Array.from({ length: 500 }, () => openRaw(server)))
    await newCalls()
    // All of them wait for a server that wakes up.
    server.child.kill('SIGSTOP')
    try {
      for (const raw of asking)
        raw.send(`GET /api/v1/rooms/${who.room}/series HTTP/1.1\r\nHost: test\r\n\r\n`)
      await Promise.all(asking.map((raw) => until('it is sent', () => !raw.socket.writableLength)))
    } finally {
      server.child.kill('SIGCONT')
    }
    const answers = await Promise.all(asking.map((raw) => raw.answer()))
    const ids = new Set(answers.map(({ headers }) => headers['x-request-id']))
    assert.equal(ids.size, 500)
    for (const { status, text } of answers) {
      assert.equal(status, 200)
      assert.equal(text, answers[0].text)
    }
    const calls = await newCalls()
    assert.ok(calls < 3 * 50, `${calls} calls for 500 questions of three calls each`)
    for (const raw of asking) raw.close()
  })

  it('is never answered with less than what was stored before it', async () => {
    const who = await client.participant()
    const begin = Date.now() - 60 * minute_ms
    await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        await client.store(who, [sampleAt(begin + i * 15_000)])
        const { participants } = await client.series(who.room, { interval: 15 })
        const at = participants[0].time.findIndex(
          (time) => time === begin + i * 15_000 - ((begin + i * 15_000) % 15_000),
        )
        assert.ok(at >= 0 && participants[0].count[at] > 0, `sample ${i} is missing`)
      }),
    )
  })
})
