// Starts the real executable on a free loopback port with a data folder of its own, and stops it.
// Environment: VUEDEO_BIN, the executable (default: the release build of this checkout).
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../..', import.meta.url))
export const executable = resolve(
  process.env.VUEDEO_BIN ?? join(repository, '.build/release/bin/vuedeo'),
)
export const embedded = join(repository, 'config/embedded.toml')

/** Signs the participant tokens of every server under test, so that tests can forge them. */
export const secret = 'a secret of the tests, long enough for HS256'

// Sanitizers slow a start down, and two busy cores do it again.
const startTimeout_ms = 60_000

const children = new Set()
const folders = new Set()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is gone when this process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'vuedeo-test-'))
  folders.add(folder)
  return folder
}

/** A clean environment: the machine's own VUEDEO_ variables and .env files stay out of the tests. */
function environment(extra) {
  const { PATH, HOME, ASAN_OPTIONS, LSAN_OPTIONS, UBSAN_OPTIONS, TSAN_OPTIONS } = process.env
  return { PATH, HOME, ASAN_OPTIONS, LSAN_OPTIONS, UBSAN_OPTIONS, TSAN_OPTIONS, ...extra }
}

/** Runs the executable to its end, which SIGTERM brings once `stop` resolves: {code, signal, output, stdout,
 * stderr}. */
export function run(
  args,
  {
    program = executable,
    env = {},
    cwd = temporaryFolder(),
    timeout_ms = startTimeout_ms,
    stop = new Promise(() => {}),
  } = {},
) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { cwd, env: environment(env) })
    children.add(child)
    stop.then(() => child.kill('SIGTERM'))
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data) => (stdout += data))
    child.stderr.on('data', (data) => (stderr += data))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      failed(new Error(`vuedeo ${args.join(' ')} did not end\n${stdout}${stderr}`))
    }, timeout_ms)
    child.on('error', failed)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      children.delete(child)
      done({ code, signal, stdout, stderr, output: stdout + stderr })
    })
  })
}

/** As --set options; a setting of null is left to the configuration file. */
export function overrides(settings) {
  return Object.entries(settings)
    .filter(([, value]) => value !== null)
    .flatMap(([key, value]) => ['--set', `${key}=${value}`])
}

/**
 * Starts a server and resolves once it has printed its address.
 * settings: {"server.limits.body_bytes": 1000, ...} as for --set; port: to come back on the same one;
 * options: more of the command line.
 */
export async function startServer({
  config = embedded,
  settings = {},
  options = [],
  dataDir = temporaryFolder(),
  port = 0,
  env = {},
  program = executable,
} = {}) {
  const args = [
    '--config',
    config,
    ...overrides({
      'server.listen': `127.0.0.1:${port}`,
      'server.data_dir': dataDir,
      'server.secret': secret,
      ...settings,
    }),
    ...options,
  ]
  const child = spawn(program, args, {
    cwd: dataDir,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  const server = new Server(child, dataDir)
  await server.started
  return server
}

class Server {
  constructor(child, dataDir) {
    this.child = child
    this.dataDir = dataDir
    this.log = ''
    this.exited = new Promise((done) => {
      child.on('close', (code, signal) => {
        children.delete(child)
        done({ code, signal })
      })
    })
    this.started = new Promise((done, failed) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        failed(new Error(`the server printed no address in ${startTimeout_ms} ms\n${this.log}`))
      }, startTimeout_ms)
      const listen = (data) => {
        this.log += data
        const address = /^Open http:\/\/localhost:(\d+)$/m.exec(this.log)
        if (!address || this.port) return
        this.port = Number(address[1])
        this.url = `http://127.0.0.1:${this.port}`
        clearTimeout(timer)
        done()
      }
      child.stdout.on('data', listen)
      child.stderr.on('data', listen)
      child.on('error', failed)
      this.exited.then(({ code, signal }) => {
        clearTimeout(timer)
        failed(new Error(`the server ended at its start (${code ?? signal})\n${this.log}`))
      })
    })
  }

  /** Asks the server to end and resolves with its exit code, or throws what it said instead. */
  async stop() {
    this.child.kill('SIGTERM')
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 60_000)
    const { code, signal } = await this.exited
    clearTimeout(timer)
    if (code !== 0) throw new Error(`the server ended with ${code ?? signal}\n${this.log}`)
    this.#assertSane()
    return code
  }

  /** As a crash of the machine would: no signal handler runs. */
  async kill() {
    this.child.kill('SIGKILL')
    await this.exited
    this.#assertSane()
  }

  #assertSane() {
    const report = /(ThreadSanitizer|AddressSanitizer|LeakSanitizer|runtime error:)/.exec(this.log)
    if (report) throw new Error(`a sanitizer has found something:\n${this.log.slice(report.index)}`)
  }
}
