// Rooms and admissions with Daily as the provider, against a fake of its REST API.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { FakeDaily } from '../support/fake_daily.mjs'
import { embedded, overrides, repository, run, temporaryFolder } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const day_s = 86_400

let daily, server, client, stop
before(async () => {
  daily = await FakeDaily.start()
  ;({ server, client, stop } = await startWithClient({ settings: daily.settings() }))
})
after(async () => {
  await stop?.()
  await daily?.stop()
})

const keptBy = (fake, room) => fake.domain.rooms.get(room.name)

/** A token's claims, after its signature has been verified with node's own means. */
function claimsOf(token, key) {
  const [header, payload, signature] = token.split('.')
  const expected = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url')
  assert.equal(signature, expected)
  assert.deepEqual(JSON.parse(Buffer.from(header, 'base64url')), { alg: 'HS256', typ: 'JWT' })
  return JSON.parse(Buffer.from(payload, 'base64url'))
}

/** Another server on the same fake, or on another. */
async function withServer(settings, work, { fake = daily, ...options } = {}) {
  const other = await startWithClient({ settings: fake.settings(settings), ...options })
  try {
    return await work(other)
  } finally {
    await other.stop()
  }
}

describe('a room at Daily', () => {
  it('is made private, at the address that Daily gives', async () => {
    const room = await client.room({ max_participants: 3 })
    const kept = keptBy(daily, room)
    assert.equal(room.provider.id, 'video-daily')
    assert.equal(room.provider.url, kept.url)
    assert.equal(room.provider.privacy, 'private')
    assert.equal(kept.privacy, 'private')
    assert.equal(kept.config.max_participants, 3)
  })

  it('expires there when it expires here', async () => {
    const room = await client.room({ expires_in_s: 3600 })
    assert.equal(keptBy(daily, room).config.exp, Math.ceil(room.expires_at / 1000))
  })

  it('without an expiry is kept there for a week at a time', async () => {
    const { exp } = keptBy(daily, await client.room()).config
    assert.ok(Math.abs(exp - (Date.now() / 1000 + 7 * day_s)) < 60)
  })

  it('is deleted when it ends, after those inside have been sent out', async () => {
    const { name } = await client.room()
    const { video } = await client.join(name)
    const session = daily.domain.enter(name, video.session.token)
    assert.equal((await client.delete(`/api/v1/rooms/${name}`)).status, 204)
    assert.ok(session.left)
    assert.ok(!daily.domain.rooms.has(name))
  })

  it('that has been deleted there already ends as well', async () => {
    const { name } = await client.room()
    daily.domain.deleteRoom(name)
    assert.equal((await client.delete(`/api/v1/rooms/${name}`)).status, 204)
  })

  it('cannot have the name of one that somebody else made there', async () => {
    daily.domain.createRoom({ name: 'taken' })
    const answer = await client.post('/api/v1/rooms', { name: 'taken' })
    assertProblem(answer, 409, 'room-exists', 'name')
  })

  it('says who is in it', async () => {
    const { name } = await client.room()
    const { video, participant } = await client.join(name, 'Ada')
    daily.domain.enter(name, video.session.token)
    const { participants } = (await client.get(`/api/v1/rooms/${name}/presence`)).json
    assert.deepEqual(
      participants.map(({ id, name }) => ({ id, name })),
      [{ id: participant.id, name: 'Ada' }],
    )
    assert.ok(Math.abs(participants[0].joined_at - Date.now()) < 60_000)
  })
})

describe('options of a room', () => {
  it('go to Daily over the administrator’s defaults', () => {
    const room_properties = '{enable_chat = true, geo = "eu-central-1", sfu_switchover = 0.5}'
    return withServer({ room_properties }, async ({ client }) => {
      const room = await client.room({
        options: { privacy: 'public', geo: 'sa-east-1', lang: 'de', start_video_off: true },
      })
      const { privacy, config } = keptBy(daily, room)
      assert.equal(privacy, 'public')
      const { exp, ...others } = config
      assert.ok(exp > 0)
      assert.deepEqual(others, {
        enable_prejoin_ui: false,
        enable_chat: true,
        geo: 'sa-east-1',
        sfu_switchover: 0.5,
        lang: 'de',
        start_video_off: true,
      })
      const { video } = await client.join(room.name)
      assert.equal(video.session.lang, 'de')
    })
  })

  it('spare people Daily’s lobby after Vuedeo’s, unless somebody wants both', async () => {
    const sent = async (room) => keptBy(daily, room).config.enable_prejoin_ui
    assert.equal(await sent(await client.room()), false)
    assert.equal(await sent(await client.room({ options: { enable_prejoin_ui: true } })), true)
    await withServer({ room_properties: '{enable_prejoin_ui = true}' }, async ({ client }) =>
      assert.equal(await sent(await client.room()), true),
    )
    await withServer({ ui: 'tracks' }, async ({ client }) =>
      assert.equal(await sent(await client.room()), undefined),
    )
  })

  for (const [name, value] of [
    ['privacy', 'secret'],
    ['lang', 'xx'],
    ['enable_chat', 'yes'],
    ['eject_after_elapsed', -1],
    ['nbf', 2 ** 40],
    ['geo', 'x'.repeat(300)],
    ['exp', 1], // the host's
    ['max_participants', 5], // a member of the request itself
    ['enable_recording', 'cloud'], // the administrator's: it costs
    ['meeting_join_hook', 'https://example.org'],
    ['unheard_of', true],
  ]) {
    it(`are refused before Daily sees them: ${name}`, async () => {
      const before = daily.requests.length
      const answer = await client.post('/api/v1/rooms', { options: { [name]: value } })
      assertProblem(answer, 400, 'invalid-request', `options.${name}`)
      assert.equal(daily.requests.length, before)
    })
  }
})

describe('an admission', () => {
  it('is a token of exactly this room, person and time, signed without asking Daily', async () => {
    const { name } = await client.room()
    const before = daily.requests.length
    const joined = await client.join(name, 'Zoë "Z"')
    assert.equal(daily.requests.length, before)
    const { iat, ...claims } = claimsOf(joined.video.session.token, daily.apiKey)
    assert.ok(Math.abs(iat - Date.now() / 1000) < 60)
    assert.deepEqual(claims, {
      r: name,
      d: daily.domain.id,
      ud: joined.participant.id,
      u: 'Zoë "Z"',
      exp: Math.floor(joined.token_expires_at / 1000),
    })
    assert.ok(claims.ud.length <= 36)
  })

  it('tells the browser what it needs and nothing more', async () => {
    const room = await client.room()
    const { video, participant } = await client.join(room.name, 'Ada')
    const { token, ...session } = video.session
    assert.deepEqual(session, {
      url: room.provider.url,
      ui: 'prebuilt',
      participant_id: participant.id,
      display_name: 'Ada',
    })
    assert.equal(daily.domain.enter(room.name, token).user_id, participant.id)
  })

  it('does not outlive the room', async () => {
    const room = await client.room({ expires_in_s: 60 })
    const { video } = await client.join(room.name)
    const { exp } = claimsOf(video.session.token, daily.apiKey)
    assert.ok(exp * 1000 <= room.expires_at)
  })

  it('to another room is none to this one', async () => {
    const [one, other] = [await client.room(), await client.room()]
    const { video } = await client.join(one.name)
    assert.throws(() => daily.domain.enter(other.name, video.session.token), /not-allowed/)
  })

  it('is an owner’s for whoever made the room, and for nobody else', async () => {
    const [room, other] = [await client.room(), await client.room()]
    const isOwner = async (options) => {
      const { video, participant } = await client.join(room.name, 'Ada', options)
      const { o } = claimsOf(video.session.token, daily.apiKey)
      assert.equal(o ?? false, participant.owner)
      assert.equal(daily.domain.enter(room.name, video.session.token).owner, participant.owner)
      return participant.owner
    }
    assert.equal(await isOwner({ owner_token: room.owner_token }), true)
    assert.equal(await isOwner(), false)
    assert.equal(await isOwner({ owner_token: other.owner_token }), false)
    const { token } = await client.join(room.name)
    assert.equal(await isOwner({ owner_token: token }), false)
    assert.equal(await isOwner({ token }), false)
  })

  it('is an owner’s by Daily’s own token, too', () =>
    withServer({ token: 'rest' }, async ({ client }) => {
      const { name, owner_token } = await client.room()
      const ownerOf = async (options) =>
        daily.domain.claims((await client.join(name, 'Ada', options)).video.session.token).o
      assert.equal(await ownerOf({ owner_token }), true)
      assert.equal(await ownerOf({}), undefined)
    }))

  it('makes everybody an owner where the administrator wants it', () =>
    withServer({ owners: 'everybody', ui: 'tracks' }, async ({ client }) => {
      const { name } = await client.room()
      const { video } = await client.join(name)
      assert.equal(claimsOf(video.session.token, daily.apiKey).o, true)
      assert.equal(video.session.ui, 'tracks')
    }))

  it('is a token of Daily’s own with token = "rest"', () =>
    withServer({ token: 'rest' }, async ({ client }) => {
      const { name } = await client.room()
      const before = daily.count('POST', /^\/meeting-tokens$/)
      const { video, participant, token_expires_at } = await client.join(name, 'Ada')
      assert.equal(daily.count('POST', /^\/meeting-tokens$/), before + 1)
      const { r, ud, u, exp } = daily.domain.claims(video.session.token)
      const exp_s = Math.floor(token_expires_at / 1000)
      assert.deepEqual([r, ud, u, exp], [name, participant.id, 'Ada', exp_s])
    }))
})

describe('after a restart', () => {
  const dataDir = temporaryFolder()

  it('a room still lets people in, and lives on at Daily as long as they come', async () => {
    const room = await withServer({}, ({ client }) => client.room(), { dataDir })
    const kept = keptBy(daily, room)
    kept.config.exp = Math.floor(Date.now() / 1000) + 3600
    await withServer(
      {},
      async ({ client }) => {
        const { video } = await client.join(room.name)
        assert.equal(video.session.url, kept.url)
        assert.ok(kept.config.exp > Date.now() / 1000 + 6 * day_s)
      },
      { dataDir },
    )
  })

  it('a room that Daily has lost is made again', async () => {
    const room = await withServer({}, ({ client }) => client.room(), { dataDir })
    daily.domain.deleteRoom(room.name)
    await withServer(
      {},
      async ({ client }) => {
        const { video } = await client.join(room.name)
        assert.ok(daily.domain.enter(room.name, video.session.token))
      },
      { dataDir },
    )
  })

  it('a room that has expired at Daily, but not here, is prolonged', async () => {
    const room = await withServer({}, ({ client }) => client.room(), { dataDir })
    keptBy(daily, room).config.exp = Math.floor(Date.now() / 1000) - 10
    await withServer(
      {},
      async ({ client }) => {
        const { video } = await client.join(room.name)
        assert.ok(daily.domain.enter(room.name, video.session.token))
      },
      { dataDir },
    )
  })

  it('a room that is over here, but not at Daily, makes way for a new one of its name', async () => {
    const name = 'weekly'
    await withServer({}, ({ client }) => client.room({ name, expires_in_s: 1 }), { dataDir })
    const old = daily.domain.room(name)
    old.config.exp += 3600
    await withServer(
      {},
      async ({ client }) => {
        const answer = await until('it is over here', async () => {
          const answer = await client.post('/api/v1/rooms', { name })
          return answer.status !== 409 && answer
        })
        assert.equal(answer.status, 201, answer.text)
        assert.notEqual(daily.domain.room(name).id, old.id)
        const { video } = await client.join(name)
        assert.ok(daily.domain.enter(name, video.session.token))
      },
      { dataDir },
    )
  })

  it('the owner is still the owner', async () => {
    const { name, owner_token } = await withServer({}, ({ client }) => client.room(), { dataDir })
    await withServer(
      {},
      async ({ client }) => {
        assert.equal((await client.join(name, 'Ada', { owner_token })).participant.owner, true)
      },
      { dataDir },
    )
  })
})

describe('the start', () => {
  const check = (settings, ...args) =>
    run(['--config', embedded, ...overrides({ ...settings, 'server.listen': '127.0.0.1:0' }), ...args])

  it('ends with a plain word when Daily refuses the key', async () => {
    const settings = { ...daily.settings(), 'plugins.video-daily.api_key': 'a-wrong-key-0123456789' }
    const { code, output } = await check(settings)
    assert.equal(code, 1)
    assert.match(output, /Daily refuses the API key \(authentication-error\): correct api_key/)
    assert.ok(!output.includes('a-wrong-key'), output)
  })

  for (const [key, value] of [
    ['api_key', ''],
    ['api_key', 'two words'],
    ['api_url', 'http://api.daily.co/v1'],
    ['api_url', 'https://user@host/'],
    ['ui', 'other'],
    ['token', 'none'],
    ['privacy', 'secret'],
    ['webhook_secret', 'not base64'],
    ['webhook_secret', 'AAAA'],
    ['room_properties.lang', 'xx'],
    ['room_properties.exp', 1],
    ['requests_per_s', 0],
    ['unknown', 1],
  ]) {
    it(`names the key at fault: ${key} = ${JSON.stringify(value)}`, async () => {
      const settings = { ...daily.settings(), [`plugins.video-daily.${key}`]: value }
      const { code, output } = await check(settings, '--check-config')
      assert.equal(code, 1, output)
      assert.ok(output.includes(`plugins.video-daily.${key}`), output)
    })
  }

  it('does not wait for a Daily that is away: people are let in once it is back', async () => {
    const away = await FakeDaily.start()
    await away.stop()
    const work = async ({ client, server }) => {
      assert.match(server.log, /Daily is not there yet/)
      assert.equal((await client.get('/readyz')).status, 503)
      assertProblem(await client.post('/api/v1/rooms'), 503, 'plugin-unavailable')
      const back = await FakeDaily.start({ apiKey: away.apiKey, port: away.port })
      try {
        await until('it is ready', async () => (await client.get('/readyz')).status === 200)
        const { name } = await client.room()
        const { video } = await client.join(name)
        assert.ok(back.domain.enter(name, video.session.token))
      } finally {
        await back.stop()
      }
    }
    await withServer({ breaker_open_ms: 100 }, work, { fake: away })
  })
})

describe('the check of a real account', () => {
  it('finds all well with the fake', async () => {
    const { stdout } = await promisify(execFile)(join(repository, 'tests/live-daily.sh'), {
      env: { ...process.env, DAILY_API_KEY: daily.apiKey, DAILY_API_URL: daily.url },
    })
    assert.match(stdout, /^all is well$/m)
  })
})
