// The executable from the outside: its command line, its configuration, how it starts and stops.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { assertProblem, Client, send } from '../support/client.mjs'
import { postgresToml } from '../support/postgres.mjs'
import { openRaw } from '../support/raw.mjs'
import {
  embedded,
  executable,
  overrides,
  run,
  startServer,
  temporaryFolder,
} from '../support/server.mjs'
import { sampleAt } from '../support/samples.mjs'
import { openSignal } from '../support/signal.mjs'
import { until, within } from '../support/wait.mjs'

const settings = (changes = {}) => [
  '--config',
  embedded,
  ...overrides({
    'server.data_dir': temporaryFolder(),
    'server.listen': '127.0.0.1:0',
    ...changes,
  }),
]
/** A configuration file of these lines. */
const configured = (text) => {
  const file = join(temporaryFolder(), 'test.toml')
  writeFileSync(file, text)
  return file
}

describe('the command line', () => {
  it('prints its help and version', async () => {
    const help = await run(['--help'])
    assert.equal(help.code, 0)
    for (const option of [
      '--config',
      '--set',
      '--check-config',
      '--list-plugins',
      '--safe-mode',
      '--version',
    ]) {
      assert.ok(help.stdout.includes(option), option)
    }
    const version = await run(['--version'])
    assert.equal(version.code, 0)
    assert.match(version.stdout, /^vuedeo \d+\.\d+\.\d+\n/)
  })

  for (const [what, args, said] of [
    ['an unknown option', ['--confg', 'x'], /--config/],
    ['a missing value', ['--config'], /needs a value/],
    ['no configuration', [], /--config/],
    ['something beside its options', ['--config', embedded, 'extra'], /extra/],
  ]) {
    it(`is refused with 2: ${what}`, async () => {
      const { code, stdout, stderr } = await run(args)
      assert.equal(code, 2)
      assert.equal(stdout, '')
      assert.match(stderr, said)
    })
  }

  it('lists the plugins that are there, without starting one', async () => {
    const { code, stdout } = await run([...settings(), '--list-plugins'])
    assert.equal(code, 0)
    for (const id of ['video-mesh', 'metrics-sqlite', 'chart-chartjs'])
      assert.ok(stdout.includes(id))
  })
})

describe('checking a configuration', () => {
  it('finds the embedded one good and leaves nothing behind', async () => {
    const dataDir = join(temporaryFolder(), 'not-yet')
    const { code, output } = await run([
      ...settings({ 'server.data_dir': dataDir }),
      '--check-config',
    ])
    assert.equal(code, 0, output)
    assert.ok(!existsSync(dataDir))
  })

  it('finds every fault at once, each with its line, key and remedy', async () => {
    const file = configured(
      [
        '[server]',
        'listen = "here"',
        'drian_s = 5',
        '[quality]',
        'interval_s = 0',
        '[video]',
        'plugin = "video-mesh"',
        '[metrics]',
        'plugin = 7',
      ].join('\n'),
    )
    const { code, stderr } = await run(['--config', file, '--check-config'])
    assert.equal(code, 1)
    for (const expected of [
      /test\.toml:2:\d+: server\.listen: /,
      /test\.toml:3:\d+: server\.drian_s: .*drain_s/,
      /test\.toml:5:\d+: quality\.interval_s: /,
      /test\.toml:9:\d+: metrics\.plugin: /,
      /chart\.plugin: /,
    ]) {
      assert.match(stderr, expected)
    }
  })

  for (const [what, changes, said] of [
    ['private without a token', { 'server.mode': 'private' }, /server\.admin_token/],
    ['a plugin that is not there', { 'video.plugin': 'video-nothing' }, /video-nothing/],
    ['a plugin of another kind', { 'chart.plugin': 'video-mesh' }, /chart|kind/],
    ['a short secret', { 'server.secret': 'short' }, /server\.secret/],
    ['a key that is not there', { 'server.colour': 'red' }, /server\.colour/],
    ['a port that is none', { 'server.listen': '127.0.0.1:99999' }, /server\.listen/],
  ]) {
    it(`finds ${what}`, async () => {
      const { code, stderr } = await run([...settings(changes), '--check-config'])
      assert.equal(code, 1, stderr)
      assert.match(stderr, said)
    })
  }

  it('finds what is no TOML, and a file that is not there', async () => {
    for (const file of [configured('[server'), join(temporaryFolder(), 'nothing.toml')]) {
      const { code, stderr } = await run(['--config', file, '--check-config'])
      assert.equal(code, 1)
      assert.ok(stderr.includes(file), stderr)
    }
  })

  it('never repeats a secret', async () => {
    const secret = 'hunter2-hunter2'
    const { code, output } = await run(
      [
        ...settings(),
        '--set',
        'server.mode=private',
        '--set',
        'server.admin_token={ env = "TOKEN" }',
        '--check-config',
      ],
      { env: { TOKEN: secret } },
    )
    assert.equal(code, 1) // it is one character too short
    assert.ok(!output.includes(secret), output)
  })
})

describe('starting', () => {
  it('makes a secret of its own, for its owner’s eyes only, that lasts over restarts', async () => {
    const dataDir = temporaryFolder()
    const start = () => startServer({ dataDir, settings: { 'server.secret': null } })
    const first = await start()
    const client = await Client.of(first)
    const ada = await client.participant()
    await first.stop()
    assert.equal(statSync(join(dataDir, 'secret')).mode & 0o077, 0)
    client.server = await start()
    assert.equal((await client.store(ada, [sampleAt(Date.now())])).stored, 1)
    client.close()
    await client.server.stop()
  })

  it('says which port is taken', async () => {
    const server = await startServer()
    const { code, stderr } = await run(settings({ 'server.listen': `127.0.0.1:${server.port}` }))
    assert.equal(code, 1)
    assert.match(stderr, new RegExp(String(server.port)))
    await server.stop()
  })

  it('says which folder cannot be written to', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const { code, stderr } = await run(settings({ 'server.data_dir': join(file, 'data') }))
    assert.equal(code, 1)
    assert.ok(stderr.includes(file), stderr)
  })
})

describe('stopping', () => {
  it('ends a start at once that waits for its database', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address()
    const config = postgresToml({
      connection: { host: '127.0.0.1', port, database: 'vuedeo', user: 'vuedeo', password: '' },
    })
    const args = ['--config', config, ...settings().slice(2)]
    const { signal, output } = await run(args, { stop: once(silent, 'connection') })
    silent.close()
    assert.equal(signal, 'SIGTERM', output)
  })

  it('ends with 0, idle connections and WebSockets or not', async () => {
    const server = await startServer()
    const client = await Client.of(server)
    const { room, token } = await client.participant()
    const socket = await openSignal(server, room, token)
    const idle = await openRaw(server)
    assert.equal(await server.stop(), 0)
    assert.equal((await within(10_000, 'for the close', socket.closed)).code, 1001)
    await idle.ended()
    client.close()
  })

  it('answers what is under way, and takes nothing new', async () => {
    const server = await startServer()
    const client = await Client.of(server)
    const { room, token } = await client.participant()
    const body = JSON.stringify({ samples: [sampleAt(Date.now())] })
    const raw = await openRaw(server)
    raw.send(
      [
        `POST /api/v1/rooms/${room}/samples HTTP/1.1`,
        'Host: localhost',
        'Content-Type: application/json',
        `Authorization: Bearer ${token}`,
        `Content-Length: ${body.length}`,
        '',
        body.slice(0, 10),
      ].join('\r\n'),
    )
    // The server has seen the request once it has answered another one sent after it.
    await client.get('/healthz')
    const ended = server.stop()
    await until('no new connection is taken', async () => {
      return await send(server, 'GET', '/healthz').then(
        () => false,
        () => true,
      )
    })
    raw.send(body.slice(10))
    const answer = await raw.answer()
    assert.equal(answer.status, 201, answer.text)
    assert.equal(answer.headers.connection, 'close')
    assert.equal(await ended, 0)
    client.close()
  })

  it('waits no longer than drain_s for those who never finish', async () => {
    const server = await startServer({ settings: { 'server.drain_s': 1 } })
    const raw = await openRaw(server)
    raw.send('POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{')
    await send(server, 'GET', '/healthz')
    assert.equal(await server.stop(), 0)
    await raw.ended()
  })
})

describe('a plugin that is missing or fails', () => {
  it('keeps a required one from starting, with the reason', async () => {
    const { code, stderr } = await run(settings({ 'metrics.plugin': 'metrics-nothing' }))
    assert.equal(code, 1)
    assert.match(stderr, /metrics-nothing/)
  })

  it('leaves the server up when it is optional: 503 with the reason on what it would do', async () => {
    const server = await startServer({
      settings: { 'chart.plugin': 'chart-nothing', 'chart.startup': 'optional' },
    })
    const client = await Client.of(server)
    const { room, token } = await client.participant()
    await client.store({ room, token }, [sampleAt(Date.now())])
    const chart = await client.get(`/api/v1/rooms/${room}/chart`)
    assertProblem(chart, 503)
    assert.ok(Number(chart.headers['retry-after']) >= 1)
    const ready = await client.get('/readyz')
    assert.equal(ready.status, 503)
    assert.equal(ready.json.plugins['chart-nothing'].state, 'failed')
    assert.match(ready.json.plugins['chart-nothing'].reason, /chart-nothing/)
    assert.equal((await client.get('/healthz')).status, 200)
    assert.equal((await client.series(room)).participants.length, 1)
    client.close()
    await server.stop()
  })

  it('leaves the server up without its store: 503 with Retry-After', async () => {
    const server = await startServer({
      settings: { 'metrics.plugin': 'metrics-nothing', 'metrics.startup': 'optional' },
    })
    const client = await Client.of(server)
    assert.equal((await client.get('/readyz')).status, 503)
    const listed = await client.get('/api/v1/rooms')
    assertProblem(listed, 503)
    assert.ok(Number(listed.headers['retry-after']) >= 1)
    client.close()
    await server.stop()
  })

  it('refuses a plugin folder that others may write to', async () => {
    const plugins = join(temporaryFolder(), 'plugins')
    const installed = join(dirname(dirname(executable)), 'lib/vuedeo/plugins/chart-chartjs')
    mkdirSync(plugins)
    cpSync(installed, join(plugins, 'chart-chartjs'), { recursive: true, dereference: true })
    const library = join(plugins, 'chart-chartjs/libchart-chartjs.so')
    chmodSync(library, 0o777)
    const { code, stderr } = await run(settings({ 'plugins.path': `["${plugins}"]` }))
    assert.equal(code, 1, stderr)
    assert.match(stderr, /chart-chartjs/)
    rmSync(plugins, { recursive: true })
  })
})

describe('the log', () => {
  it('is one JSON object a line when asked for, and holds no token', async () => {
    const server = await startServer({ settings: { 'log.format': 'json', 'log.level': 'debug' } })
    const client = await Client.of(server)
    const ada = await client.participant()
    await client.store(ada, [sampleAt(Date.now())])
    await client.get('/nothing/here%0a%1b[31m')
    client.close()
    await server.stop()
    const lines = server.log.split('\n').filter((line) => line.startsWith('{'))
    assert.ok(lines.length > 3)
    for (const line of lines) JSON.parse(line)
    assert.ok(!server.log.includes(ada.token.split('.')[2]))
  })
})
