// What Daily tells of people by webhooks, and whom the route believes. Meetings: daily_meetings.test.mjs.
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { FakeDaily } from '../support/fake_daily.mjs'
import { temporaryFolder } from '../support/server.mjs'

const path = '/api/v1/plugins/video-daily/webhook'

let daily, client, server, stop
before(async () => {
  daily = await FakeDaily.start()
  const settings = daily.settings({ webhook_secret: daily.webhookSecret })
  ;({ server, client, stop } = await startWithClient({ settings }))
})
after(async () => {
  await stop?.()
  await daily?.stop()
})

/** Another server with settings of its own. */
async function withServer(settings, work, options = {}) {
  const other = await startWithClient({ settings, ...options })
  try {
    return await work(other.client)
  } finally {
    await other.stop()
  }
}

const deliver = (body, headers = daily.sign(body)) => client.post(path, body, { headers })
const tell = (event) => deliver(JSON.stringify(event))

const joined = (room, more = {}) =>
  daily.event('participant.joined', {
    joined_at: Date.now() / 1000,
    session_id: randomUUID(),
    room,
    user_id: null,
    user_name: 'Grace',
    owner: false,
    networkQualityState: 'unknown',
    will_eject_at: 0,
    ...more,
  })

async function participants(room) {
  return (await client.get(`/api/v1/rooms/${room}`)).json.participants
}

async function present(room) {
  const answer = await client.get(`/api/v1/rooms/${room}/presence`)
  assert.equal(answer.status, 200, answer.text)
  return answer.json.participants.map(({ name }) => name)
}

const webhooks = async () => {
  const { plugins } = (await client.get('/api/v1/plugins')).json
  return plugins.find(({ id }) => id === 'video-daily').details.webhooks
}

describe('a webhook', () => {
  it('can be made at Daily, which tries the address first', async () => {
    const answer = await fetch(`${daily.url}/webhooks`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${daily.apiKey}` },
      body: JSON.stringify({ url: `${server.url}${path}`, hmac: daily.webhookSecret }),
    })
    assert.equal(answer.status, 200)
    assert.equal((await answer.json()).state, 'ACTIVE')
  })

  it('that tells of somebody who joined puts him into the room’s record', async () => {
    const { name } = await client.room()
    const event = joined(name)
    const answer = await tell(event)
    assert.equal(answer.status, 200, answer.text)
    const [grace] = await participants(name)
    assert.equal(grace.id, event.payload.session_id)
    assert.equal(grace.name, 'Grace')
    assert.ok(Math.abs(grace.joined_at - event.payload.joined_at * 1000) < 1)
  })

  it('knows who was admitted here by the id of the admission', async () => {
    const { name } = await client.room()
    const { participant } = await client.join(name, 'Ada')
    assert.equal((await tell(joined(name, { user_id: participant.id }))).status, 200)
    assert.deepEqual(
      (await participants(name)).map(({ id }) => id),
      [participant.id],
    )
  })

  it('takes an id that cannot be one here for none', async () => {
    const { name } = await client.room()
    const event = joined(name, { user_id: 'pbZ+ismP7dk=' })
    assert.equal((await tell(event)).status, 200)
    assert.equal((await participants(name))[0].id, event.payload.session_id)
  })

  it('makes presence faster than Daily’s own', async () => {
    const { name } = await client.room()
    const event = joined(name)
    await tell(event)
    assert.deepEqual(await present(name), ['Grace'])
    await tell({ ...event, type: 'participant.left', id: randomUUID() })
    assert.deepEqual(await present(name), [])
  })

  it('of somebody who left hides the ghost that Daily still lists', async () => {
    const { name } = await client.room()
    const { video } = await client.join(name, 'Ada')
    const session = daily.domain.enter(name, video.session.token)
    assert.deepEqual(await present(name), ['Ada'])
    await tell(daily.event('participant.left', { room: name, session_id: session.id }))
    assert.deepEqual(await present(name), [])
  })

  it('of a room that others made at Daily leaves no trace', async () => {
    const name = `foreign-${randomUUID()}`
    assert.equal((await tell(joined(name))).status, 200)
    assertProblem(await client.get(`/api/v1/rooms/${name}`), 404, 'room-not-found')
  })

  it('counts once, however often it comes and whatever id it has', async () => {
    const { name } = await client.room()
    const event = joined(name)
    const before = await webhooks()
    for (const id of [event.id, event.id, randomUUID()]) {
      assert.equal((await tell({ ...event, id })).status, 200)
    }
    assert.equal((await participants(name)).length, 1)
    const after = await webhooks()
    assert.equal(after.accepted - before.accepted, 1)
    assert.equal(after.repeated - before.repeated, 2)
  })

  it('of a kind that says nothing here is accepted', async () => {
    assert.equal((await tell(daily.event('recording.started', { room: 'x' }))).status, 200)
  })
})

describe('somebody who is never measured', () => {
  const record = async (room) => (await client.get(`/api/v1/rooms/${room}`)).json
  const now_s = () => Date.now() / 1000
  const left = ({ payload }, duration) =>
    daily.event('participant.left', { ...payload, duration })

  it('stands in the record with the times of coming and leaving', async () => {
    const { name } = await client.room()
    const event = joined(name, { joined_at: now_s() - 100 })
    await tell(event)
    assert.equal((await participants(name))[0].left_at, null)
    await tell(left(event, 40))
    const [grace] = await participants(name)
    const joined_ms = event.payload.joined_at * 1000
    assert.ok(Math.abs(grace.joined_at - joined_ms) <= 1)
    assert.ok(Math.abs(grace.left_at - (joined_ms + 40_000)) <= 1)
    assert.equal(grace.sample_count, 0)
  })

  it('and comes back has come once and left last, whatever the order of the news', async () => {
    const first = { session_id: randomUUID(), user_id: 'grace', joined_at: now_s() - 300 }
    const second = { session_id: randomUUID(), user_id: 'grace', joined_at: now_s() - 200 }
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 3, 1, 3],
    ]
    const records = []
    for (const order of orders) {
      const { name } = await client.room()
      const news = [first, second].flatMap((visit) => {
        const event = joined(name, { ...visit, session_id: randomUUID() })
        return [event, left(event, 50)]
      })
      for (const i of order) assert.equal((await tell(news[i])).status, 200)
      const [grace, ...others] = await participants(name)
      assert.deepEqual(others, [])
      records.push([grace.joined_at, grace.left_at])
    }
    for (const [joined_at, left_at] of records) {
      assert.ok(Math.abs(joined_at - first.joined_at * 1000) <= 1)
      assert.ok(Math.abs(left_at - (second.joined_at + 50) * 1000) <= 1)
    }
  })

  it('is a sign of life of the room', async () => {
    const { name, active_at } = await client.room()
    const event = joined(name)
    await tell(left(event, 0))
    const room = await record(name)
    assert.ok(room.active_at > active_at)
    assert.equal(room.last_sample_at, null)
    const [latest] = (await client.get('/api/v1/rooms?limit=1')).json.rooms
    assert.equal(latest.name, name)
  })

  it('keeps no room open by a time that lies in the future', async () => {
    const { name } = await client.room()
    assert.equal((await tell(joined(name, { joined_at: now_s() + 9e6 }))).status, 200)
    assert.ok((await record(name)).active_at <= Date.now())
  })
})


describe('after a restart, which empties the memory of webhooks', () => {
  it('one that is replayed within its five minutes changes nothing', async () => {
    const dataDir = temporaryFolder()
    const settings = daily.settings({ webhook_secret: daily.webhookSecret })
    let room, replayed
    const read = async (client) => [
      (await client.get(`/api/v1/rooms/${room}`)).json.participants,
      (await client.get(`/api/v1/rooms/${room}/presence`)).json.participants,
    ]
    const before = await withServer(
      settings,
      async (client) => {
        room = (await client.room()).name
        const event = joined(room, { joined_at: Date.now() / 1000 - 120 })
        const body = JSON.stringify(event)
        replayed = { body, headers: daily.sign(body) }
        const gone = JSON.stringify(
          daily.event('participant.left', { ...event.payload, duration: 60 }),
        )
        for (const [text, headers] of [
          [body, replayed.headers],
          [gone, daily.sign(gone)],
        ]) {
          assert.equal((await client.post(path, text, { headers })).status, 200)
        }
        return read(client)
      },
      { dataDir },
    )
    const after = await withServer(
      settings,
      async (client) => {
        const { body, headers } = replayed
        assert.equal((await client.post(path, body, { headers })).status, 200)
        return read(client)
      },
      { dataDir },
    )
    assert.deepEqual(after, before)
    assert.deepEqual(after[1], [], 'nobody is there')
  })
})

describe('a webhook is believed', () => {
  it('when its compact form is signed, as in Daily’s example', async () => {
    const { name } = await client.room()
    const event = joined(name, { user_name: 'Zoë "Z" / 3' })
    const headers = daily.sign(JSON.stringify(event))
    const answer = await deliver(JSON.stringify(event, null, 2), headers)
    assert.equal(answer.status, 200, answer.text)
    assert.equal((await participants(name))[0].name, 'Zoë "Z" / 3')
  })

  it('whether its time is in seconds or in milliseconds', async () => {
    for (const time of [Date.now(), Math.floor(Date.now() / 1000)]) {
      const body = JSON.stringify(joined('x'))
      assert.equal((await deliver(body, daily.sign(body, String(time)))).status, 200)
    }
  })
})

describe('a webhook is refused', () => {
  const body = () => JSON.stringify(joined('x'))

  it('without a signature', async () => {
    assertProblem(await deliver(body(), {}), 403, 'denied')
  })

  it('with the signature of another key, body or time', async () => {
    const genuine = body()
    const headers = daily.sign(genuine)
    const other = daily.sign(genuine, String(Date.now() + 1))
    for (const [text, forged] of [
      [genuine, { ...headers, 'X-Webhook-Signature': randomBytes(32).toString('base64') }],
      [genuine.replace('Grace', 'Grate'), headers],
      [genuine, { ...headers, 'X-Webhook-Timestamp': other['X-Webhook-Timestamp'] }],
      [genuine, { ...headers, 'X-Webhook-Signature': 'x' }],
    ]) {
      assertProblem(await deliver(text, forged), 403, 'denied')
    }
  })

  it('when it is older or newer than five minutes, though well signed', async () => {
    for (const off_ms of [-301_000, 301_000]) {
      const text = body()
      const headers = daily.sign(text, String(Date.now() + off_ms))
      assertProblem(await deliver(text, headers), 403, 'denied')
    }
    for (const time of ['', 'yesterday', '1e3', '99999999999999999999', '-1']) {
      const text = body()
      assertProblem(await deliver(text, daily.sign(text, time)), 403, 'denied')
    }
  })

  it('when it is no event, too long, or nested without end', async () => {
    for (const text of [
      '',
      'x',
      '[]',
      '{}',
      '{"type":1}',
      JSON.stringify({ type: 'participant.joined', payload: [] }),
      `{"type":"x","id":"${'i'.repeat(500)}"}`,
      '['.repeat(60_000),
      `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
      JSON.stringify({ type: 'x', id: 'y', payload: { room: 'z'.repeat(70_000) } }),
    ]) {
      assertProblem(await deliver(text), 400, 'invalid-request')
    }
  })
})

describe('a plugin’s own routes', () => {
  it('end where it has none', async () => {
    for (const [method, where] of [
      ['GET', path],
      ['POST', '/api/v1/plugins/video-daily/other'],
      ['POST', '/api/v1/plugins/video-daily/webhook/more'],
      ['POST', '/api/v1/plugins/metrics-sqlite/webhook'],
      ['GET', '/api/v1/plugins/none/webhook'],
    ]) {
      assertProblem(await client.request(method, where, { body: '{}' }), 404, 'not-found')
    }
  })

  it('are bounded like any other', async () => {
    assertProblem(await client.post(path, 'x'.repeat(2 ** 20 + 1)), 413)
  })
})

describe('without webhook_secret', () => {
  it('no webhook is taken', () =>
    withServer(daily.settings(), async (client) => {
      const body = JSON.stringify(joined('x'))
      assertProblem(await client.post(path, body, { headers: daily.sign(body) }), 404)
    }))
})

describe('on a private server', () => {
  it('webhooks need no token of the administrator’s', () => {
    const token = 'an administrator of these tests'
    const settings = {
      ...daily.settings({ webhook_secret: daily.webhookSecret }),
      'server.mode': 'private',
      'server.admin_token': token,
    }
    return withServer(settings, async (client) => {
      const body = JSON.stringify(joined('x'))
      const answer = await client.post(path, body, { headers: daily.sign(body) })
      assert.equal(answer.status, 200, answer.text)
    })
  })
})
