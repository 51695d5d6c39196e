// Rooms and admissions with Daily as the provider, against a fake of its REST API.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startWithClient } from '../support/client.mjs'
import { FakeDaily } from '../support/fake_daily.mjs'

let daily, server, client, stop
before(async () => {
  daily = await FakeDaily.start()
  ;({ server, client, stop } = await startWithClient({ settings: daily.settings() }))
})
after(async () => {
  await stop?.()
  await daily?.stop()
})

describe('a room at Daily', () => {
  it('is made private, with an expiry, at the address that Daily gives', async () => {
    const room = await client.room({ max_participants: 3 })
    const kept = daily.domain.rooms.get(room.name)
    assert.equal(room.provider.id, 'video-daily')
    assert.equal(room.provider.url, kept.url)
    assert.equal(kept.privacy, 'private')
    assert.equal(kept.config.max_participants, 3)
    assert.ok(kept.config.exp > Date.now() / 1000 + 6 * 86_400)
  })

  it('lets people in with a token of their own', async () => {
    const { name } = await client.room()
    const { video, participant } = await client.join(name, 'Ada')
    assert.equal(video.session.url, daily.domain.rooms.get(name).url)
    const session = daily.domain.enter(name, video.session.token)
    assert.equal(session.user_id, participant.id)
    assert.equal(session.user_name, 'Ada')
  })

  it('is deleted when the room ends, after those inside have been sent out', async () => {
    const { name } = await client.room()
    const { video } = await client.join(name)
    const session = daily.domain.enter(name, video.session.token)
    assert.equal((await client.delete(`/api/v1/rooms/${name}`)).status, 204)
    assert.ok(session.left)
    assert.ok(!daily.domain.rooms.has(name))
  })
})
