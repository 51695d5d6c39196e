import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiClient, parseRetryAfter, Problem } from './client'

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })

function clientOf(respond: (path: string, init: RequestInit) => Response | Promise<Response>) {
  const calls: { path: string; init: RequestInit }[] = []
  const client = new ApiClient(async (path, init) => {
    calls.push({ path: String(path), init: init ?? {} })
    return respond(String(path), init ?? {})
  })
  return { client, calls }
}

const headerOf = (init: RequestInit | undefined, name: string) =>
  (init?.headers as Record<string, string>)[name]

const problemFrom = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('a problem was expected'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(Problem)
      return error as Problem
    },
  )

afterEach(() => void vi.useRealTimers())

describe('ApiClient', () => {
  it('creates a room with an empty body, which needs no content type', async () => {
    const { client, calls } = clientOf(() => answer(201, { name: 'r' }))
    expect((await client.createRoom()).name).toBe('r')
    expect(calls[0]?.path).toBe('/api/v1/rooms')
    expect(calls[0]?.init.body).toBeUndefined()
    expect(headerOf(calls[0]?.init, 'content-type')).toBeUndefined()
  })

  it('escapes names and leaves out what is not asked for', async () => {
    const { client, calls } = clientOf(() => answer(200, { rooms: [], next_cursor: null }))
    await client.rooms({ query: 'a&b', from: undefined, cursor: 'x=' })
    expect(calls[0]?.path).toBe('/api/v1/rooms?query=a%26b&cursor=x%3D')
    await client.room('a/b')
    expect(calls[1]?.path).toBe('/api/v1/rooms/a%2Fb')
  })

  it('sends the administrator’s token with what needs it, in the bytes that were typed', async () => {
    const { client, calls } = clientOf(() => answer(200, { rooms: [], next_cursor: null }))
    await client.createRoom('tök')
    await client.rooms({}, 'tok')
    await client.rooms({})
    await client.room('r')
    expect(calls.map(({ init }) => headerOf(init, 'authorization'))).toEqual([
      'Bearer t\u00c3\u00b6k',
      'Bearer tok',
      undefined,
      undefined,
    ])
  })

  it('sends an earlier token to go on as the same participant', async () => {
    const { client, calls } = clientOf(() => answer(201, { token: 'new' }))
    await client.admit('r', 'Ana', 'old')
    expect(headerOf(calls[0]?.init, 'authorization')).toBe('Bearer old')
    expect(calls[0]?.init.body).toBe('{"name":"Ana"}')
  })

  it('sends the owner’s token of whoever made the room', async () => {
    const { client, calls } = clientOf(() => answer(201, { token: 'new' }))
    await client.admit('r', 'Ana', undefined, 'mine')
    expect(calls[0]?.init.body).toBe('{"name":"Ana","owner_token":"mine"}')
    expect(headerOf(calls[0]?.init, 'authorization')).toBeUndefined()
  })

  it('tells meetings, or that nobody tells of them', async () => {
    const { client, calls } = clientOf(() => answer(200, { meetings: null }))
    expect(await client.meetings('r')).toBeNull()
    expect(calls[0]?.path).toBe('/api/v1/rooms/r/meetings')
  })

  it('measures how far this clock is from the server’s', async () => {
    vi.useFakeTimers({ now: Date.UTC(2030, 0, 1, 12, 0, 0) })
    const headers = { date: 'Tue, 01 Jan 2030 12:10:00 GMT' }
    const { client } = clientOf(() => answer(201, { token: 't' }, headers))
    expect((await client.admit('r', 'Ana')).clock_offset_ms).toBe(600_000)
  })

  it('turns a problem document into a Problem with its field and patience', async () => {
    const document = {
      type: 'urn:vuedeo:problem:invalid',
      title: 'Invalid',
      detail: 'rtt_s is negative',
      field: 'samples[3].rtt_s',
    }
    const { client } = clientOf(() => answer(400, document, { 'retry-after': '7' }))
    const problem = await problemFrom(client.sendSamples('r', 't', []))
    expect(problem).toMatchObject({
      slug: 'invalid',
      status: 400,
      detail: 'rtt_s is negative',
      field: 'samples[3].rtt_s',
      retryAfter_s: 7,
      fromServer: true,
    })
  })

  it('does not take a proxy’s error page for the server’s word', async () => {
    const { client } = clientOf(() => answer(404, '<h1>nginx</h1>'))
    const problem = await problemFrom(client.room('r'))
    expect(problem).toMatchObject({ slug: 'unexpected-answer', status: 404, fromServer: false })
  })

  it('says that there is no network', async () => {
    const { client } = clientOf(() => Promise.reject(new TypeError('Failed to fetch')))
    expect(await problemFrom(client.room('r'))).toMatchObject({ slug: 'network', status: 0 })
  })

  it('gives up on a server that does not answer', async () => {
    vi.useFakeTimers()
    const { client } = clientOf(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
        }),
    )
    const asked = problemFrom(client.room('r'))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await asked).toMatchObject({ slug: 'timeout', status: 0 })
  })

  it('gives up on a body that stops half-way', async () => {
    vi.useFakeTimers()
    const { client } = clientOf((_, init) => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"rooms":'))
          init.signal?.addEventListener('abort', () =>
            controller.error(new DOMException('', 'AbortError')),
          )
        },
      })
      return new Response(body, { status: 200 })
    })
    const asked = problemFrom(client.rooms({}))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await asked).toMatchObject({ slug: 'timeout' })
  })

  it('leaves a request that the page itself has cancelled to the page', async () => {
    const abort = new AbortController()
    const { client } = clientOf(async (_, init) => {
      abort.abort()
      init.signal?.throwIfAborted()
      return answer(200, {})
    })
    await expect(client.room('r', abort.signal)).rejects.not.toBeInstanceOf(Problem)
  })

  it('answers a chart document parsed when it is JSON, else as text', async () => {
    const query = { theme: 'dark', locale: 'en', time_zone: 'UTC' } as const
    const json = clientOf(() => answer(200, { a: 1 }, { 'content-type': 'application/x+json' }))
    expect(await json.client.chart('r', query, 'application/x+json')).toEqual({ a: 1 })
    expect(headerOf(json.calls[0]?.init, 'accept')).toBe('application/x+json')
    const text = clientOf(() => answer(200, '<svg/>', { 'content-type': 'image/svg+xml' }))
    expect(await text.client.chart('r', query, 'image/svg+xml')).toBe('<svg/>')
  })

  it('calls an answer that is no JSON unexpected', async () => {
    const { client } = clientOf(() => answer(200, '<html>'))
    expect(await problemFrom(client.room('r'))).toMatchObject({ slug: 'unexpected-answer' })
  })
})

describe('parseRetryAfter', () => {
  it('reads seconds, dates, and nothing else', () => {
    const now = Date.UTC(2030, 0, 1)
    expect(parseRetryAfter('30')).toBe(30)
    expect(parseRetryAfter('Tue, 01 Jan 2030 00:01:00 GMT', now)).toBe(60)
    expect(parseRetryAfter('Mon, 31 Dec 2029 00:00:00 GMT', now)).toBe(0)
    expect(parseRetryAfter('soon')).toBeNull()
    expect(parseRetryAfter(null)).toBeNull()
  })
})
