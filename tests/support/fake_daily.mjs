// A stand-in for Daily's REST API on a loopback port: its answers, error ids and rate limits, and
// faults on demand. What it cannot show is how the real service behaves beyond its documentation.
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { createServer, request as httpRequest } from 'node:http'
import { DailyDescription } from './daily_openapi.mjs'
import { Domain, Refusal } from './fake_daily_domain.mjs'

/** As Daily documents them: {count} requests within {window_ms}. */
const documentedLimits = {
  most: { count: 100, window_ms: 5000 },
  deleteRoom: { count: 50, window_ms: 30_000 },
}

const routes = [
  ['GET', /^\/$/, (fake) => fake.domain.describe()],
  ['POST', /^\/rooms$/, (fake, _, { body }) => fake.domain.createRoom(body)],
  ['GET', /^\/rooms$/, (fake, _, { query }) => fake.domain.listRooms(query)],
  ['GET', /^\/rooms\/([^/]+)$/, (fake, [name]) => fake.domain.room(name)],
  ['POST', /^\/rooms\/([^/]+)$/, (fake, [name], { body }) => fake.domain.updateRoom(name, body)],
  ['DELETE', /^\/rooms\/([^/]+)$/, (fake, [name]) => fake.domain.deleteRoom(name)],
  [
    'GET',
    /^\/rooms\/([^/]+)\/presence$/,
    (fake, [name], { query }) => fake.domain.presence(name, query),
  ],
  ['POST', /^\/rooms\/([^/]+)\/eject$/, (fake, [name], { body }) => fake.domain.eject(name, body)],
  ['GET', /^\/meetings$/, (fake, _, { query }) => fake.domain.listMeetings(query)],
  ['POST', /^\/meeting-tokens$/, (fake, _, { body }) => fake.domain.createToken(body)],
  ['GET', /^\/meeting-tokens\/([^/]+)$/, (fake, [token]) => fake.domain.describeToken(token)],
  ['POST', /^\/webhooks$/, (fake, _, { body }) => fake.createWebhook(body)],
]

export class FakeDaily {
  /** limits: as documentedLimits, to be reached within a test. */
  static async start({ apiKey = randomBytes(32).toString('hex'), limits = {}, port = 0 } = {}) {
    const fake = new FakeDaily(apiKey, { ...documentedLimits, ...limits })
    await new Promise((done) => fake.server.listen(port, '127.0.0.1', done))
    fake.port = fake.server.address().port
    fake.url = `http://127.0.0.1:${fake.port}/v1`
    return fake
  }

  constructor(apiKey, limits) {
    this.apiKey = apiKey
    this.limits = limits
    this.domain = new Domain({ apiKey })
    /** All requests so far: {method, path, body, headers, status, answer, at_ms}. */
    this.requests = []
    this.faults = []
    this.webhookKey = randomBytes(32)
    this.arrivals = new Map()
    this.description = DailyDescription.load()
    this.violations = []
    this.sockets = new Set()
    this.server = createServer((request, response) => this.#receive(request, response))
    this.server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
    })
  }

  /** Fails if anything that was asked or answered is not as Daily describes it. */
  async stop() {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((done) => this.server.close(done))
    if (this.violations.length > 0) throw new Error(this.violations.join('\n'))
  }

  /** What a server's [plugins.video-daily] needs, as for --set. */
  settings(more = {}) {
    const table = { api_key: this.apiKey, api_url: this.url, ...more }
    const own = Object.entries(table).map(([key, value]) => [`plugins.video-daily.${key}`, value])
    return { 'video.plugin': 'video-daily', ...Object.fromEntries(own) }
  }

  count(method, path) {
    return this.requests.filter((one) => one.method === method && path.test(one.path)).length
  }

  /**
   * What becomes of the next `times` requests that match. fault, with the answer to `method path`:
   *   {status, body?, headers?}  instead of it
   *   'hang'       none, ever
   *   'reset'      the connection is reset, nothing was done
   *   'lose'       it is done, but the connection is reset before the answer
   *   'half'       half of it, then the connection is closed
   *   'half-close' the fake closes its sending side without a byte, and leaves the other open
   *   'garbage'    200 with a body that is no JSON
   *   {delay_ms}   it comes later
   */
  fault(fault, { method, path = /./, times = Infinity } = {}) {
    const entry = { fault, method, path, times }
    this.faults.push(entry)
    return () => (this.faults = this.faults.filter((other) => other !== entry))
  }

  heal() {
    this.faults = []
  }

  #takeFault(method, path) {
    const found = this.faults.find(
      (entry) => entry.times > 0 && (entry.method ?? method) === method && entry.path.test(path),
    )
    if (found) found.times -= 1
    return found?.fault
  }

  #receive(request, response) {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const at_ms = Date.now()
      const url = new URL(request.url, 'http://fake')
      const path = url.pathname.replace(/^\/v1/, '') || '/'
      const entry = { method: request.method, path, query: url.search, at_ms }
      entry.body = Buffer.concat(chunks).toString()
      entry.headers = request.headers
      this.requests.push(entry)
      this.#answer(entry, url.searchParams, response)
    })
  }

  async #answer(entry, query, response) {
    const fault = this.#takeFault(entry.method, entry.path)
    const { socket } = response
    if (fault === 'hang') return
    if (fault === 'reset') return void socket.resetAndDestroy()
    if (fault === 'half-close') return void socket.end()
    if (fault === 'garbage') return void response.end('<html>It works!</html>')
    const { status, body } = fault?.status
      ? { status: fault.status, body: fault.body ?? { error: 'server-error' } }
      : await this.#serve(entry, query)
    entry.status = status
    entry.answer = body
    this.violations.push(...(this.description?.faults(entry) ?? []))
    const bytes = Buffer.from(JSON.stringify(body))
    if (fault === 'lose') return void socket.resetAndDestroy()
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': bytes.length,
      ...fault?.headers,
    })
    if (fault === 'half') {
      response.write(bytes.subarray(0, bytes.length / 2))
      return void setImmediate(() => socket.end())
    }
    setTimeout(() => response.end(bytes), fault?.delay_ms ?? 0)
  }

  async #serve(entry, query) {
    try {
      this.#authorise(entry.headers.authorization)
      const found = routes.find(([method, path]) => method === entry.method && path.test(entry.path))
      if (!found) throw new Refusal(404, 'not-found')
      this.#limit(entry.method === 'DELETE' ? 'deleteRoom' : 'most', entry.at_ms)
      const [, pattern, handle] = found
      const parts = pattern.exec(entry.path).slice(1).map(decodeURIComponent)
      const body = this.#parse(entry.body)
      return { status: 200, body: await handle(this, parts, { query, body }) }
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: error.body }
      this.violations.push(`the fake itself failed: ${error.stack}`)
      return { status: 500, body: { error: 'server-error', info: error.message } }
    }
  }

  #authorise(header) {
    if (!header) throw new Refusal(400, 'authorization-header-error', 'missing header')
    if (header !== `Bearer ${this.apiKey}`) throw new Refusal(401, 'authentication-error')
  }

  #limit(kind, at_ms) {
    const { count, window_ms } = this.limits[kind]
    const recent = (this.arrivals.get(kind) ?? []).filter((time) => time > at_ms - window_ms)
    if (recent.length >= count) throw new Refusal(429, 'rate-limit-error')
    this.arrivals.set(kind, [...recent, at_ms])
  }

  #parse(text) {
    if (text === '') return {}
    try {
      return JSON.parse(text)
    } catch {
      throw new Refusal(400, 'json-parsing-error', 'the body is not JSON')
    }
  }

  // ---- Webhooks

  get webhookSecret() {
    return this.webhookKey.toString('base64')
  }

  /** The headers of a webhook as Daily signs it. */
  sign(body, timestamp = String(Date.now())) {
    const signature = createHmac('sha256', this.webhookKey).update(`${timestamp}.${body}`)
    return {
      'Content-Type': 'application/json',
      'X-Webhook-Timestamp': timestamp,
      'X-Webhook-Signature': signature.digest('base64'),
    }
  }

  event(type, payload, { id = randomUUID(), event_ts = Date.now() / 1000 } = {}) {
    return { version: '1.0.0', type, id, event_ts, payload }
  }

  /** Delivers a body to a webhook's address and resolves with {status, text}. */
  deliver(url, body, headers = this.sign(body)) {
    return new Promise((done, failed) => {
      const request = httpRequest(url, { method: 'POST', headers }, (response) => {
        let text = ''
        response.on('data', (data) => (text += data))
        response.on('end', () => done({ status: response.statusCode, text }))
      })
      request.on('error', failed)
      request.end(body)
    })
  }

  /** Daily asks the address before it accepts it. */
  async createWebhook({ url, hmac, eventTypes = [] }) {
    if (hmac) this.webhookKey = Buffer.from(hmac, 'base64')
    const { status } = await this.deliver(url, '{"test":"test"}')
    if (status !== 200) throw new Refusal(400, 'invalid-request-error', 'non-200 status code')
    return {
      uuid: randomUUID(),
      url,
      hmac: this.webhookSecret,
      eventTypes,
      retryType: 'circuit-breaker',
      state: 'ACTIVE',
      failedCount: 0,
    }
  }
}
