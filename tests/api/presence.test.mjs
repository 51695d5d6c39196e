import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { openSignal } from '../support/signal.mjs'
import { until } from '../support/wait.mjs'

let server, client, stop
before(async () => ({ server, client, stop } = await startWithClient()))
after(() => stop?.())

const presence = (room) => client.get(`/api/v1/rooms/${room}/presence`)
const namesIn = async (room) => {
  const answer = await presence(room)
  assert.equal(answer.status, 200, answer.text)
  return answer.json.participants.map(({ name }) => name)
}

describe('who is in a room now', () => {
  it('is nobody until somebody who was admitted has come', async () => {
    const before = Date.now()
    const { name } = await client.room()
    const { token, participant } = await client.join(name, 'Ada')
    assert.deepEqual(await namesIn(name), [])

    const socket = await openSignal(server, name, token)
    await until('Ada is there', async () => (await namesIn(name)).length > 0)
    const [ada] = (await presence(name)).json.participants
    assert.deepEqual([ada.id, ada.name], [participant.id, 'Ada'])
    assert.ok(ada.joined_at >= before && ada.joined_at <= Date.now(), String(ada.joined_at))
    socket.close()
    await until('Ada is gone', async () => (await namesIn(name)).length === 0)
  })

  it('is nobody once the room has ended', async () => {
    const { name } = await client.room()
    const { token } = await client.join(name, 'Ada')
    const socket = await openSignal(server, name, token)
    await until('Ada is there', async () => (await namesIn(name)).length > 0)
    await client.delete(`/api/v1/rooms/${name}`)
    await socket.closed
    assert.deepEqual(await namesIn(name), [])
  })

  it('is not told of a room that never was', async () => {
    assertProblem(await presence('never-was'), 404, 'room-not-found')
    assertProblem(await presence('no.room'), 404, 'room-not-found', 'room')
  })
})

describe('the meetings in a room', () => {
  it('are not known where the video provider does not tell', async () => {
    const { name } = await client.room()
    assert.deepEqual((await client.get(`/api/v1/rooms/${name}/meetings`)).json, { meetings: null })
    assertProblem(await client.get('/api/v1/rooms/never-was/meetings'), 404, 'room-not-found')
  })
})
