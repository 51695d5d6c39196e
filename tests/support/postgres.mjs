// A PostgreSQL of a test's own: a cluster in a temporary folder, on a free loopback port, with fsync.
// It ends with this process whatever ends it, and may be killed and started again at any moment.
// Environment: VUEDEO_PG_BIN, the folder of initdb and postgres (default: the newest of Debian's).
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './network.mjs'
import { embedded, temporaryFolder } from './server.mjs'
import { until } from './wait.mjs'

const debian = '/usr/lib/postgresql'
const clusters = new Set()
process.on('exit', () => {
  for (const cluster of clusters) cluster.remove()
})

function programs() {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => b - a) : []
  const folders = [process.env.VUEDEO_PG_BIN, ...versions.map((each) => join(debian, each, 'bin'))]
  const found = folders.find((each) => each && existsSync(join(each, 'initdb')))
  if (!found) throw new Error(`no PostgreSQL server below ${debian}: apt-get install postgresql`)
  return found
}

const succeeds = (command, args) => spawnSync(command, args).status === 0

/** PostgreSQL refuses to run as root: {uid of its files, command to put before its own}. */
function unprivileged() {
  const untilWeEnd = ['setpriv', '--pdeathsig', 'KILL']
  if (process.getuid() !== 0) return { before: untilWeEnd }
  for (const user of ['postgres', 'nobody']) {
    const as = ['--reuid', user, '--regid', user, '--clear-groups']
    if (!succeeds('setpriv', [...as, 'true'])) continue
    const uid = Number(execFileSync('id', ['-u', user]))
    return { uid, before: [...untilWeEnd, ...as] }
  }
  // Root of a user namespace (isolated.sh) has nobody else's id, but may take another name itself.
  const renamed = ['unshare', '--user', '--map-user=65534', '--map-group=65534']
  if (!succeeds(renamed[0], [...renamed.slice(1), 'true']))
    throw new Error('PostgreSQL cannot run as root, and this root cannot become anybody else')
  return { before: [...renamed, ...untilWeEnd] }
}

function isRunning(pid) {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** What libpq, and so every client under test, takes from its environment. */
export function environmentOf({ host, port, user, password, database }) {
  return {
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
  }
}

/**
 * The path of a configuration as config/embedded.toml, but with its metrics in this database;
 * table: {schema: 'x', ...} for the plugin, startup: of the plugin.
 */
export function postgresToml({ connection }, { table = {}, startup = 'required' } = {}) {
  const toml = readFileSync(embedded, 'utf8').replace(
    'plugin = "metrics-sqlite"',
    `plugin = "metrics-timescale"\nstartup = "${startup}"`,
  )
  const keys = Object.entries({ ...connection, ...table })
  const lines = keys.map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
  const file = join(temporaryFolder(), 'postgres.toml')
  writeFileSync(file, `${toml}\n[plugins.metrics-timescale]\n${lines.join('')}`)
  return file
}

/** settings: {work_mem: '64MB', ...}; folder: where its files go (default: a temporary one). */
export async function startPostgres({ settings = {}, folder } = {}) {
  const cluster = new Postgres(settings, folder)
  clusters.add(cluster)
  await cluster.start()
  await cluster.query('create database vuedeo', [], { database: 'postgres' })
  return cluster
}

class Postgres {
  #bin = programs()
  #user = unprivileged()
  #child

  constructor(settings, folder = mkdtempSync(join(tmpdir(), 'vuedeo-pg-'))) {
    this.folder = folder
    this.settings = settings
    this.logFile = join(folder, 'log')
    this.data = join(folder, 'data')
    this.connection = {
      host: '127.0.0.1',
      port: 0,
      user: 'vuedeo',
      password: randomBytes(12).toString('hex'),
      database: 'vuedeo',
    }
    this.#initialise()
  }

  get environment() {
    return environmentOf(this.connection)
  }

  get log() {
    return readFileSync(this.logFile, 'utf8')
  }

  #initialise() {
    const passwordFile = join(this.folder, 'password')
    writeFileSync(passwordFile, this.connection.password)
    if (this.#user.uid !== undefined)
      for (const path of [this.folder, passwordFile]) chownSync(path, this.#user.uid, -1)
    const [command, ...args] = [...this.#user.before, join(this.#bin, 'initdb')]
    execFileSync(
      command,
      [
        ...args,
        ...['-D', this.data, '-U', this.connection.user, '--auth=scram-sha-256'],
        ...['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', `--pwfile=${passwordFile}`],
      ],
      { cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    rmSync(passwordFile)
  }

  /** Also after stop() and kill(): on the same port with the same data. */
  async start() {
    this.connection.port ||= await freePort()
    const settings = {
      port: this.connection.port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: this.folder,
      fsync: 'on',
      synchronous_commit: 'on',
      ...this.settings,
    }
    const options = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
    const [command, ...args] = [...this.#user.before, join(this.#bin, 'postgres')]
    const log = openSync(this.logFile, 'a')
    this.#child = spawn(command, [...args, '-D', this.data, ...options], {
      cwd: this.folder,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    const child = this.#child
    child.unref() // what nobody stops ends with this process, and does not keep it
    this.exited = new Promise((done) => child.on('close', done))
    await until('PostgreSQL takes connections', async () => {
      if (child.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${this.log}`)
      return this.query('select 1', [], { database: 'postgres' }).catch(() => null)
    })
  }

  /** Lets transactions end by an error and writes everything to its files. */
  async stop() {
    this.#child.ref()
    this.#child.kill('SIGINT')
    const timer = setTimeout(() => this.#kill(), 30_000)
    await this.exited
    clearTimeout(timer)
  }

  /** As a crash of the machine would, but for what the kernel still writes. */
  async kill() {
    this.#child.ref()
    const pids = this.#kill()
    await this.exited
    await until('its processes are gone', () => !pids.some(isRunning))
  }

  /** From now on nothing of it moves: connections stand, and nothing is answered. */
  freeze() {
    this.#signal('SIGSTOP')
  }

  thaw() {
    this.#signal('SIGCONT')
  }

  #kill() {
    return this.#signal('SIGKILL')
  }

  /** Itself first, so that it starts no others meanwhile. */
  #signal(signal) {
    const pid = this.#child?.pid
    const children = `/proc/${pid}/task/${pid}/children`
    if (!pid || !existsSync(children)) return []
    const pids = [pid, ...readFileSync(children, 'utf8').split(' ').filter(Boolean).map(Number)]
    for (const each of pids) {
      try {
        process.kill(each, signal)
      } catch (error) {
        if (error.code !== 'ESRCH') throw error
      }
    }
    return pids
  }

  async query(text, values = [], connection = {}) {
    const client = new pg.Client({ ...this.connection, ...connection })
    // A server that dies says so here as well as where the query waits.
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(text, values)).rows
    } finally {
      await client.end()
    }
  }

  remove() {
    this.#kill()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    clusters.delete(this)
  }
}
