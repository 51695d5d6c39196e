import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { minute_ms, sampleAt } from '../support/samples.mjs'

let server, client, stop
before(async () => ({ server, client, stop } = await startWithClient()))
after(() => stop?.())

describe('creating a room', () => {
  it('needs no body and makes a name that cannot be guessed and can be read aloud', async () => {
    const names = new Set()
    for (let i = 0; i < 20; ++i) {
      const answer = await client.post('/api/v1/rooms')
      assert.equal(answer.status, 201, answer.text)
      names.add(answer.json.name)
    }
    assert.equal(names.size, 20)
    for (const name of names) {
      assert.ok(name.length <= 24, name)
      // Base 32 carries five bits a character.
      assert.ok(name.replaceAll('-', '').length * 5 >= 64, name)
      assert.match(name, /^[0-9a-z-]+$/)
    }
  })

  it('keeps the name and limits asked for, and says where the room is', async () => {
    const created_after = Date.now()
    const answer = await client.post('/api/v1/rooms', {
      name: 'Team_sync-1',
      max_participants: 3,
      expires_in_s: 3600,
    })
    assert.equal(answer.status, 201, answer.text)
    assert.equal(answer.headers.location, '/api/v1/rooms/Team_sync-1')
    const room = answer.json
    assert.equal(room.name, 'Team_sync-1')
    assert.equal(room.url, `${server.url}/room/Team_sync-1`)
    assert.equal(room.max_participants, 3)
    assert.equal(room.open, true)
    assert.equal(room.ended_at, null)
    assert.equal(room.participant_count, 0)
    assert.equal(room.last_sample_at, null)
    assert.equal(room.active_at, room.created_at)
    assert.equal(room.provider.id, 'video-mesh')
    assert.ok(room.created_at >= created_after && room.created_at <= Date.now())
    const life_ms = room.expires_at - room.created_at
    assert.ok(Math.abs(life_ms - 3_600_000) < 1000, String(life_ms))
  })

  it('takes an object of the provider’s own options', async () => {
    assert.equal((await client.post('/api/v1/rooms', { options: {} })).status, 201)
  })

  it('refuses a name that is taken', async () => {
    await client.room({ name: 'taken' })
    assertProblem(await client.post('/api/v1/rooms', { name: 'taken' }), 409, 'room-exists', 'name')
  })

  it('gives a name to one of many who ask for it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => client.post('/api/v1/rooms', { name: 'race' })),
    )
    const statuses = answers.map((answer) => answer.status).sort()
    assert.deepEqual(statuses, [201, ...Array(11).fill(409)])
  })

  for (const [member, value] of [
    ['name', ''],
    ['name', 'a b'],
    ['name', 'a/b'],
    ['name', 'ä'],
    ['name', 'x'.repeat(129)],
    ['name', 7],
    ['max_participants', 0],
    ['max_participants', -1],
    ['max_participants', 2.5],
    ['max_participants', '4'],
    ['max_participants', 1e300],
    ['expires_in_s', 0],
    ['expires_in_s', -5],
    ['expires_in_s', 1.5],
    ['expires_in_s', 1e18],
    ['options', []],
    ['options', 'x'],
    ['colour', 'red'],
  ]) {
    it(`refuses ${member} ${JSON.stringify(value).slice(0, 20)} and names it`, async () => {
      assertProblem(await client.post('/api/v1/rooms', { [member]: value }), 400, null, member)
    })
  }

  it('refuses a body that is no object', async () => {
    for (const body of ['[]', '"x"', '7', 'null', 'true']) {
      assert.equal((await client.post('/api/v1/rooms', body)).status, 400, body)
    }
  })
})

describe('looking up a room', () => {
  it('answers 404 for one that never was', async () => {
    assertProblem(await client.get('/api/v1/rooms/never-was'), 404, 'room-not-found')
  })

  it('lists its participants with what is known of them', async () => {
    const ada = await client.participant('Ada Lovelace')
    const now = Date.now()
    await client.store(ada, [sampleAt(now - minute_ms), sampleAt(now)])
    const room = (await client.get(`/api/v1/rooms/${ada.room}`)).json
    assert.equal(room.participant_count, 1)
    assert.equal(room.last_sample_at, now)
    assert.equal(room.participants.length, 1)
    const { id, name, joined_at, first_sample_at, last_sample_at, sample_count } =
      room.participants[0]
    assert.deepEqual(
      { id, name, first_sample_at, last_sample_at, sample_count },
      {
        id: ada.id,
        name: 'Ada Lovelace',
        first_sample_at: now - minute_ms,
        last_sample_at: now,
        sample_count: 2,
      },
    )
    assert.ok(joined_at <= Date.now() && joined_at >= now - minute_ms)
  })
})

describe('ending a room', () => {
  it('answers 204, closes the room and keeps its metrics', async () => {
    const ada = await client.participant()
    await client.store(ada, [sampleAt(Date.now(), { rtt_s: 0.25 })])
    const ended = await client.delete(`/api/v1/rooms/${ada.room}`)
    assert.equal(ended.status, 204, ended.text)
    assert.equal(ended.text, '')
    const room = (await client.get(`/api/v1/rooms/${ada.room}`)).json
    assert.equal(room.open, false)
    assert.ok(room.ended_at > 0)
    assert.equal(room.participants[0].sample_count, 1)
    assert.equal((await client.series(ada.room)).participants.length, 1)
  })

  it('can be asked for twice', async () => {
    const { name } = await client.room()
    assert.equal((await client.delete(`/api/v1/rooms/${name}`)).status, 204)
    const first = (await client.get(`/api/v1/rooms/${name}`)).json.ended_at
    assert.equal((await client.delete(`/api/v1/rooms/${name}`)).status, 204)
    assert.equal((await client.get(`/api/v1/rooms/${name}`)).json.ended_at, first)
  })

  it('answers 404 for a room that never was', async () => {
    assertProblem(await client.delete('/api/v1/rooms/never-was'), 404, 'room-not-found')
  })

  it('lets nobody in afterwards, not even with an earlier token', async () => {
    const ada = await client.participant()
    await client.delete(`/api/v1/rooms/${ada.room}`)
    const path = `/api/v1/rooms/${ada.room}/participants`
    assertProblem(await client.post(path, { name: 'Eve' }), 410, 'room-ended')
    const again = await client.post(path, { name: 'Ada' }, { token: ada.token })
    assertProblem(again, 410, 'room-ended')
  })

  it('still takes the samples that its participants had not sent yet', async () => {
    const ada = await client.participant()
    await client.delete(`/api/v1/rooms/${ada.room}`)
    const stored = await client.store(ada, [sampleAt(Date.now())])
    assert.deepEqual(stored, { stored: 1, duplicates: 0 })
  })

  it('frees the name for a new call', async () => {
    const { name } = await client.room({ name: 'weekly' })
    await client.delete(`/api/v1/rooms/${name}`)
    const again = await client.room({ name: 'weekly' })
    assert.equal(again.open, true)
    assert.equal(again.ended_at, null)
    await client.join('weekly')
  })
})
