import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, send, startWithClient } from '../support/client.mjs'
import { exchange } from '../support/raw.mjs'

let server, client, stop, room, token
before(async () => {
  ;({ server, client, stop } = await startWithClient())
  ;({ room, token } = await client.participant())
})
after(() => stop?.())

/** The paths of the description, with this server's own room, plugin and file in the braces. */
const concrete = (template) =>
  template
    .replace('{room}', room)
    .replace('{id}', 'chart-chartjs')
    .replace('{file}', 'chart-chartjs.js')
    .replace('{path}', 'webhook')

describe('the description of the API', () => {
  it('names routes that are there, each with the methods that Allow names', async () => {
    const { paths } = client.contract.document
    for (const [template, item] of Object.entries(paths)) {
      const documented = Object.keys(item)
        .filter((key) => key !== 'parameters')
        .map((method) => method.toUpperCase())
      const answer = await send(server, 'OPTIONS', concrete(template))
      assert.equal(answer.status, 204, `${template}: ${answer.text}`)
      const allowed = answer.headers.allow.split(/, */)
      const own = allowed.filter((method) => !['HEAD', 'OPTIONS'].includes(method))
      assert.deepEqual(own.sort(), documented.sort(), template)
      assert.equal(allowed.includes('HEAD'), documented.includes('GET'), template)
    }
  })

  it('is fresh: an answer of 304 needs its ETag', async () => {
    const first = await send(server, 'GET', '/api/v1/openapi.json')
    const headers = { 'If-None-Match': first.headers.etag }
    const again = await send(server, 'GET', '/api/v1/openapi.json', { headers })
    assert.equal(again.status, 304)
    assert.equal(again.text, '')
  })

  it('documents no answer of these examples wrongly', async () => {
    for (const { method, path, body, as } of [
      { method: 'GET', path: '/readyz' },
      { method: 'GET', path: '/api/v1/plugins' },
      { method: 'GET', path: '/api/v1/fields' },
      { method: 'GET', path: '/api/v1/rooms' },
      { method: 'GET', path: `/api/v1/rooms/${room}` },
      { method: 'GET', path: `/api/v1/rooms/${room}/series` },
      { method: 'GET', path: `/api/v1/rooms/${room}/signal` },
      {
        method: 'POST',
        path: `/api/v1/rooms/${room}/samples`,
        body: { samples: [{ sampled_at: Date.now() }] },
        as: token,
      },
    ]) {
      await client.request(method, path, { body, token: as }) // the client checks each answer
    }
  })
})

describe('the list of plugins', () => {
  it('tells what each is, and that it is ready', async () => {
    const { plugins } = (await client.get('/api/v1/plugins')).json
    assert.deepEqual(
      plugins
        .map(({ id, kind, state, reason }) => ({ id, kind, state, reason }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      [
        { id: 'chart-chartjs', kind: 'chart', state: 'ready', reason: null },
        { id: 'metrics-sqlite', kind: 'metrics-store', state: 'ready', reason: null },
        { id: 'video-mesh', kind: 'video-provider', state: 'ready', reason: null },
      ],
    )
    for (const { module } of plugins.filter((plugin) => plugin.module)) {
      assert.equal((await send(server, 'GET', module)).status, 200, module)
    }
  })

  it('counts their calls', async () => {
    const calls = async () =>
      (await client.get('/api/v1/plugins')).json.plugins.find(({ id }) => id === 'metrics-sqlite')
        .calls
    const before = await calls()
    await client.get(`/api/v1/rooms/${room}`)
    assert.ok((await calls()) > before)
  })
})

describe('a method that a path does not have', () => {
  for (const [method, path] of [
    ['DELETE', '/api/v1/rooms'],
    ['PUT', '/api/v1/fields'],
    ['PATCH', '/api/v1/rooms/x'],
    ['POST', '/healthz'],
    ['POST', '/'],
    ['GET', '/api/v1/rooms/x/participants'],
    ['TRACE', '/healthz'],
    ['BREW', '/healthz'],
    ['get', '/healthz'],
  ]) {
    it(`is 405 with Allow: ${method} ${path}`, async () => {
      const answer = await exchange(
        server,
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`,
      )
      assertProblem(answer, 405)
      assert.ok(answer.headers.allow.length > 0)
      assert.ok(!answer.headers.allow.split(/, */).includes(method))
    })
  }

  it('CONNECT opens no tunnel', async () => {
    const answer = await exchange(
      server,
      'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n',
    )
    assert.ok([400, 404, 405].includes(answer.status), String(answer.status))
  })
})

describe('HEAD', () => {
  it('answers the headers of GET and nothing else', async () => {
    for (const path of [
      '/healthz',
      '/',
      '/api/v1/fields',
      `/api/v1/rooms/${room}`,
      '/nothing/here',
    ]) {
      const get = await send(server, 'GET', path)
      const head = await send(server, 'HEAD', path)
      assert.equal(head.status, get.status, path)
      assert.equal(head.text, '', path)
      assert.equal(head.headers['content-type'], get.headers['content-type'], path)
    }
  })
})

describe('a path', () => {
  for (const path of [
    '/nothing-here/at-all',
    '/api',
    '/api/v1',
    '/api/v1/',
    '/api/v2/rooms',
    '/api/v1/rooms/',
    '/api/v1//rooms',
    '//api/v1/rooms',
    '/API/V1/ROOMS',
    '/api/v1/rooms/a%2fb',
    '/api/v1/rooms/a%2Fb/series',
    '/api/v1/rooms/a%5cb',
    '/api/v1/rooms/a%00b',
    '/api/v1/rooms/%2e%2e',
    '/api/v1/rooms/..',
    '/api/v1/rooms/./series',
    '/api/v1/rooms/../fields',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/assets/',
    '/assets/nothing.js',
    '/plugins/chart-chartjs/../metrics-sqlite/manifest.toml',
    '/plugins/chart-chartjs/..%2fmanifest.toml',
    '/plugins/chart-chartjs/manifest.toml',
    '/plugins/chart-chartjs/libchart-chartjs.so',
    '/plugins/nothing/nothing.js',
    '/plugins/metrics-sqlite/',
    '/room',
    '/room/',
    '/room/a/b',
    '/.env',
    '/.git/config',
    '/index.html.br',
  ]) {
    it(`that leads nowhere is 404: ${path}`, async () => {
      assertProblem(await send(server, 'GET', path), 404)
    })
  }

  for (const path of ['/api/v1/rooms/%', '/api/v1/rooms/%z1', '/api/v1/rooms/a%', '/%zz']) {
    it(`that is escaped wrongly is refused: ${path}`, async () => {
      const answer = await send(server, 'GET', path)
      assert.ok([400, 404].includes(answer.status), answer.text)
    })
  }

  it('is decoded where it is right', async () => {
    const escaped = [...room]
      .map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
      .join('')
    assert.equal((await client.get(`/api/v1/rooms/${escaped}`)).json.name, room)
  })

  it('may name a room only by what a room may be called', async () => {
    for (const name of [
      'a%20b',
      '%C3%A4',
      '%ff',
      'a.b',
      "a'b",
      'x'.repeat(129),
      'a%0ab',
      '%3Cscript%3E',
    ]) {
      const answer = await client.get(`/api/v1/rooms/${name}`)
      assert.ok([400, 404].includes(answer.status), `${name}: ${answer.text}`)
      assert.ok(!answer.text.includes('<script>'))
    }
  })

  it('may be very long, and is then refused', async () => {
    for (const length of [5_000, 20_000]) {
      const answer = await send(server, 'GET', `/api/v1/rooms/${'x'.repeat(length)}`)
      assert.ok([400, 404, 414, 431].includes(answer.status), String(answer.status))
    }
  })

  it('may come as a whole URL', async () => {
    const answer = await exchange(
      server,
      'GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n',
    )
    assert.equal(answer.status, 200)
  })
})

describe('every answer', () => {
  it('names its request, each by a name of its own', async () => {
    const ids = new Set()
    for (const path of ['/healthz', '/', '/nothing/here', '/api/v1/fields']) {
      ids.add((await send(server, 'GET', path)).headers['x-request-id'])
    }
    assert.equal(ids.size, 4)
    assert.ok(!ids.has(undefined))
  })

  it('refuses parameters that nobody asked for', async () => {
    for (const path of ['/healthz', '/readyz', '/api/v1/fields', '/api/v1/plugins']) {
      assertProblem(await client.get(`${path}?colour=red`), 400, null, 'colour')
    }
  })

  it('gives nothing of the machine away', async () => {
    const answer = await send(server, 'GET', '/nothing/here')
    for (const secret of ['/root', '/tmp', '/home', 'vuedeo/plugins', 'Poco']) {
      assert.ok(!answer.text.includes(secret))
      assert.ok(!JSON.stringify(answer.headers).includes(secret))
    }
  })
})
