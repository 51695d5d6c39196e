// vuedeo import: an older table call_metrics arrives in the configured store, whole, however often the
// command is killed on its way.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Client } from '../support/client.mjs'
import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { embedded, executable, overrides, run, startServer, temporaryFolder } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const hours = 60
const participants = 6
const rows = hours * 240 * participants
// Far older than the API would take.
const start = Date.UTC(2021, 2, 1)

const keepForEver = Object.fromEntries(
  ['raw', 'minute', 'hour'].map((level) => [`plugins.metrics-sqlite.${level}_days`, 0]),
)

let old, connection

before(async () => {
  old = await startPostgres()
  const { user, password, host, port, database } = old.connection
  connection = `postgresql://${user}:${password}@${host}:${port}/${database}`
  await old.query(`create table call_metrics(room_name text, participant text, time timestamptz,
    send_bps int, recv_bps int, send_packet_loss int, recv_packet_loss int)`)
  await old.query(
    `insert into call_metrics
     select 'old-' || p % 3, 'p' || p, to_timestamp($1::bigint / 1000 + t * 15),
       1000 + t % 100, case when t % 10 = 0 then null else 2000 end, 0, t % 2
     from generate_series(0, $2::int - 1) t, generate_series(0, $3::int - 1) p order by random()`,
    [start, hours * 240, participants],
  )
})
after(() => old?.remove())

const importInto = (dataDir, { from = connection, settings = {} } = {}) => [
  ...['import', '--from-call-metrics', from, '--config', embedded],
  ...overrides({ 'server.data_dir': dataDir, ...keepForEver, ...settings }),
]

async function read(dataDir, body) {
  const server = await startServer({ dataDir, settings: keepForEver })
  const client = await Client.of(server)
  try {
    return await body(client)
  } finally {
    client.close()
    await server.stop()
  }
}

async function assertComplete(dataDir) {
  await read(dataDir, async (client) => {
    let stored = 0
    for (const room of ['old-0', 'old-1', 'old-2']) {
      const found = (await client.get(`/api/v1/rooms/${room}`)).json
      assert.equal(found.participants.length, participants / 3)
      for (const { sample_count } of found.participants) stored += sample_count
    }
    assert.equal(stored, rows)
  })
}

describe('vuedeo import', () => {
  const dataDir = temporaryFolder()

  it('copies a table of any age, and takes integer losses of 0 for unknown', async () => {
    const { code, output } = await run(importInto(dataDir))
    assert.equal(code, 0, output)
    assert.match(output, new RegExp(`^${rows} samples stored, 0 were there already, 0 could`, 'm'))
    await assertComplete(dataDir)
    await read(dataDir, async (client) => {
      const { participants } = await client.series('old-0', {
        from: start,
        to: start + 3_600_000,
        interval: 15,
        participant: 'p0',
        fields: 'video_send_bps,video_recv_bps,video_send_loss,video_recv_loss',
      })
      const [{ count, values }] = participants
      for (let t = 0; t < 240; ++t) {
        assert.equal(count[t], 1)
        assert.equal(values.video_send_bps.value[t], 1000 + (t % 100))
        assert.equal(values.video_recv_bps.value[t], t % 10 === 0 ? null : 2000)
        assert.equal(values.video_send_loss.value[t], null)
        assert.equal(values.video_recv_loss.value[t], t % 2 === 0 ? null : 1)
      }
    })
  })

  it('stores nothing twice when it is repeated, and takes what has come since', async () => {
    await old.query(`insert into call_metrics values ('old-0', 'late', $1, 1, 1, 1, 1)`, [
      new Date(start),
    ])
    const { code, output } = await run(importInto(dataDir))
    assert.equal(code, 0, output)
    assert.match(output, new RegExp(`^1 samples stored, ${rows} were there already`, 'm'))
    await old.query(`delete from call_metrics where participant = 'late'`)
  })

  it('goes on where SIGTERM or a crash has ended it', async () => {
    const interrupted = temporaryFolder()
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGKILL', 'SIGTERM']) {
      const child = spawn(executable, importInto(interrupted), { cwd: interrupted })
      let output = ''
      child.stdout.on('data', (data) => (output += data))
      const ended = once(child, 'close')
      await until('it has begun', () => /of about/.test(output) || child.exitCode !== null, {
        every_ms: 1,
      })
      child.kill(signal)
      const [code] = await ended
      assert.ok(code === null || code === 1, `it had finished already: ${output}`)
      if (signal === 'SIGTERM') assert.match(output, /the same command goes on from here/)
    }
    const { code, output } = await run(importInto(interrupted))
    assert.equal(code, 0, output)
    assert.match(output, /^Going on where the last import ended/m)
    const [, stored] = /^(\d+) samples stored/m.exec(output)
    assert.ok(stored < rows, 'it began again')
    await assertComplete(interrupted)
  })

  it('leaves out what cannot be stored, and says so', async () => {
    await old.query(`insert into call_metrics values
      (null, 'p', now(), 1, 1, 1, 1), ('r', null, now(), 1, 1, 1, 1), ('r', 'p', null, 1, 1, 1, 1),
      ('a room', 'p', now(), 1, 1, 1, 1), ('r', 'p', 'infinity', 1, 1, 1, 1)`)
    const { code, output } = await run(importInto(dataDir))
    assert.equal(code, 0, output)
    assert.match(output, /4 rows of call_metrics are left out/)
    assert.match(output, /a sample is left out.*a room/)
    assert.match(output, /, 1 could not be stored$/m)
    await old.query(`delete from call_metrics where time is null or time > '2024-01-01'
      or room_name is null or participant is null`)
  })

  it('stores nothing, and says what to set, when the store would not keep it all', async () => {
    const postgres = ['--config', postgresToml(old, { table: { schema: 'kept_a_month' } })]
    const emptied = temporaryFolder()
    const attempts = {
      sqlite: importInto(emptied, { settings: { 'plugins.metrics-sqlite.raw_days': 30 } }),
      postgres: [
        ...['import', '--from-call-metrics', connection, ...postgres],
        ...overrides({ 'server.data_dir': temporaryFolder() }),
      ],
    }
    for (const attempt of Object.values(attempts)) {
      const { code, output } = await run(attempt)
      assert.equal(code, 1, output)
      const [, age, enough] = /are (\d+) days old .* raw_days is 30: set it to 0 .* least (\d+)/.exec(output)
      assert.ok(age > 365 && enough > age, output)
    }
    await read(emptied, async (client) => {
      assert.deepEqual((await client.get('/api/v1/rooms')).json.rooms, [])
    })
    const [{ count }] = await old.query('select count(*)::int from kept_a_month.samples')
    assert.equal(count, 0)
    // Enough is enough, also for one who reads the number and does not want to keep it for ever.
    const { output: refusal } = await run(attempts.postgres)
    const [, days] = /at least (\d+)/.exec(refusal)
    const { code, output } = await run([
      ...attempts.postgres,
      ...overrides({ 'plugins.metrics-timescale.raw_days': days }),
    ])
    assert.equal(code, 0, output)
    assert.match(output, new RegExp(`^${rows} samples stored`, 'm'))
  })

  it('says what is wrong with its source and never repeats a password', async () => {
    const elsewhere = connection.replace(/\/[^/]*$/, '/postgres')
    const refusals = {
      [elsewhere]: /no table call_metrics/,
      [connection.replace(old.connection.password, 'wrong-secret')]: /authentication failed/,
      'postgresql//user:wrong-secret@host': /no connection string or URI/,
      [connection.replace(/:\d+\//, ':1/')]: /import-call-metrics does not start/,
    }
    for (const [from, reason] of Object.entries(refusals)) {
      const { code, output } = await run(importInto(dataDir, { from }))
      assert.equal(code, 1, output)
      assert.match(output, reason)
      assert.doesNotMatch(output, /wrong-secret/)
      assert.ok(!output.includes(old.connection.password), output)
    }
  })
})
