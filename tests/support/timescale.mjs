// A TimescaleDB of a test's own: PostgreSQL 17 with TimescaleDB in a process of its own (timescale_server.mjs). Keeps nothing on a disk. Ends with this process whatever ends it.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { environmentOf } from './postgres.mjs'
import { within } from './wait.mjs'

const startTimeout_ms = 120_000

/** edition: 'community' or 'apache'. */
export async function startTimescale({ edition = 'community' } = {}) {
  const database = new Timescale(edition)
  await within(startTimeout_ms, 'TimescaleDB takes connections', database.started)
  return database
}

class Timescale {
  #child

  constructor(edition) {
    const program = fileURLToPath(new URL('timescale_server.mjs', import.meta.url))
    this.#child = spawn(process.execPath, [program, edition], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.log = ''
    this.connection = {
      host: '127.0.0.1',
      port: 0,
      user: 'postgres',
      password: 'postgres',
      database: 'postgres',
    }
    this.exited = new Promise((done) => this.#child.on('close', done))
    this.started = new Promise((done, failed) => {
      const listen = (data) => {
        this.log += data
        const port = /^port (\d+)$/m.exec(this.log)
        if (!port) return
        this.connection.port = Number(port[1])
        this.#release()
        done()
      }
      this.#child.stdout.on('data', listen)
      this.#child.stderr.on('data', listen)
      this.exited.then(() => failed(new Error(`TimescaleDB did not start:\n${this.log}`)))
    })
  }

  /** It ends with this process, and does not keep it. */
  #release() {
    const { stdin, stdout, stderr } = this.#child
    for (const each of [this.#child, stdin, stdout, stderr]) each.unref()
  }

  get environment() {
    return environmentOf(this.connection)
  }

  async query(text, values = []) {
    const client = new pg.Client(this.connection)
    await client.connect()
    try {
      return (await client.query(text, values)).rows
    } finally {
      await client.end()
    }
  }

  async stop() {
    this.#child.ref()
    this.#child.stdin.end()
    await this.exited
  }
}
