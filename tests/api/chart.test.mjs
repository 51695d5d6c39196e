import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { beginOf, minute_ms, sampleAt } from '../support/samples.mjs'

const chartjs = 'application/vnd.vuedeo.chartjs+json'

let client, stop, ada
before(async () => {
  ;({ client, stop } = await startWithClient())
  ada = await client.participant('Ada')
  const start = beginOf(minute_ms) - 10 * minute_ms
  await client.store(
    ada,
    [0, 1, 3].map((i) => sampleAt(start + i * minute_ms, { video_send_bps: (i + 1) * 1e6 })),
  )
})
after(() => stop?.())

const get = (query = {}, headers = {}) =>
  client.get(`/api/v1/rooms/${ada.room}/chart?${new URLSearchParams(query)}`, { headers })

describe('the chart of a room', () => {
  it('is a document of the plugin’s own media type, which /plugins names', async () => {
    const answer = await get()
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.headers['content-type'], chartjs)
    assert.equal(typeof answer.json, 'object')
    const { plugins } = (await client.get('/api/v1/plugins')).json
    assert.equal(plugins.find((plugin) => plugin.kind === 'chart').media_type, chartjs)
  })

  it('is the same for the same question', async () => {
    const query = {
      interval: 60,
      theme: 'dark',
      locale: 'en-GB',
      time_zone: 'Europe/Berlin',
      from: 0,
      to: Date.now() + 1,
    }
    delete query.interval
    assert.equal((await get(query)).text, (await get(query)).text)
  })

  it('differs by theme', async () => {
    assert.notEqual((await get({ theme: 'dark' })).text, (await get({ theme: 'light' })).text)
  })

  it('holds the samples that were stored, a gap as null', async () => {
    const query = { interval: 60, fields: 'video_send_bps', participant: ada.id }
    const { participants } = (await get(query)).json
    assert.deepEqual(
      participants.map(({ id, name }) => [id, name]),
      [[ada.id, 'Ada']],
    )
    const lines = participants[0].charts.flatMap((chart) => chart.data.datasets)
    const line = lines.find(({ field, role }) => field === 'video_send_bps' && role === 'value')
    assert.equal(line.unit, 'Mbit/s')
    assert.deepEqual(line.data, [1, 2, null, 4])
  })

  it('follows Accept, and says 406 when the media type is excluded', async () => {
    for (const accept of [
      chartjs,
      '*/*',
      'application/*',
      `text/html, ${chartjs};q=0.1`,
      'text/html;q=0.9, */*;q=0.1',
    ]) {
      assert.equal((await get({}, { Accept: accept })).status, 200, accept)
    }
    for (const accept of ['image/png', 'text/html', `${chartjs};q=0`, `*/*, ${chartjs};q=0`]) {
      assertProblem(await get({}, { Accept: accept }), 406, null, 'Accept')
    }
  })

  for (const [query, field] of [
    [{ theme: 'pink' }, 'theme'],
    [{ theme: '' }, 'theme'],
    [{ locale: 'x'.repeat(200) }, 'locale'],
    [{ time_zone: 'x'.repeat(200) }, 'time_zone'],
    [{ interval: 'x' }, 'interval'],
    [{ fields: 'mood' }, 'fields'],
    [{ colour: 'red' }, 'colour'],
  ]) {
    it(`refuses ${JSON.stringify(query).slice(0, 40)} and names the parameter`, async () => {
      assertProblem(await get(query), 400, null, field)
    })
  }

  it('answers 404 for a room that never was', async () => {
    assertProblem(await client.get('/api/v1/rooms/never-was/chart'), 404, 'room-not-found')
  })
})

describe('charts of several plugins', () => {
  const svg = 'image/svg+xml'
  const image = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8' // Chromium, for <img>
  let server
  before(async () => {
    server = await startWithClient({ settings: { 'chart.also': '["chart-svg"]' } })
    await server.client.room({ name: 'pictures' })
  })
  after(() => server?.stop())
  const ask = (accept) =>
    server.client.get('/api/v1/rooms/pictures/chart', { headers: accept ? { Accept: accept } : {} })

  for (const [accept, type] of [
    ['', chartjs],
    ['*/*', chartjs],
    [svg, svg],
    [image, svg],
    [`${svg};q=0.2, ${chartjs};q=0.3`, chartjs],
    [`${chartjs};q=0.2, image/*;q=0.3`, svg],
    [`*/*, ${chartjs};q=0`, svg],
  ]) {
    it(`answer ${accept || 'no Accept'} with ${type}`, async () => {
      const { status, headers, text } = await ask(accept)
      assert.equal(status, 200, text)
      assert.equal(headers['content-type'], type)
      assert.equal(headers.vary, 'Accept')
      assert.equal(text.startsWith('<svg'), type === svg, text.slice(0, 80))
    })
  }

  it('are listed where none is accepted, and in /plugins in the order of the configuration', async () => {
    const refused = await ask('image/png')
    assertProblem(refused, 406, 'not-acceptable', 'Accept')
    assert.match(refused.json.detail, new RegExp(`${chartjs}, ${svg}`.replace(/[+.]/g, '\\$&')))
    const { plugins } = (await server.client.get('/api/v1/plugins')).json
    assert.deepEqual(
      plugins.filter(({ kind }) => kind === 'chart').map(({ media_type }) => media_type),
      [chartjs, svg],
    )
  })
})
