// A client of the HTTP API whose every answer is held against the server's OpenAPI document.
import assert from 'node:assert/strict'
import { Agent, request as httpRequest } from 'node:http'
import { Contract } from './contract.mjs'
import { startServer } from './server.mjs'

/** One request, the path sent as it stands: {status, headers, text, json, body}. */
export function send(server, method, path, { body, headers = {}, agent } = {}) {
  return new Promise((done, failed) => {
    const bytes = body === undefined ? null : Buffer.from(body)
    const length = bytes ? { 'Content-Length': bytes.length } : {}
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        method,
        path,
        agent,
        headers: { ...length, ...headers },
      },
      (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('error', failed)
        response.on('end', () => {
          const content = Buffer.concat(chunks)
          done({
            status: response.statusCode,
            headers: response.headers,
            body: content,
            text: content.toString(),
            get json() {
              return JSON.parse(content.toString())
            },
          })
        })
      },
    )
    request.on('error', failed)
    request.end(bytes)
  })
}

export class Client {
  static async of(server) {
    const client = new Client(server)
    const document = await send(server, 'GET', '/api/v1/openapi.json')
    assert.equal(document.status, 200, document.text)
    client.contract = new Contract(document.json)
    return client
  }

  constructor(server) {
    this.server = server
    this.agent = new Agent({ keepAlive: true, maxSockets: 64 })
  }

  close() {
    this.agent.destroy()
  }

  /** body: an object is sent as JSON, a string or Buffer as it is (with `headers` to say what it is). */
  async request(method, path, { body, token, headers = {} } = {}) {
    const isJson = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body)
    const answer = await send(this.server, method, path, {
      agent: this.agent,
      body: isJson ? JSON.stringify(body) : body,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
    })
    this.contract?.check(method, path, answer)
    return answer
  }

  get = (path, options) => this.request('GET', path, options)
  post = (path, body, options = {}) => this.request('POST', path, { body, ...options })
  delete = (path, options) => this.request('DELETE', path, options)

  /** A room that exists: the API's Room. */
  async room(request = {}) {
    const answer = await this.post('/api/v1/rooms', request)
    assert.equal(answer.status, 201, answer.text)
    return answer.json
  }

  /** An admission to a room: {participant, token, ...}. */
  async join(room, name = 'Ada', { owner_token, ...options } = {}) {
    const body = { name, owner_token }
    const answer = await this.post(`/api/v1/rooms/${room}/participants`, body, options)
    assert.equal(answer.status, 201, answer.text)
    return answer.json
  }

  /** A room with one participant in it: {room, token, id}. */
  async participant(name = 'Ada', request = {}) {
    const room = await this.room(request)
    const { token, participant } = await this.join(room.name, name)
    return { room: room.name, token, id: participant.id }
  }

  samples({ room, token }, samples) {
    return this.post(`/api/v1/rooms/${room}/samples`, { samples }, { token })
  }

  async store(who, samples) {
    const answer = await this.samples(who, samples)
    assert.equal(answer.status, 201, answer.text)
    return answer.json
  }

  async series(room, query = {}) {
    const answer = await this.get(`/api/v1/rooms/${room}/series?${new URLSearchParams(query)}`)
    assert.equal(answer.status, 200, answer.text)
    return answer.json
  }
}

/** A server and a client of it for the tests of one file. */
export async function startWithClient(options) {
  const server = await startServer(options)
  const client = await Client.of(server)
  return {
    server,
    client,
    stop: async () => {
      client.close()
      await server.stop()
    },
  }
}

/** The answer is this problem, about this field (none when not given). */
export function assertProblem(answer, status, type, field) {
  assert.equal(answer.status, status, answer.text)
  assert.equal(answer.headers['content-type'], 'application/problem+json')
  const problem = answer.json
  if (type) assert.equal(problem.type, `urn:vuedeo:problem:${type}`, answer.text)
  assert.equal(problem.field, field, answer.text)
  assert.equal(problem.status, status)
  assert.ok(problem.title && problem.detail, answer.text)
  assert.ok(problem.request_id, answer.text)
  assert.equal(answer.headers['x-request-id'], problem.request_id)
}
