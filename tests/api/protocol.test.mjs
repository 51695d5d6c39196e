// HTTP/1.1 itself: what no well-behaved client sends, and what the server makes of it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, send, startWithClient } from '../support/client.mjs'
import { exchange, openRaw } from '../support/raw.mjs'

const short_ms = 300

let server, stop
before(
  async () =>
    ({ server, stop } = await startWithClient({
      settings: {
        'server.limits.header_time_ms': short_ms,
        'server.limits.body_time_ms': short_ms,
        'server.limits.idle_time_ms': short_ms,
        'server.limits.header_bytes': 8192,
        'server.limits.header_count': 50,
      },
    })),
)
after(() => stop?.())

const head = (line, ...fields) => `${[line, 'Host: localhost', ...fields].join('\r\n')}\r\n\r\n`
const get = (path, ...fields) => head(`GET ${path} HTTP/1.1`, ...fields)
/** On a new connection: one that is kept might be closed as idle at that very moment. */
async function stillServes() {
  assert.equal((await send(server, 'GET', '/healthz', { agent: false })).status, 200)
}

describe('the length of a body', () => {
  it('must be told', async () => {
    assertProblem(
      await exchange(server, head('POST /api/v1/rooms HTTP/1.1')),
      411,
      'length-required',
    )
  })

  it('must be told by Content-Length, not by chunks', async () => {
    const chunked = `${head('POST /api/v1/rooms HTTP/1.1', 'Transfer-Encoding: chunked')}0\r\n\r\n`
    assertProblem(await exchange(server, chunked), 411, 'length-required')
  })

  it('must not be told in two ways', async () => {
    const both = ['Content-Length: 2', 'Transfer-Encoding: chunked']
    const answer = await exchange(server, `${head('POST /api/v1/rooms HTTP/1.1', ...both)}{}`)
    assert.ok([400, 411].includes(answer.status))
    const twice = ['Content-Length: 2', 'Content-Length: 3']
    assert.equal(
      (await exchange(server, `${head('POST /api/v1/rooms HTTP/1.1', ...twice)}{}`)).status,
      400,
    )
  })

  for (const length of ['-1', '+2', '2,2', '0x2', '2 2', 'two', '1e3', '']) {
    it(`must be a number, not "${length}"`, async () => {
      const request = head('POST /api/v1/rooms HTTP/1.1', `Content-Length: ${length}`)
      assertProblem(await exchange(server, request), 400, 'request-malformed')
    })
  }

  it('beyond what is allowed is refused before the body is sent', async () => {
    for (const length of [1_048_577, '99999999999999999999999999']) {
      const request = head('POST /api/v1/rooms HTTP/1.1', `Content-Length: ${length}`)
      assertProblem(await exchange(server, request), 413, 'body-too-large')
    }
  })

  it('is not asked of a client that waits for "100 Continue" in vain', async () => {
    const raw = await openRaw(server)
    raw.send(
      head(
        'POST /api/v1/rooms HTTP/1.1',
        'Content-Type: application/json',
        'Content-Length: 2',
        'Expect: 100-continue',
      ),
    )
    assert.equal((await raw.answer()).status, 100)
    raw.send('{}')
    assert.equal((await raw.answer()).status, 201)
    raw.close()
  })
})

describe('a slow client', () => {
  it('is told 408 when its header does not end', async () => {
    const raw = await openRaw(server)
    raw.send('GET / HTTP/1.1\r\nHost: local')
    assertProblem(await raw.answer(), 408)
    await raw.ended()
  })

  it('is told 408 though it sends a byte now and then', async () => {
    const raw = await openRaw(server)
    raw.send('GET / HTTP/1.1\r\n')
    const drip = setInterval(() => raw.send('X'), short_ms / 6)
    try {
      assertProblem(await raw.answer(), 408)
      await raw.ended()
    } finally {
      clearInterval(drip)
    }
  })

  it('is told 408 when its body does not come', async () => {
    const raw = await openRaw(server)
    raw.send(
      `${head('POST /api/v1/rooms HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 100')}{"na`,
    )
    assertProblem(await raw.answer(), 408)
    await raw.ended()
  })

  it('that says nothing at all is let go without a word', async () => {
    const raw = await openRaw(server)
    await raw.ended()
    assert.equal(raw.received.length, 0)
  })

  it('takes nothing from the others, a hundred of them neither', async () => {
    const slow = await Promise.all(Array.from({ length: 100 }, () => openRaw(server)))
    for (const raw of slow) raw.send('POST /api/v1/rooms HTTP/1.1\r\n')
    for (let i = 0; i < 20; ++i) await stillServes()
    await Promise.all(slow.map((raw) => raw.ended()))
  })
})

describe('a header', () => {
  it('that is too long is refused', async () => {
    assertProblem(
      await exchange(server, get('/healthz', `X-Long: ${'x'.repeat(9000)}`)),
      431,
      'header-too-large',
    )
    assertProblem(await exchange(server, get(`/${'x'.repeat(9000)}`)), 431, 'header-too-large')
  })

  it('of too many fields is refused', async () => {
    const many = Array.from({ length: 60 }, (_, i) => `X-${i}: y`)
    assertProblem(await exchange(server, get('/healthz', ...many)), 431, 'header-too-large')
  })

  it('that never ends is refused, and takes no more memory than allowed', async () => {
    const raw = await openRaw(server)
    raw.send('GET / HTTP/1.1\r\n')
    for (let i = 0; i < 200; ++i) raw.send(`X-${i}: ${'y'.repeat(1000)}\r\n`)
    // The server may close while bytes are on their way, which can cost the client its answer.
    await raw.ended()
    await stillServes()
  })

  for (const [what, request] of [
    ['a bare LF', 'GET /healthz HTTP/1.1\nHost: x\n\n'],
    ['a folded line', get('/healthz', 'X-A: b\r\n c')],
    ['a space before the colon', get('/healthz', 'X-A : b')],
    ['no colon', get('/healthz', 'X-A')],
    ['no name', get('/healthz', ': b')],
    ['a NUL', get('/healthz', 'X-A: b\0c')],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['two hosts', get('/healthz', 'Host: other')],
    ['a host that is none', 'GET /healthz HTTP/1.1\r\nHost: a b/c\r\n\r\n'],
    ['no version', 'GET /healthz\r\n\r\n'],
    ['no path', 'GET HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a path without a slash', head('GET healthz HTTP/1.1')],
    ['two spaces', head('GET  /healthz HTTP/1.1')],
    ['a tab for a space', head('GET\t/healthz HTTP/1.1')],
    ['HTTP of its own', head('GET /healthz HTTQ/1.1')],
    ['a method of brackets', head('G(T /healthz HTTP/1.1')],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex') + '\r\n\r\n'],
    ['rubbish', '\x00\x01\x02\x03\r\n\r\n'],
  ]) {
    it(`that is malformed is refused: ${what}`, async () => {
      const raw = await openRaw(server)
      raw.send(request)
      const answer = await raw.answer()
      assertProblem(answer, 400, 'request-malformed')
      await raw.ended()
    })
  }

  it('of another version of HTTP is refused', async () => {
    for (const version of ['HTTP/2.0', 'HTTP/0.9', 'HTTP/3.0']) {
      assertProblem(await exchange(server, head(`GET /healthz ${version}`)), 505)
    }
    const preface = await exchange(server, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
    assert.ok(preface.status >= 400)
  })
})

describe('a connection', () => {
  it('serves one request after another, pipelined ones in order', async () => {
    const raw = await openRaw(server)
    raw.send(get('/healthz') + get('/nothing-here') + get('/api/v1/fields'))
    const statuses = []
    for (let i = 0; i < 3; ++i) statuses.push((await raw.answer()).status)
    assert.deepEqual(statuses, [200, 404, 200])
    raw.close()
  })

  it('takes a request in pieces of one byte', async () => {
    const raw = await openRaw(server)
    for (const byte of get('/healthz')) raw.send(byte)
    assert.equal((await raw.answer()).status, 200)
    raw.close()
  })

  it('ends when the client asks for it, and at once with HTTP/1.0', async () => {
    for (const request of [get('/healthz', 'Connection: close'), 'GET /healthz HTTP/1.0\r\n\r\n']) {
      const raw = await openRaw(server)
      raw.send(request)
      const answer = await raw.answer()
      assert.equal(answer.status, 200)
      await raw.ended()
    }
  })

  it('may be cut at any byte without harm', async () => {
    const request = `${head('POST /api/v1/rooms HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 2')}{}`
    for (let length = 0; length < request.length; length += 7) {
      const raw = await openRaw(server)
      raw.send(request.slice(0, length))
      raw.socket.resetAndDestroy?.()
      raw.close()
    }
    await stillServes()
  })

  it('that is closed before the answer is no harm', async () => {
    for (let i = 0; i < 50; ++i) {
      const raw = await openRaw(server)
      raw.send(
        `${head('POST /api/v1/rooms HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 2')}{}`,
      )
      raw.close()
    }
    await stillServes()
  })
})
