// The browser app and the plugins' browser halves, as the host serves them.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { assertProblem, send, startWithClient } from '../support/client.mjs'

let server, stop, index, asset
before(async () => {
  ;({ server, stop } = await startWithClient())
  index = await send(server, 'GET', '/')
  asset = /(?:src|href)="(\/assets\/[^"]+\.js)"/.exec(index.text)?.[1]
})
after(() => stop?.())

// What browsers send when somebody opens an address.
const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

const policy = (answer) =>
  Object.fromEntries(
    answer.headers['content-security-policy'].split(/; */).map((directive) => {
      const [name, ...sources] = directive.split(' ')
      return [name, sources]
    }),
  )

describe('the app', () => {
  it('is the same page under every address that its router knows', async () => {
    assert.equal(index.status, 200)
    assert.match(index.headers['content-type'], /^text\/html/)
    for (const path of ['/room/some-room', '/metrics', '/metrics/some-room', '/?from=mail']) {
      const answer = await send(server, 'GET', path)
      assert.equal(answer.status, 200, path)
      assert.equal(answer.text, index.text, path)
    }
  })

  it('has no inline script, style or handler in its page', () => {
    assert.doesNotMatch(index.text, /<script(?![^>]*\ssrc=)[^>]*>/)
    assert.doesNotMatch(index.text, /<style|\sstyle=|\son\w+=/)
  })

  it('is asked about again each time, and answers 304 when it is the same', async () => {
    assert.equal(index.headers['cache-control'], 'no-cache')
    const { etag } = index.headers
    for (const tag of [etag, `"other", ${etag}`, `W/${etag.replace(/^W\//, '')}`, '*']) {
      const answer = await send(server, 'GET', '/', { headers: { 'If-None-Match': tag } })
      assert.equal(answer.status, 304, tag)
      assert.equal(answer.text, '')
      assert.equal(answer.headers.etag, etag)
    }
    const other = await send(server, 'GET', '/', { headers: { 'If-None-Match': '"other"' } })
    assert.equal(other.status, 200)
  })

  it('has files of hashed names that are kept for ever', async () => {
    assert.ok(asset, index.text)
    const answer = await send(server, 'GET', asset)
    assert.equal(answer.status, 200)
    assert.match(answer.headers['content-type'], /^text\/javascript/)
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable')
  })

  it('is sent compressed to browsers that take it, and plain to others', async () => {
    const plain = await send(server, 'GET', asset)
    assert.equal(plain.headers['content-encoding'], undefined)
    assert.match(plain.headers.vary, /accept-encoding/i)
    const expectations = [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
      ['identity', undefined, (body) => body],
      ['br;q=0, gzip;q=0', undefined, (body) => body],
    ]
    for (const [accepted, encoding, decode] of expectations) {
      const answer = await send(server, 'GET', asset, { headers: { 'Accept-Encoding': accepted } })
      assert.equal(answer.headers['content-encoding'], encoding, accepted)
      assert.ok(decode(answer.body).equals(plain.body), accepted)
      assert.match(answer.headers.vary, /accept-encoding/i)
    }
  })

  it('is the page, with 404, of an address that is none, for whoever opens it in a browser', async () => {
    const headers = { Accept: browserAccept, 'If-None-Match': index.headers.etag }
    for (const path of ['/nothing', '/nothing/here', '/room', '/room/a%20b', '/metrics/a.b', '/%zz']) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await send(server, method, path, { headers })
        assert.equal(answer.status, 404, path)
        assert.match(answer.headers['content-type'], /^text\/html/)
        assert.equal(answer.text, method === 'HEAD' ? '' : index.text, path)
        assert.equal(answer.headers['cache-control'], 'no-store')
        assert.ok(answer.headers['content-security-policy'])
      }
    }
  })

  it('is no page of the API, nor of a program that asks for one', async () => {
    const headers = { Accept: browserAccept }
    for (const path of ['/api/nothing', '/api/v1/rooms/never-was', '/assets/x.js', '/plugins/x/y']) {
      assertProblem(await send(server, 'GET', path, { headers }), 404)
    }
    assertProblem(await send(server, 'POST', '/nothing/here', { headers }), 404)
    for (const accepted of ['*/*', 'application/json', 'text/html;q=0, */*']) {
      const answer = await send(server, 'GET', '/nothing', { headers: { Accept: accepted } })
      assertProblem(answer, 404)
    }
  })

  it('answers 404 in the words of a problem for a file that is not there', async () => {
    assertProblem(await send(server, 'GET', '/assets/nothing-12345678.js'), 404)
    assertProblem(await send(server, 'GET', '/nothing.txt'), 404)
  })
})

describe('a plugin’s browser half', () => {
  it('is served with its own folder’s files and nothing else', async () => {
    const module = await send(server, 'GET', '/plugins/chart-chartjs/chart-chartjs.js')
    assert.equal(module.status, 200)
    assert.match(module.headers['content-type'], /^text\/javascript/)
    assert.ok(module.headers.etag)
    assertProblem(await send(server, 'GET', '/plugins/chart-chartjs/index.ts'), 404)
  })
})

describe('the security headers', () => {
  const paths = [
    '/',
    '/room/x',
    '/api/v1/fields',
    '/nothing/here',
    '/plugins/chart-chartjs/chart-chartjs.js',
  ]

  it('stand on every answer, errors too', async () => {
    for (const path of paths) {
      const { headers } = await send(server, 'GET', path)
      assert.equal(headers['x-content-type-options'], 'nosniff', path)
      assert.equal(headers['referrer-policy'], 'no-referrer', path)
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin', path)
      assert.ok(headers['content-security-policy'], path)
      assert.equal(headers.server, undefined, path)
    }
  })

  it('let pages load from this server only, and nothing inline or evaluated', async () => {
    const sources = policy(index)
    assert.deepEqual(sources['default-src'], ["'self'"])
    assert.deepEqual(sources['object-src'], ["'none'"])
    assert.deepEqual(sources['base-uri'], ["'none'"])
    assert.deepEqual(sources['frame-ancestors'], ["'none'"])
    for (const [directive, allowed] of Object.entries(sources)) {
      for (const source of allowed) {
        assert.ok(
          ["'self'", "'none'", 'blob:', 'data:'].includes(source),
          `${directive} allows ${source}`,
        )
      }
    }
    assert.ok(!(sources['script-src'] ?? []).some((source) => /blob|data/.test(source)))
  })

  it('let no answer of the API be kept', async () => {
    for (const path of ['/api/v1/rooms', '/api/v1/fields', '/healthz']) {
      assert.equal((await send(server, 'GET', path)).headers['cache-control'], 'no-store', path)
    }
  })
})
