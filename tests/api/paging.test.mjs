import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { day_ms, hour_ms, sampleAt } from '../support/samples.mjs'

let client, stop
before(async () => ({ client, stop } = await startWithClient()))
after(() => stop?.())

const list = (query = {}) => client.get(`/api/v1/rooms?${new URLSearchParams(query)}`)
const names = (answer) => answer.json.rooms.map((room) => room.name)

async function allPages(query) {
  const pages = []
  for (let cursor = ''; cursor !== null;) {
    const answer = await list(cursor ? { ...query, cursor } : query)
    assert.equal(answer.status, 200, answer.text)
    pages.push(names(answer))
    cursor = answer.json.next_cursor
  }
  return pages
}

describe('the list of rooms', () => {
  it('is empty in the beginning', async () => {
    assert.deepEqual((await list()).json, { rooms: [], next_cursor: null })
  })

  it('is paged without repeating or losing a room, newest first', async () => {
    const made = []
    for (let i = 0; i < 7; ++i) made.unshift((await client.room({ name: `paged-${i}` })).name)
    const pages = await allPages({ limit: 3 })
    assert.deepEqual(
      pages.map((page) => page.length),
      [3, 3, 1],
    )
    assert.deepEqual(new Set(pages.flat()), new Set(made))
    const times = (await list()).json.rooms.map((room) => room.created_at)
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    )
  })

  it('puts the room of the latest sample first', async () => {
    const { token } = await client.join('paged-0')
    await client.store({ room: 'paged-0', token }, [sampleAt(Date.now() + 60_000)])
    assert.equal(names(await list({ limit: 1 }))[0], 'paged-0')
  })

  it('finds rooms by part of their name in any case', async () => {
    await client.room({ name: 'Board-Meeting' })
    assert.deepEqual(names(await list({ query: 'board' })), ['Board-Meeting'])
    assert.deepEqual(names(await list({ query: 'MEET' })), ['Board-Meeting'])
    assert.deepEqual(names(await list({ query: 'no such room' })), [])
  })

  it('finds rooms by the name of somebody who was there', async () => {
    const { name } = await client.room()
    await client.join(name, 'Katherine Johnson')
    assert.deepEqual(names(await list({ query: 'johnson' })), [name])
  })

  it('takes the signs of pattern matching for what they are', async () => {
    for (const query of ['%', 'paged%', "' OR 1=1 --", '\\', '*', 'paged-?', '"']) {
      assert.deepEqual(names(await list({ query })), [], query)
    }
    await client.room({ name: 'under_score' })
    assert.deepEqual(names(await list({ query: 'under_' })), ['under_score'])
    assert.deepEqual(names(await list({ query: 'pa_ed' })), [])
  })

  it('finds rooms by the time of their creation or samples', async () => {
    const { room, token } = await client.participant()
    const now = Date.now()
    await client.store({ room, token }, [sampleAt(now - 3 * day_ms)])
    const query = { from: now - 3 * day_ms - hour_ms, to: now - 3 * day_ms + hour_ms }
    assert.deepEqual(names(await list(query)), [room])
    const rfc3339 = {
      from: new Date(query.from).toISOString(),
      to: new Date(query.to).toISOString().replace('Z', '+00:00'),
    }
    assert.deepEqual(names(await list(rfc3339)), [room])
    assert.deepEqual(names(await list({ from: 0, to: now - 5 * day_ms })), [])
  })

  for (const [query, field] of [
    [{ limit: 0 }, 'limit'],
    [{ limit: 101 }, 'limit'],
    [{ limit: '1.5' }, 'limit'],
    [{ limit: 'ten' }, 'limit'],
    [{ limit: '' }, 'limit'],
    [{ limit: '99999999999999999999' }, 'limit'],
    [{ cursor: 'made-up' }, 'cursor'],
    [{ cursor: 'x'.repeat(600) }, 'cursor'],
    [{ from: 'yesterday' }, 'from'],
    [{ from: '-1' }, 'from'],
    [{ to: '2026-13-01T00:00:00Z' }, 'to'],
    [{ to: '2026-02-30T00:00:00Z' }, 'to'],
    [{ to: '2026-01-01' }, 'to'],
    [{ to: '2026-01-01T00:00:00' }, 'to'],
    [{ from: 2000, to: 1000 }, 'from'],
    [{ query: 'x'.repeat(1000) }, 'query'],
    [{ colour: 'red' }, 'colour'],
  ]) {
    it(`refuses ${JSON.stringify(query).slice(0, 40)} and names the parameter`, async () => {
      assertProblem(await list(query), 400, null, field)
    })
  }

  for (const [raw, field] of [
    ['limit=1&limit=2', 'limit'],
    ['query=%', 'query'],
    ['query=%zz', 'query'],
    ['query=%ff', 'query'],
    ['query=%00', 'query'],
    [Array.from({ length: 70 }, (_, i) => `p${i}=1`).join('&'), undefined],
  ]) {
    it(`refuses ?${raw.slice(0, 20)}`, async () => {
      assertProblem(await client.get(`/api/v1/rooms?${raw}`), 400, null, field)
    })
  }
})
