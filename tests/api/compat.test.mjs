// The interface of the app that Vuedeo grew from, held to what that app's clients rely on.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { assertClose, day_ms, minute_ms } from '../support/samples.mjs'

let server, client, stop
before(async () => ({ server, client, stop } = await startWithClient()))
after(() => stop?.())

const flat = (changes = {}) => ({
  roomName: 'old-room',
  participant: 'Ada',
  timestamp: Date.now(),
  videoSendBitsPerSecond: 1_250_000,
  videoRecvBitsPerSecond: 980_000,
  videoSendPacketLoss: 0.002,
  videoRecvPacketLoss: 0,
  ...changes,
})
const all = async () => {
  const answer = await client.get('/api/metrics')
  assert.equal(answer.status, 200, answer.text)
  return answer.json
}

describe('POST /api/room', () => {
  it('makes a room and answers it with name and url', async () => {
    const answer = await client.post('/api/room')
    assert.equal(answer.status, 200, answer.text)
    const { name, url } = answer.json
    assert.equal(url, `${server.url}/room/${name}`)
    assert.equal((await client.get(`/api/v1/rooms/${name}`)).json.open, true)
  })
})

describe('POST /api/metrics and GET /api/metrics', () => {
  it('know nothing in the beginning', async () => {
    assert.deepEqual(await all(), {})
  })

  it('give back what was sent, by room and participant, in time order', async () => {
    const now = Date.now()
    for (const offset of [-1, -3, -2]) {
      const answer = await client.post(
        '/api/metrics',
        flat({ timestamp: now + offset * minute_ms }),
      )
      assert.equal(answer.status, 201, answer.text)
    }
    await client.post('/api/metrics', flat({ participant: 'Grace', timestamp: now }))
    await client.post('/api/metrics', flat({ roomName: 'other', timestamp: now }))
    const stored = await all()
    assert.deepEqual(Object.keys(stored).sort(), ['old-room', 'other'])
    assert.deepEqual(Object.keys(stored['old-room']).sort(), ['Ada', 'Grace'])
    const [first, ...rest] = stored['old-room'].Ada
    assert.deepEqual(
      [first, ...rest].map((sample) => new Date(sample.time).getTime()),
      [now - 3 * minute_ms, now - 2 * minute_ms, now - minute_ms],
    )
    const { time, videoSendPacketLoss, ...exact } = first
    assert.ok(time)
    assertClose(videoSendPacketLoss, 0.002, 'videoSendPacketLoss')
    assert.deepEqual(exact, {
      roomName: 'old-room',
      participant: 'Ada',
      videoSendBitsPerSecond: 1_250_000,
      videoRecvBitsPerSecond: 980_000,
      videoRecvPacketLoss: 0,
    })
  })

  it('keep null and what is missing as null, never as 0', async () => {
    const sample = flat({ roomName: 'nulls', videoSendPacketLoss: null })
    delete sample.videoRecvBitsPerSecond
    assert.equal((await client.post('/api/metrics', sample)).status, 201)
    const [stored] = (await all()).nulls.Ada
    assert.equal(stored.videoSendPacketLoss, null)
    assert.equal(stored.videoRecvBitsPerSecond, null)
    assert.equal(stored.videoRecvPacketLoss, 0)
  })

  it('keep a packet loss as the fraction it is', async () => {
    for (const [i, loss] of [0.5, 0.0123, 1, 1e-6].entries()) {
      await client.post('/api/metrics', flat({ roomName: `loss-${i}`, videoRecvPacketLoss: loss }))
      assertClose((await all())[`loss-${i}`].Ada[0].videoRecvPacketLoss, loss, 'loss')
    }
  })

  it('take participants by the names that people have', async () => {
    for (const participant of [
      '李小龙',
      'Zoë O’Brien',
      'a/b\\c',
      "'; DROP TABLE sample; --",
      '__proto__',
    ]) {
      const answer = await client.post('/api/metrics', flat({ roomName: 'names', participant }))
      assert.equal(answer.status, 201, `${participant}: ${answer.text}`)
    }
    assert.equal(Object.keys((await all()).names).length, 5)
  })

  it('store a repeated sample once', async () => {
    const sample = flat({ roomName: 'twice' })
    assert.equal((await client.post('/api/metrics', sample)).status, 201)
    assert.equal((await client.post('/api/metrics', sample)).status, 201)
    assert.equal((await all()).twice.Ada.length, 1)
  })

  it('show the same samples that the API shows', async () => {
    await client.post('/api/metrics', flat({ roomName: 'bridge', videoSendBitsPerSecond: 4000 }))
    const { participants } = await client.series('bridge', { fields: 'video_send_bps' })
    assert.deepEqual(participants[0].values.video_send_bps.value, [4000])
  })

  for (const [what, changes, status, field] of [
    ['no room', { roomName: undefined }, 400, 'roomName'],
    ['a room name with a slash', { roomName: 'a/b' }, 400, 'roomName'],
    ['an empty participant', { participant: '' }, 400, 'participant'],
    ['a participant of 129 bytes', { participant: 'x'.repeat(129) }, 400, 'participant'],
    ['a number for a participant', { participant: 7 }, 400, 'participant'],
    ['no time', { timestamp: undefined }, 400, 'timestamp'],
    ['a time in words', { timestamp: 'now' }, 400, 'timestamp'],
    ['a time of last month', { timestamp: Date.now() - 30 * day_ms }, 422, 'timestamp'],
    ['a rate in words', { videoSendBitsPerSecond: '1' }, 400, 'videoSendBitsPerSecond'],
    ['a negative rate', { videoRecvBitsPerSecond: -1 }, 400, 'videoRecvBitsPerSecond'],
    ['a loss of 2', { videoSendPacketLoss: 2 }, 400, 'videoSendPacketLoss'],
  ]) {
    it(`refuse ${what}`, async () => {
      assertProblem(await client.post('/api/metrics', flat(changes)), status, null, field)
    })
  }
})
