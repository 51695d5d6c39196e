import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { beginOf, day_ms, hour_ms, minute_ms, sampleAt, second_ms } from '../support/samples.mjs'

let server, client, stop
before(async () => ({ server, client, stop } = await startWithClient()))
after(() => stop?.())

describe('storing samples', () => {
  it('acknowledges what is stored, and what was stored before', async () => {
    const ada = await client.participant()
    const now = Date.now()
    const batch = [sampleAt(now - 2 * minute_ms), sampleAt(now - minute_ms), sampleAt(now)]
    assert.deepEqual(await client.store(ada, batch), { stored: 3, duplicates: 0 })
    assert.deepEqual(await client.store(ada, batch), { stored: 0, duplicates: 3 })
    assert.deepEqual(await client.store(ada, [...batch, sampleAt(now - 5)]), {
      stored: 1,
      duplicates: 3,
    })
    const { participants } = (await client.get(`/api/v1/rooms/${ada.room}`)).json
    assert.equal(participants[0].sample_count, 4)
  })

  it('stores a sample once that stands twice in one request', async () => {
    const ada = await client.participant()
    const now = Date.now()
    const stored = await client.store(ada, [
      sampleAt(now, { rtt_s: 1 }),
      sampleAt(now, { rtt_s: 9 }),
    ])
    assert.deepEqual(stored, { stored: 1, duplicates: 1 })
    const { participants } = await client.series(ada.room, { fields: 'rtt_s' })
    assert.deepEqual(participants[0].values.rtt_s.value, [1])
  })

  it('keeps the first of two values for one moment', async () => {
    const ada = await client.participant()
    const now = Date.now()
    await client.store(ada, [sampleAt(now, { rtt_s: 0.5 })])
    await client.store(ada, [sampleAt(now, { rtt_s: 0.75 })])
    const { participants } = await client.series(ada.room, { fields: 'rtt_s' })
    assert.deepEqual(participants[0].values.rtt_s.value, [0.5])
    assert.deepEqual(participants[0].count, [1])
  })

  it('tells participants of the same moment apart', async () => {
    const { name } = await client.room()
    const now = Date.now()
    for (const person of ['Ada', 'Grace']) {
      const { token } = await client.join(name, person)
      const stored = await client.store({ room: name, token }, [sampleAt(now)])
      assert.deepEqual(stored, { stored: 1, duplicates: 0 })
    }
  })

  it('stores nothing twice when many requests carry the same samples at once', async () => {
    const ada = await client.participant()
    const now = Date.now()
    const batch = Array.from({ length: 50 }, (_, i) => sampleAt(now - i * second_ms))
    const answers = await Promise.all(Array.from({ length: 16 }, () => client.store(ada, batch)))
    const sum = (key) => answers.reduce((total, answer) => total + answer[key], 0)
    assert.equal(sum('stored'), 50)
    assert.equal(sum('duplicates'), 15 * 50)
    const { participants } = (await client.get(`/api/v1/rooms/${ada.room}`)).json
    assert.equal(participants[0].sample_count, 50)
  })

  it('takes a thousand samples in any order, and no more', async () => {
    const ada = await client.participant()
    const now = Date.now()
    const many = Array.from({ length: 1001 }, (_, i) =>
      sampleAt(now - ((i * 7919) % 1001) * second_ms),
    )
    assertProblem(await client.samples(ada, many), 413, 'too-many-samples', 'samples')
    assert.deepEqual(await client.store(ada, many.slice(0, 1000)), { stored: 1000, duplicates: 0 })
  })

  it('takes every field of the dictionary at both of its bounds, and null', async () => {
    const ada = await client.participant()
    const { fields } = (await client.get('/api/v1/fields')).json
    const all = (value) => Object.fromEntries(fields.map((field) => [field.name, value(field)]))
    const now = Date.now()
    const stored = await client.store(ada, [
      { sampled_at: now, ...all(() => 0) },
      { sampled_at: now + 1, ...all((field) => field.maximum) },
      { sampled_at: now + 2, ...all(() => null) },
    ])
    assert.deepEqual(stored, { stored: 3, duplicates: 0 })
  })

  it('takes a sample that knows nothing but its time', async () => {
    const ada = await client.participant()
    const now = Date.now()
    assert.equal((await client.store(ada, [{ sampled_at: now }])).stored, 1)
    const { participants } = await client.series(ada.room, { fields: 'rtt_s' })
    assert.deepEqual(participants[0].values.rtt_s, { value: [null], min: [null], max: [null] })
    assert.deepEqual(participants[0].count, [1])
  })
})

describe('the window of time', () => {
  it('reaches back a week and ahead two minutes', async () => {
    const ada = await client.participant()
    const now = Date.now()
    const stored = await client.store(ada, [
      sampleAt(now - 7 * day_ms + minute_ms),
      sampleAt(now + 2 * minute_ms - 30 * second_ms),
    ])
    assert.equal(stored.stored, 2)
  })

  for (const [what, offset_ms] of [
    ['older than a week', -7 * day_ms - minute_ms],
    ['too far ahead', 2 * minute_ms + 30 * second_ms],
    ['in 1970', -beginOf(hour_ms)],
    ['in the far future', 1e15],
  ]) {
    it(`refuses a sample ${what}, and stores none of its request`, async () => {
      const ada = await client.participant()
      const now = Date.now()
      const answer = await client.samples(ada, [sampleAt(now), sampleAt(now + offset_ms)])
      assertProblem(answer, 422, 'sampled-at-out-of-range', 'samples[1].sampled_at')
      const { participants } = (await client.get(`/api/v1/rooms/${ada.room}`)).json
      assert.equal(participants[0].sample_count, 0)
    })
  }
})

describe('samples that are wrong', () => {
  let ada
  before(async () => (ada = await client.participant()))
  const now = Date.now()

  for (const [what, samples, status, field] of [
    ['samples that are no array', {}, 400, 'samples'],
    ['no samples', [], 400, 'samples'],
    ['null', null, 400, 'samples'],
    ['a sample that is no object', [sampleAt(now), 7], 400, 'samples[1]'],
    ['a sample that is an array', [[]], 400, 'samples[0]'],
    ['a sample without a time', [{ rtt_s: 0.1 }], 400, 'samples[0].sampled_at'],
    ['a time in words', [{ sampled_at: 'now' }], 400, 'samples[0].sampled_at'],
    ['a fraction of a millisecond', [{ sampled_at: now + 0.5 }], 400, 'samples[0].sampled_at'],
    ['null for a time', [{ sampled_at: null }], 400, 'samples[0].sampled_at'],
    ['a value in words', [sampleAt(now, { rtt_s: '0.1' })], 400, 'samples[0].rtt_s'],
    ['a value of true', [sampleAt(now, { rtt_s: true })], 400, 'samples[0].rtt_s'],
    ['a value that is an object', [sampleAt(now, { rtt_s: {} })], 400, 'samples[0].rtt_s'],
    ['a negative value', [sampleAt(now), sampleAt(now, { rtt_s: -0.1 })], 422, 'samples[1].rtt_s'],
    ['a loss above 1', [sampleAt(now, { recv_loss: 1.01 })], 422, 'samples[0].recv_loss'],
    ['a rate beyond all', [sampleAt(now, { send_bps: 1.1e11 })], 422, 'samples[0].send_bps'],
    ['the largest double', [sampleAt(now, { send_bps: 1.7e308 })], 422, 'samples[0].send_bps'],
    ['an unknown field', [sampleAt(now, { mood: 1 })], 400, 'samples[0].mood'],
    ['a field in other letters', [sampleAt(now, { RTT_S: 1 })], 400, 'samples[0].RTT_S'],
  ]) {
    it(`are refused with the field at fault: ${what}`, async () => {
      assertProblem(await client.samples(ada, samples), status, null, field)
    })
  }

  it('are refused for a member beside samples', async () => {
    const path = `/api/v1/rooms/${ada.room}/samples`
    const body = { samples: [sampleAt(now)], room: 'x' }
    assertProblem(await client.post(path, body, { token: ada.token }), 400, null, 'room')
  })

  it('are refused for numbers that JSON or a double cannot hold', async () => {
    const path = `/api/v1/rooms/${ada.room}/samples`
    for (const number of [
      'NaN',
      'Infinity',
      '-Infinity',
      '1e999',
      '-1e999',
      '0x10',
      '01',
      '1.',
      '.5',
      '+1',
      '1e',
    ]) {
      const body = `{"samples":[{"sampled_at":${now},"rtt_s":${number}}]}`
      const answer = await client.post(path, body, { token: ada.token })
      assert.equal(answer.status, 400, `${number}: ${answer.text}`)
    }
  })

  it('are refused for times that no clock shows', async () => {
    const path = `/api/v1/rooms/${ada.room}/samples`
    for (const time of [
      '99999999999999999999',
      '18446744073709551615',
      '9223372036854775807',
      '-1',
      '-9223372036854775808',
      '1e13',
    ]) {
      const body = `{"samples":[{"sampled_at":${time}}]}`
      const answer = await client.post(path, body, { token: ada.token })
      assert.ok([400, 422].includes(answer.status), `${time}: ${answer.text}`)
      assert.equal(answer.json.field, 'samples[0].sampled_at')
    }
  })

  it('leave nothing behind', async () => {
    const { participants } = (await client.get(`/api/v1/rooms/${ada.room}`)).json
    assert.equal(participants[0].sample_count, 0)
  })
})
