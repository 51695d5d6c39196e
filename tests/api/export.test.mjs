import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { embedded, overrides, run, temporaryFolder } from '../support/server.mjs'
import { minute_ms, sampleAt, single } from '../support/samples.mjs'
import { until } from '../support/wait.mjs'

const isPlain = !/\/(asan|tsan)\//.test(process.env.VUEDEO_BIN ?? '')

let server, client, stop
before(async () => ({ server, client, stop } = await startWithClient()))
after(() => stop?.())

const pathOf = (room, query = {}) => `/api/v1/rooms/${room}/export?${new URLSearchParams(query)}`

async function lines(room, query = {}) {
  const answer = await client.get(pathOf(room, { format: 'ndjson', ...query }))
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.headers['content-type'], 'application/x-ndjson')
  return answer.text.split('\n').slice(0, -1).map((line) => JSON.parse(line))
}

/** The rows of a CSV file as Python's csv module reads them. */
function readByPython(csv) {
  const script = `import csv, io, json, sys
print(json.dumps(list(csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, 'utf-8', newline=''), strict=True))))`
  return JSON.parse(execFileSync('python3', ['-c', script], { input: csv, maxBuffer: 1 << 26 }))
}

/** A room with `count` samples of one participant, a second apart. */
async function long(count) {
  const who = await client.participant()
  const begin = Date.now() - count * 1000
  for (let at = 0; at < count; at += 1000) {
    const samples = Array.from({ length: 1000 }, (_, i) =>
      sampleAt(begin + (at + i) * 1000, { rtt_s: ((at + i) % 977) / 1000 }),
    )
    await client.store(who, samples)
  }
  return who
}

describe('an export', () => {
  it('tells every sample, exactly, and what is not known as null', async () => {
    const { name } = await client.room()
    const now = Date.now()
    const expected = []
    for (const person of ['Ada', 'Grace']) {
      const { token, participant } = await client.join(name, person)
      const samples = [0.1, 1 / 3, 16_777_217, 1e-7, 0].map((value, i) =>
        sampleAt(now - (5 - i) * minute_ms, { recv_bps: value, rtt_s: null }),
      )
      await client.store({ room: name, token }, samples)
      for (const { sampled_at, recv_bps } of samples)
        expected.push([participant.id, person, sampled_at, single(recv_bps), null])
    }
    const told = await lines(name)
    assert.deepEqual(
      told.map((row) => [
        row.participant_id,
        row.participant_name,
        row.sampled_at,
        single(row.recv_bps),
        row.rtt_s,
      ]),
      expected,
    )
    const { json } = await client.get('/api/v1/fields')
    for (const { name: field } of json.fields) assert.ok(field in told[0], field)

    const document = await client.get(pathOf(name, { format: 'json' }))
    assert.deepEqual(document.json.samples, told)
    assert.deepEqual(document.json.fields, json.fields)

    const csv = await client.get(pathOf(name))
    assert.match(csv.headers['content-type'], /^text\/csv/)
    assert.equal(csv.headers['content-disposition'], `attachment; filename="${name}.csv"`)
    const rows = readByPython(csv.body)
    assert.equal(rows.length, told.length)
    told.forEach((row, i) => {
      assert.equal(Date.parse(rows[i].sampled_at), row.sampled_at)
      for (const { name: field } of json.fields) {
        const cell = rows[i][field] === '' ? null : Number(rows[i][field])
        assert.equal(cell, row[field], field)
      }
    })
  })

  it('survives names made for mischief', async () => {
    const { name } = await client.room()
    const people = ['=HYPERLINK("http://x","y")', 'Byron, "Ada"', '@SUM(1)', '-1']
    for (const person of people) {
      const { token } = await client.join(name, person)
      await client.store({ room: name, token }, [sampleAt(Date.now() - 1000)])
    }
    const rows = readByPython((await client.get(pathOf(name))).body)
    const cells = rows.map((row) => row.participant_name)
    assert.deepEqual(
      cells,
      people.map((person) => (/^[=+@-]/.test(person) ? `'${person}` : person)),
    )
    assert.deepEqual((await lines(name)).map((row) => row.participant_name), people)
  })

  it('keeps to a range and a participant', async () => {
    const who = await client.participant()
    const now = Date.now()
    const times = [5, 4, 3, 2, 1].map((minutes) => now - minutes * minute_ms)
    await client.store(who, times.map((time) => sampleAt(time)))
    const other = await client.join(who.room, 'Grace')
    await client.store({ room: who.room, token: other.token }, [sampleAt(times[2])])
    const range = { from: times[1], to: new Date(times[3]).toISOString() }
    const told = await lines(who.room, { ...range, participant: who.id })
    assert.deepEqual(told.map((row) => row.sampled_at), times.slice(1, 3))
    assert.equal((await lines(who.room, range)).length, 3)
  })

  it('of a room without samples is complete and empty', async () => {
    const { name } = await client.room()
    assert.deepEqual(await lines(name), [])
    assert.deepEqual(readByPython((await client.get(pathOf(name))).body), [])
    assert.deepEqual((await client.get(pathOf(name, { format: 'json' }))).json.samples, [])
  })

  it('refuses what cannot be, by name', async () => {
    const { name } = await client.room()
    assertProblem(await client.get(pathOf('no-such-room')), 404, 'room-not-found')
    const refused = async (query, field) =>
      assertProblem(await client.get(pathOf(name, query)), 400, 'query-invalid', field)
    await refused({ format: 'xlsx' }, 'format')
    await refused({ from: 'yesterday' }, 'from')
    await refused({ from: '2000', to: '1000' }, 'to')
    await refused({ fields: 'rtt_s' }, 'fields')
    const nobody = await client.get(pathOf(name, { participant: 'nobody' }))
    assertProblem(nobody, 404, 'participant-not-found', 'participant')
  })

  it('is compressed for those who take it', async () => {
    const { room } = await long(1000)
    const plain = await client.get(pathOf(room))
    const packed = await client.get(pathOf(room), { headers: { 'Accept-Encoding': 'gzip' } })
    assert.equal(packed.headers['content-encoding'], 'gzip')
    assert.equal(gunzipSync(packed.body).toString(), plain.text)
    assert.ok(packed.body.length < plain.body.length / 2)
  })

  it('tells a HEAD what a GET would answer, and makes nothing of it', async () => {
    const { room } = await long(1000)
    const head = await client.request('HEAD', pathOf(room))
    assert.equal(head.status, 200)
    assert.equal(head.body.length, 0)
    assert.equal((await lines(room)).length, 1000)
  })
})

describe('a long export', () => {
  const count = isPlain ? 100_000 : 10_000
  let room
  before(async () => ({ room } = await long(count)))

  const status = (key) =>
    Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.child.pid}/status`))[1])
  const metric = async (name) => {
    const { text } = await client.get('/internal/metrics')
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)[1])
  }
  const readSlowly = () => {
    const socket = connect({ port: server.port, host: '127.0.0.1', highWaterMark: 1024 })
    socket.on('error', () => {})
    socket.write(`GET ${pathOf(room, { format: 'ndjson' })} HTTP/1.1\r\nHost: test\r\n\r\n`)
    socket.pause()
    return socket
  }

  it('holds little memory, also while its reader is slow', async () => {
    await lines(room) // what is allocated once
    writeFileSync(`/proc/${server.child.pid}/clear_refs`, '5') // the peak begins anew
    const before_kib = status('VmRSS')
    const answer = await client.get(pathOf(room, { format: 'ndjson' }))
    assert.equal(answer.text.split('\n').length - 1, count)
    // The text alone is more than twice as long as that.
    assert.ok(!isPlain || answer.body.length > 48 << 20, `${answer.body.length}`)
    const grown_kib = status('VmHWM') - before_kib
    assert.ok(!isPlain || grown_kib < 20 << 10, `grew by ${grown_kib} KiB`)
  })

  it('is read from the store no faster than it is taken, and not on when its reader has gone', async () => {
    const socket = readSlowly()
    const unsent = () => metric('vuedeo_unsent_bytes')
    await until('the export waits for its reader', async () => (await unsent()) > 0)
    assert.ok((await unsent()) < 1 << 20)
    socket.destroy()
    await until('the export is given up', async () => (await unsent()) === 0)
  })
})

describe('vuedeo export', () => {
  // A store that belongs to one process, as SQLite's, is read when no server runs.
  let dataDir, room, asked
  before(async () => {
    const one = await startWithClient()
    dataDir = one.server.dataDir
    const who = await one.client.participant()
    room = who.room
    await one.client.store(
      who,
      Array.from({ length: 1000 }, (_, i) => sampleAt(Date.now() - i * 1000)),
    )
    asked = (await one.client.get(pathOf(room))).text
    await one.stop()
  })
  const exported = (args) =>
    run(['export', '--config', embedded, ...overrides({ 'server.data_dir': dataDir }), ...args])

  it('writes what the server answers', async () => {
    const toOutput = await exported(['--room', room])
    assert.equal(toOutput.code, 0, toOutput.stderr)
    assert.equal(toOutput.stdout, asked)
    assert.match(toOutput.stderr, /^1000 samples exported$/m)

    const file = join(temporaryFolder(), 'samples.json')
    const toFile = await exported(['--room', room, '--format', 'json', '--output', file])
    assert.deepEqual([toFile.code, toFile.stdout], [0, ''])
    assert.equal(JSON.parse(readFileSync(file)).samples.length, 1000)
  })

  it('says what is wrong, and by its exit status whose fault it is', async () => {
    const wrong = async (code, pattern, args) => {
      const told = await exported(args)
      assert.equal(told.code, code, told.output)
      assert.equal(told.stdout, '')
      assert.match(told.stderr, pattern)
    }
    await wrong(1, /no room "nowhere"/, ['--room', 'nowhere'])
    await wrong(1, /"nobody" has not been/, ['--room', room, '--participant', 'nobody'])
    await wrong(1, /cannot be written/, ['--room', room, '--output', '/nowhere/x'])
    await wrong(2, /--room NAME/, [])
    await wrong(2, /--format/, ['--room', room, '--format', 'xlsx'])
    await wrong(2, /--from/, ['--room', room, '--from', 'yesterday'])
    await wrong(2, /--to/, ['--room', room, '--from', '2', '--to', '1'])
  })
})
