// What goes wrong between a server and its PostgreSQL short of a crash: it is away, locked, not to be
// entered, too new, or two servers find it empty at the same moment.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { Client, assertProblem } from '../support/client.mjs'
import { Load } from '../support/load.mjs'
import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { overrides, run, startServer, temporaryFolder } from '../support/server.mjs'
import { until, within } from '../support/wait.mjs'

const settings = { 'log.level': 'error', 'server.limits.connections_per_address': 5000 }
const secret = 'a-wrong-password'
let database
before(async () => (database = await startPostgres()))
after(() => database?.remove())

/** A start that must fail: what the server says. */
async function refusal(config) {
  const dataDir = temporaryFolder()
  const listen = { 'server.listen': '127.0.0.1:0', 'server.data_dir': dataDir }
  const { code, output } = await run(['--config', config, ...overrides(listen)])
  assert.equal(code, 1, output)
  assert.ok(!output.includes(database.connection.password), output)
  assert.ok(!output.includes(secret), output)
  return output
}

const residentMb = ({ child }) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024
const isReady = async (client) => (await client.get('/readyz')).status === 200
const sample = (i) => ({ sampled_at: Date.now() - 60_000 + i, rtt_s: 1 })

describe('a server whose PostgreSQL is away', () => {
  let server, load
  before(async () => {
    server = await startServer({ config: postgresToml(database), settings })
    load = await Load.of(server, 'away', 64)
    load.begin()
  })
  after(async () => {
    load.client.close()
    await server.stop()
  })

  it('acknowledges nothing, says when to come back, and keeps its memory', async () => {
    await load.randomMoment(Math.random)
    await database.stop()
    const acknowledged = load.acknowledged
    const refused = load.lostAnswers
    const before_mb = residentMb(server)
    await until('many have been sent away', () => load.lostAnswers > refused + 150, {
      timeout_ms: 60_000,
    })
    // What was committed before the end may still have been answered meanwhile.
    assert.ok(load.acknowledged <= acknowledged + 3 * 64, 'samples were acknowledged without a store')
    assert.ok(residentMb(server) < before_mb + 64, `${before_mb} -> ${residentMb(server)} MB`)
    assert.equal(await isReady(load.client), false)
  })

  it('goes on by itself when it is back, with nothing lost or doubled', async () => {
    const known = load.acknowledged
    await database.start()
    await until('samples are stored again', () => load.acknowledged > known + 64)
    await until('it is ready', () => isReady(load.client))
    await load.end()
    await load.assertExactlyOnce()
  })
})

describe('a table that somebody else has locked', () => {
  it('holds nothing up for ever, and what was refused is stored once it is free', async () => {
    const server = await startServer({ config: postgresToml(database), settings })
    const client = await Client.of(server)
    const who = await client.participant()
    await client.store(who, [sample(0)])
    const blocker = new pg.Client(database.connection)
    await blocker.connect()
    try {
      await blocker.query('begin; lock table vuedeo.samples in access exclusive mode')
      const blocked = await within(30_000, 'an answer', client.samples(who, [sample(1)]))
      assert.ok([503, 504].includes(blocked.status), blocked.text)
      await blocker.query('rollback')
      await until('it stores again', async () => {
        return (await client.samples(who, [sample(1)])).status === 201
      })
    } finally {
      await blocker.end()
      client.close()
      await server.stop()
    }
  })
})

describe('a store with one connection', () => {
  it('stores and reads while its maintenance waits for somebody else', async () => {
    const table = { connections: 1, schema: 'narrow' }
    const server = await startServer({ config: postgresToml(database, { table }), settings })
    const client = await Client.of(server)
    const blocker = new pg.Client(database.connection)
    await blocker.connect()
    const patience = { timeout_ms: 60_000 } // two rounds of maintenance
    const late = (i) => ({ sampled_at: Date.now() - 5 * 3_600_000 + i, rtt_s: 1 })
    try {
      const who = await client.participant()
      await client.store(who, [late(0)])
      const stale = 'select count(*)::int from narrow.stale_hours'
      await until('its hour is repaired', async () => {
        return (await database.query(stale))[0].count === 0
      }, patience)

      await blocker.query('begin; lock table narrow.rollups_minute in access exclusive mode')
      await client.store(who, [late(1)])
      await until('maintenance waits', async () => {
        const waiting = await database.query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~* 'rollups_minute'`,
        )
        return waiting.length > 0
      }, patience)
      assert.deepEqual(await client.store(who, [late(2)]), { stored: 1, duplicates: 0 })
      assert.equal((await client.get('/api/v1/rooms')).status, 200)
      await blocker.query('rollback')
    } finally {
      await blocker.end()
      client.close()
      await server.stop()
    }
  })
})

describe('three servers at once', () => {
  it('make the schema of an empty database together, and share it', async () => {
    const config = postgresToml(database, { table: { schema: 'together' } })
    const servers = await Promise.all([1, 2, 3].map(() => startServer({ config, settings })))
    const clients = await Promise.all(servers.map((server) => Client.of(server)))
    try {
      await clients[0].room({ name: 'shared' })
      for (const client of clients) assert.equal(await isReady(client), true)
      const admissions = await Promise.all(clients.map((client) => client.join('shared')))
      await Promise.all(
        clients.map((client, i) =>
          client.store({ room: 'shared', token: admissions[i].token }, [sample(i)]),
        ),
      )
      for (const client of clients) {
        const { participants } = (await client.get('/api/v1/rooms/shared')).json
        assert.deepEqual(
          participants.map(({ sample_count }) => sample_count),
          [1, 1, 1],
        )
      }
      const versions = await database.query(
        'select version, count(*)::int from together.schema_versions group by 1',
      )
      assert.ok(versions.length > 0 && versions.every(({ count }) => count === 1))
    } finally {
      for (const client of clients) client.close()
      await Promise.all(servers.map((server) => server.stop()))
    }
  })
})

describe('--check-config', () => {
  const check = async (table, env = {}) => {
    const { code, output } = await run(['--check-config', '--config', postgresToml(database, { table })], { env })
    assert.ok(!output.includes(database.connection.password), output)
    return { code, output }
  }

  it('says which migrations would be applied, and applies none', async () => {
    const { code, output } = await check({ schema: 'to_come' })
    assert.equal(code, 0, output)
    assert.match(output, /^metrics-timescale: schema 'to_come': would apply 001_base, 002_/m)
    const [{ made }] = await database.query(`select to_regnamespace('to_come') is not null as made`)
    assert.equal(made, false)
  })

  it('says that the schema is current, or newer than this version', async () => {
    const server = await startServer({
      config: postgresToml(database, { table: { schema: 'made' } }),
      settings,
    })
    await server.stop()
    assert.match((await check({ schema: 'made' })).output, /schema 'made': current, version \d+$/m)
    await database.query(`insert into made.schema_versions (version, variant) values (1000, '')`)
    const { code, output } = await check({ schema: 'made' })
    assert.equal(code, 0, output)
    assert.match(output, /cannot be told: .*version 1000.*install the newer plugin/)
  })

  it('says that the database cannot be reached, which is no fault of the configuration', async () => {
    const { code, output } = await check({ host: '127.0.0.1', port: 1 })
    assert.equal(code, 0, output)
    assert.match(output, /^metrics-timescale: .*cannot be told: .*port 1 failed: Connection refused/m)
    assert.match(output, /: good$/m)
  })

  it('names a port that is none, from the environment as well', async () => {
    for (const port of ['70000', '0', '54x']) {
      const { code, output } = await check({ port })
      assert.equal(code, 1, output)
      assert.match(output, /plugins\.metrics-timescale\.port: /)
    }
  })
})

describe('a server that may not', () => {
  it('does not start with a wrong password, and does not repeat it', async () => {
    const output = await refusal(postgresToml(database, { table: { password: secret } }))
    assert.match(output, /password authentication failed/)
  })

  it('starts and waits with startup = "retry"', async () => {
    const config = postgresToml(database, { table: { password: secret }, startup: 'retry' })
    const server = await startServer({ config, settings })
    const client = await Client.of(server)
    try {
      const answer = await client.get('/readyz')
      assert.equal(answer.status, 503)
      assert.ok(!`${answer.text}${server.log}`.includes(secret))
      assertProblem(await client.post('/api/v1/rooms', {}), 503)
    } finally {
      client.close()
      await server.stop()
    }
  })

  it('does not start without the right to make its schema', async () => {
    await database.query(`create role poor login password 'poor'`)
    const table = { user: 'poor', password: 'poor', schema: 'not_there' }
    const output = await refusal(postgresToml(database, { table }))
    assert.match(output, /permission denied for database/)
  })

  it('acknowledges nothing once it may not insert any more', async () => {
    await database.query('create schema lent authorization poor')
    const table = { user: 'poor', password: 'poor', schema: 'lent' }
    const server = await startServer({ config: postgresToml(database, { table }), settings })
    const client = await Client.of(server)
    try {
      const who = await client.participant()
      await client.store(who, [sample(0)])
      await database.query('revoke insert on lent.samples from poor')
      assertProblem(await client.samples(who, [sample(1)]), 503)
      await database.query('grant insert on lent.samples to poor')
      assert.deepEqual(await client.store(who, [sample(1)]), { stored: 1, duplicates: 0 })
    } finally {
      client.close()
      await server.stop()
    }
  })

  it('does not touch a schema that is newer than itself', async () => {
    const config = postgresToml(database, { table: { schema: 'newer' } })
    await (await startServer({ config, settings })).stop()
    await database.query(
      `insert into newer.schema_versions (version, variant) values (1000, '')`,
    )
    const output = await refusal(config)
    assert.match(output, /version 1000.*install the newer plugin, or choose another schema/)
  })
})
