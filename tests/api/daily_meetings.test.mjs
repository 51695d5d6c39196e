// What Daily tells of whole meetings, by webhooks and when it is asked.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { FakeDaily } from '../support/fake_daily.mjs'

let daily, client, stop
before(async () => {
  daily = await FakeDaily.start()
  const settings = daily.settings({ webhook_secret: daily.webhookSecret })
  ;({ client, stop } = await startWithClient({ settings }))
})
after(async () => {
  await stop?.()
  await daily?.stop()
})

function tell(event) {
  const body = JSON.stringify(event)
  return client.post('/api/v1/plugins/video-daily/webhook', body, { headers: daily.sign(body) })
}

async function participants(room) {
  return (await client.get(`/api/v1/rooms/${room}`)).json.participants
}

async function present(room) {
  const answer = await client.get(`/api/v1/rooms/${room}/presence`)
  assert.equal(answer.status, 200, answer.text)
  return answer.json.participants.map(({ name }) => name)
}

describe('a meeting', () => {
  const meetingEvent = (type, { room, id, start, end }) =>
    daily.event(type, { start_ts: start, end_ts: end, meeting_id: id, room })
  const inMeeting = async (admitted) => {
    const { name } = await client.room()
    const { video, participant } = await client.join(name, 'Ada')
    const session = daily.domain.enter(name, video.session.token)
    const guest = admitted ?? { id: randomUUID(), user_id: null, user_name: 'Guest' }
    const meeting = daily.domain.meetings.at(-1)
    meeting.sessions.push({ ...session, ...guest, joined: session.joined - 30, left: undefined })
    return { name, participant, meeting, session }
  }
  const endMeeting = (meeting) => {
    for (const session of meeting.sessions) daily.domain.leave(session)
  }

  it('that begins brings those in it into the record', async () => {
    const { name, participant, meeting } = await inMeeting()
    assert.equal((await tell(meetingEvent('meeting.started', meeting))).status, 200)
    const people = await participants(name)
    assert.deepEqual(people.map(({ id }) => id).sort(), [
      participant.id,
      meeting.sessions[1].id,
    ].sort())
    assert.ok(people.every(({ left_at }) => left_at === null))
    endMeeting(meeting)
  })

  it('that ends makes good for all news of single people that was lost', async () => {
    const { name, participant, meeting, session } = await inMeeting()
    endMeeting(meeting)
    for (let i = 0; i < 2; ++i) {
      assert.equal((await tell(meetingEvent('meeting.ended', meeting))).status, 200)
    }
    const [ada, guest] = await participants(name)
    assert.equal(ada.id, participant.id)
    assert.equal(guest.name, 'Guest')
    assert.ok(Math.abs(ada.left_at - session.left * 1000) < 2000)
    assert.equal(guest.joined_at, Math.floor(meeting.sessions[1].joined) * 1000)
    assert.ok(guest.left_at >= guest.joined_at)
    assert.deepEqual(await present(name), [])
  })

  it('of a room that others made costs no request to Daily', async () => {
    const before = daily.requests.length
    const event = meetingEvent('meeting.ended', { room: 'foreign', id: randomUUID(), start: 1, end: 2 })
    assert.equal((await tell(event)).status, 200)
    assert.equal(daily.requests.length, before)
  })

  it('that Daily does not list yet is no failure', async () => {
    const { name } = await client.room()
    const event = meetingEvent('meeting.ended', { room: name, id: randomUUID(), start: 1, end: 2 })
    assert.equal((await tell(event)).status, 200)
    assert.deepEqual(await participants(name), [])
  })

  it('is asked for again by Daily when this server could not learn of it', async () => {
    const { name, meeting } = await inMeeting()
    endMeeting(meeting)
    const heal = daily.fault({ status: 400, body: { error: 'json-parsing-error' } })
    const event = meetingEvent('meeting.ended', meeting)
    assertProblem(await tell(event), 503, 'plugin-unavailable')
    heal()
    assert.equal((await tell(event)).status, 200)
    assert.equal((await participants(name)).length, 2)
  })

  it('is listed for the room, the latest first, with who was in it when', async () => {
    const { name, participant, meeting } = await inMeeting()
    endMeeting(meeting)
    const { video } = await client.join(name, 'Grace')
    daily.domain.enter(name, video.session.token)
    const answer = await client.get(`/api/v1/rooms/${name}/meetings`)
    assert.equal(answer.status, 200, answer.text)
    const [latest, earlier] = answer.json.meetings
    assert.equal(latest.ended_at, null)
    assert.deepEqual(
      latest.participants.map(({ name, left_at }) => [name, left_at]),
      [['Grace', null]],
    )
    assert.equal(earlier.id, meeting.id)
    assert.ok(earlier.ended_at >= earlier.started_at)
    assert.deepEqual(
      earlier.participants.map(({ id, name }) => [id, name]),
      [
        [participant.id, 'Ada'],
        [meeting.sessions[1].id, 'Guest'],
      ],
    )
    assert.ok(earlier.participants.every(({ joined_at, left_at }) => left_at >= joined_at))
  })

  it('is none of a room that nobody was in, and of none that does not exist', async () => {
    const { name } = await client.room()
    assert.deepEqual((await client.get(`/api/v1/rooms/${name}/meetings`)).json, { meetings: [] })
    assertProblem(await client.get('/api/v1/rooms/none/meetings'), 404, 'room-not-found')
  })
})
