import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, send, startWithClient } from '../support/client.mjs'
import { startServer } from '../support/server.mjs'
import { openSignal } from '../support/signal.mjs'
import { claims, forge } from '../support/token.mjs'
import { until } from '../support/wait.mjs'

let server, client, stop
before(
  async () =>
    ({ server, client, stop } = await startWithClient({
      settings: { 'quality.interval_s': 7, 'quality.mos_bpl': 17.5 },
    })),
)
after(() => stop?.())

const join = (room, body, options) =>
  client.post(`/api/v1/rooms/${room}/participants`, body, options)

describe('joining a room', () => {
  it('answers all that a browser needs for the call', async () => {
    const { name } = await client.room({ max_participants: 5 })
    const admission = await client.join(name, 'Grace Hopper')
    assert.equal(admission.participant.name, 'Grace Hopper')
    assert.equal(admission.interval_s, 7)
    assert.deepEqual(admission.mos, { base_r: 93.2, ie: 0, bpl: 17.5 })
    assert.equal(admission.room.name, name)
    assert.equal(admission.video.plugin, 'video-mesh')
    assert.equal(admission.signal_url, `/api/v1/rooms/${name}/signal`)
    assert.ok(admission.token_expires_at > Date.now())
    const { room, sub, name: display, max, exp } = claims(admission.token)
    assert.deepEqual(
      { room, sub, display, max },
      {
        room: name,
        sub: admission.participant.id,
        display: 'Grace Hopper',
        max: 5,
      },
    )
    assert.equal(exp, Math.floor(admission.token_expires_at / 1000))
  })

  it('names a browser half that is there', async () => {
    const { name } = await client.room()
    const { video } = await client.join(name)
    const module = await send(server, 'GET', video.module)
    assert.equal(module.status, 200)
    assert.match(module.headers['content-type'], /^text\/javascript/)
  })

  it('takes any name that people have', async () => {
    const { name } = await client.room()
    for (const display of [
      'X',
      '李小龙',
      'Zoë 🎈',
      "O'Brien <b>",
      'x'.repeat(64),
      '🎈'.repeat(64),
    ]) {
      assert.equal((await client.join(name, display)).participant.name, display)
    }
  })

  it('makes a new participant each time', async () => {
    const { name } = await client.room()
    const first = await client.join(name, 'Ada')
    const second = await client.join(name, 'Ada')
    assert.notEqual(first.participant.id, second.participant.id)
  })

  it('makes the same participant again of an earlier token', async () => {
    const { room, token, id } = await client.participant('Ada')
    const again = await client.join(room, 'Countess', { token })
    assert.deepEqual(again.participant, { id, name: 'Countess', owner: false })
    const { participants } = (await client.get(`/api/v1/rooms/${room}`)).json
    assert.deepEqual(
      participants.map(({ id, name }) => ({ id, name })),
      [{ id, name: 'Countess' }],
    )
  })

  it('makes an owner of whoever brings what the room’s making answered, and of nobody else', async () => {
    const [room, other] = [await client.room(), await client.room()]
    const isOwner = async (options) => (await client.join(room.name, 'Ada', options)).participant.owner
    const { token } = await client.join(room.name, 'Ada', { owner_token: room.owner_token })
    assert.equal(await isOwner({ owner_token: room.owner_token, token }), true)
    assert.equal(await isOwner({ token }), false)
    for (const owner_token of [other.owner_token, token, `${room.owner_token}x`, '', null, undefined]) {
      assert.equal(await isOwner({ owner_token }), false, String(owner_token))
    }
  })

  it('keeps what makes an owner to the answer to the room’s making', async () => {
    const { name, owner_token } = await client.room()
    const answers = [
      await client.get(`/api/v1/rooms/${name}`),
      await client.get('/api/v1/rooms'),
      await join(name, { name: 'Ada', owner_token }),
    ]
    for (const answer of answers) assert.ok(!answer.text.includes('owner_token'), answer.text)
  })

  it('takes an owner’s token for no participant’s', async () => {
    const { name, owner_token: token } = await client.room()
    assertProblem(await join(name, { name: 'Eve' }, { token }), 401, 'token-invalid', 'Authorization')
  })

  it('makes nobody an owner of a later room of the same name', async () => {
    const name = 'once-more'
    const { owner_token } = await client.room({ name })
    await client.delete(`/api/v1/rooms/${name}`)
    await client.room({ name })
    assert.equal((await client.join(name, 'Ada', { owner_token })).participant.owner, false)
  })

  it('refuses an owner’s token that is no text, or too long', async () => {
    const { name } = await client.room()
    for (const owner_token of [1, {}, 'x'.repeat(5000)]) {
      const answer = await join(name, { name: 'Ada', owner_token })
      assertProblem(answer, 400, 'body-invalid', 'owner_token')
    }
  })

  it('refuses the token of another room', async () => {
    const { token } = await client.participant()
    const other = await client.room()
    assertProblem(
      await join(other.name, { name: 'Eve' }, { token }),
      403,
      'token-foreign',
      'Authorization',
    )
  })

  it('refuses a token that is not one', async () => {
    const { name } = await client.room()
    assertProblem(
      await join(name, { name: 'Eve' }, { token: 'rubbish' }),
      401,
      'token-invalid',
      'Authorization',
    )
  })

  it('admits no more people than the room is for, until one leaves', async () => {
    const { name } = await client.room({ max_participants: 2 })
    const socketOf = async () => {
      const { token } = await client.join(name)
      return openSignal(server, name, token)
    }
    const sockets = [await socketOf(), await socketOf()]
    const full = await until('the room is full', async () => {
      const answer = await join(name, { name: 'Third' })
      return answer.status === 409 && answer
    })
    assertProblem(full, 409, 'room-full')
    sockets[0].close()
    await until('somebody has left', async () => {
      return (await join(name, { name: 'Third' })).status === 201
    })
    sockets[1].close()
  })

  it('answers 404 for a room that never was', async () => {
    assertProblem(await join('never-was', { name: 'Ada' }), 404, 'room-not-found')
  })

  it('answers 410 for a room whose time is over', async () => {
    const { name } = await client.room({ expires_in_s: 1 })
    const late = await until('the room has expired', async () => {
      const answer = await join(name, { name: 'Late' })
      return answer.status !== 201 && answer
    })
    assertProblem(late, 410, 'room-ended')
    assert.equal((await client.get(`/api/v1/rooms/${name}`)).json.open, false)
  })

  it('gives no token that outlives the room', async () => {
    const room = await client.room({ expires_in_s: 60 })
    const { token_expires_at } = await client.join(room.name)
    assert.ok(token_expires_at <= room.expires_at)
  })

  for (const [what, body, field] of [
    ['no name', {}, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['a blank name', { name: ' \t ' }, 'name'],
    ['a name of 65 characters', { name: 'x'.repeat(65) }, 'name'],
    ['a name with a line break', { name: 'a\nb' }, 'name'],
    ['a name with a NUL', { name: 'a\u0000b' }, 'name'],
    ['a number for a name', { name: 7 }, 'name'],
    ['null for a name', { name: null }, 'name'],
    ['an unknown member', { name: 'Ada', role: 'owner' }, 'role'],
  ]) {
    it(`refuses ${what}`, async () => {
      const { name } = await client.room()
      assertProblem(await join(name, body), 400, null, field)
    })
  }

  it('remembers rooms and participants over a restart', async () => {
    const { name } = await client.room({ name: 'lasting' })
    const { token, participant } = await client.join(name, 'Ada')
    client.close()
    await server.stop()
    server = await startServer({ dataDir: server.dataDir, settings: { 'quality.interval_s': 7 } })
    client.server = server
    stop = () => server.stop()
    const again = await client.join(name, 'Ada', { token })
    assert.equal(again.participant.id, participant.id)
  })

  it('accepts a token that another server of the same secret has made', async () => {
    const { name } = await client.room()
    const token = forge({
      room: name,
      sub: 'from-elsewhere',
      name: 'Ada',
      max: 0,
      exp: Math.floor(Date.now() / 1000) + 60,
    })
    assert.equal((await client.join(name, 'Ada', { token })).participant.id, 'from-elsewhere')
  })
})
