// The steps of tests/live-daily.sh. DAILY_API_URL, if set, is asked in Daily's place.
import assert from 'node:assert/strict'
import { startWithClient } from './client.mjs'

const apiKey = process.env.DAILY_API_KEY
const apiUrl = process.env.DAILY_API_URL ?? 'https://api.daily.co/v1'

async function askDaily(path) {
  const answer = await fetch(apiUrl + path, { headers: { Authorization: `Bearer ${apiKey}` } })
  return { status: answer.status, json: await answer.json() }
}

const step = (what) => console.log(`- ${what}`)

const { server, client, stop } = await startWithClient({
  settings: {
    'video.plugin': 'video-daily',
    'plugins.video-daily.api_key': '{ env = "DAILY_API_KEY" }',
    'plugins.video-daily.api_url': apiUrl,
  },
  env: { DAILY_API_KEY: apiKey },
})
let name
try {
  assert.equal((await client.get('/readyz')).status, 200)
  step('the key is accepted')

  const room = await client.room({ expires_in_s: 600, max_participants: 2 })
  name = room.name
  step(`a room is made: ${room.provider.url}`)
  const kept = await askDaily(`/rooms/${name}`)
  assert.equal(kept.status, 200)
  assert.equal(kept.json.url, room.provider.url)
  assert.equal(kept.json.privacy, 'private')
  assert.equal(kept.json.config.exp, Math.ceil(room.expires_at / 1000))
  step('Daily has it, private, with its expiry')

  const again = await client.post('/api/v1/rooms', { name })
  assert.equal(again.status, 409, again.text)
  step('its name is taken')

  assert.notEqual(kept.json.config.enable_prejoin_ui, true)
  step('Daily Prebuilt will not ask for name and devices a second time')

  for (const owner_token of [undefined, room.owner_token]) {
    const { video, participant } = await client.join(name, 'Live test', { owner_token })
    const token = await askDaily(`/meeting-tokens/${video.session.token}`)
    assert.equal(token.status, 200, JSON.stringify(token.json))
    assert.equal(token.json.room_name, name)
    assert.equal(token.json.user_id, participant.id)
    assert.equal(token.json.is_owner ?? false, owner_token !== undefined)
  }
  step('Daily accepts the tokens that were signed here, and knows the owner by them')

  const presence = await client.get(`/api/v1/rooms/${name}/presence`)
  assert.deepEqual(presence.json, { participants: [] })
  const meetings = await client.get(`/api/v1/rooms/${name}/meetings`)
  assert.deepEqual(meetings.json, { meetings: [] })
  step('nobody is in the room, or was')

  assert.equal((await client.delete(`/api/v1/rooms/${name}`)).status, 204)
  assert.equal((await askDaily(`/rooms/${name}`)).status, 404)
  name = null
  step('the room is deleted')
  assert.ok(!server.log.includes(apiKey), 'the key stands in the log')
  console.log('all is well')
} finally {
  if (name) await client.delete(`/api/v1/rooms/${name}`)
  await stop()
}
