import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import {
  assertClose,
  beginOf,
  day_ms,
  hour_ms,
  minute_ms,
  sampleAt,
  second_ms,
  single,
} from '../support/samples.mjs'

let client, stop
before(async () => ({ client, stop } = await startWithClient()))
after(() => stop?.())

const get = (room, query) =>
  client.get(`/api/v1/rooms/${room}/series?${new URLSearchParams(query)}`)

describe('the series of a room', () => {
  it('is empty before the first sample', async () => {
    const { name } = await client.room()
    const series = await client.series(name)
    assert.equal(series.room, name)
    assert.deepEqual(series.participants, [])
    assert.ok(series.to > series.from)
  })

  it('tells mean, least and most of each bucket, and what it is made of', async () => {
    const ada = await client.participant('Ada')
    const start = beginOf(minute_ms) - 10 * minute_ms
    const values = [0.1, 0.25, 0.7]
    await client.store(
      ada,
      values.map((rtt_s, i) => sampleAt(start + i * second_ms, { rtt_s })),
    )
    const series = await client.series(ada.room, { interval: 60, fields: 'rtt_s' })
    assert.equal(series.interval_s, 60)
    assert.deepEqual(series.fields, [
      { name: 'rtt_s', label: 'Round-trip time', unit: 's', direction: 'none', rollup: 'mean' },
    ])
    const [one] = series.participants
    assert.deepEqual([one.id, one.name], [ada.id, 'Ada'])
    assert.deepEqual(one.time, [start])
    assert.deepEqual(one.count, [3])
    const { value, min, max } = one.values.rtt_s
    assertClose(value[0], 0.35, 'mean')
    assertClose(min[0], 0.1, 'min')
    assertClose(max[0], 0.7, 'max')
  })

  it('sums what is to be summed', async () => {
    const ada = await client.participant()
    const start = beginOf(minute_ms) - 5 * minute_ms
    await client.store(
      ada,
      [1, 2, 4].map((n, i) => sampleAt(start + i * second_ms, { freeze_count: n })),
    )
    const { participants } = await client.series(ada.room, { interval: 60, fields: 'freeze_count' })
    assert.deepEqual(participants[0].values.freeze_count, { value: [7], min: [1], max: [4] })
  })

  it('has no gap in time: an interval without samples is null, and counts none', async () => {
    const ada = await client.participant()
    const start = beginOf(15 * second_ms) - 20 * minute_ms
    const at = [0, 1, 4].map((i) => start + i * 15 * second_ms)
    await client.store(
      ada,
      at.map((time, i) => sampleAt(time, { recv_fps: 10 + i })),
    )
    const { participants } = await client.series(ada.room, { interval: 15, fields: 'recv_fps' })
    assert.deepEqual(
      participants[0].time,
      [0, 1, 2, 3, 4].map((i) => start + i * 15 * second_ms),
    )
    assert.deepEqual(participants[0].count, [1, 1, 0, 0, 1])
    assert.deepEqual(participants[0].values.recv_fps.value, [10, 11, null, null, 12])
    assert.deepEqual(participants[0].values.recv_fps.min, [10, 11, null, null, 12])
  })

  it('never takes the unknown for a zero', async () => {
    const ada = await client.participant()
    const start = beginOf(minute_ms) - 5 * minute_ms
    await client.store(
      ada,
      [null, 0.5, null, 0].map((recv_loss, i) => sampleAt(start + i, { recv_loss })),
    )
    await client.store(ada, [sampleAt(start + minute_ms, { recv_loss: null })])
    const { participants } = await client.series(ada.room, { interval: 60, fields: 'recv_loss' })
    assert.deepEqual(participants[0].count, [4, 1])
    assert.deepEqual(participants[0].values.recv_loss, {
      value: [0.25, null],
      min: [0, null],
      max: [0.5, null],
    })
  })

  it('is the same whatever the interval: sums and extremes add up exactly', async () => {
    const ada = await client.participant()
    const start = beginOf(hour_ms) - 3 * hour_ms
    const all = Array.from({ length: 900 }, (_, i) =>
      sampleAt(start + i * 4 * second_ms, {
        freeze_count: i % 3,
        recv_bps: 1000 * ((i * 37) % 101),
      }),
    )
    await client.store(ada, all)
    for (const interval of [5, 15, 60, 300, 900, 3600]) {
      const { participants } = await client.series(ada.room, {
        interval,
        fields: 'freeze_count,recv_bps',
        from: start,
        to: start + hour_ms,
      })
      const [{ count, values }] = participants
      const sum = (list) => list.reduce((total, value) => total + (value ?? 0), 0)
      assert.equal(sum(count), 900, `interval ${interval}`)
      assert.equal(sum(values.freeze_count.value), 900, `interval ${interval}`)
      const weighted = count.map((n, i) => (n ? n * values.recv_bps.value[i] : 0))
      assertClose(sum(weighted), sum(all.map((sample) => sample.recv_bps)), `interval ${interval}`)
      assert.equal(Math.max(...values.recv_bps.max), 100_000)
      assert.equal(Math.min(...values.recv_bps.min.filter((value) => value !== null)), 0)
    }
  })

  it('keeps fractions as single precision does', async () => {
    const ada = await client.participant()
    const now = beginOf(second_ms)
    for (const [i, send_loss] of [0.002, 1 / 3, 1e-7, 0.999].entries()) {
      await client.store(ada, [sampleAt(now - i * second_ms, { send_loss })])
      const { participants } = await client.series(ada.room, {
        interval: 1,
        fields: 'send_loss',
        from: now - i * second_ms,
        to: now - i * second_ms + 1,
      })
      assertClose(participants[0].values.send_loss.value[0], single(send_loss), 'send_loss')
    }
  })

  it('covers by itself the room’s whole span, in at most 300 points', async () => {
    const ada = await client.participant()
    const now = Date.now()
    await client.store(ada, [sampleAt(now - 6 * day_ms), sampleAt(now)])
    const series = await client.series(ada.room, { fields: 'rtt_s' })
    assert.ok(series.from <= now - 6 * day_ms && series.to > now)
    const [{ time, count }] = series.participants
    assert.ok(time.length <= 300 && time.length > 50, `${time.length} points`)
    assert.equal(
      count.reduce((a, b) => a + b),
      2,
    )
    assert.ok(time.every((t, i) => i === 0 || t - time[i - 1] === series.interval_s * second_ms))
  })

  it('cuts what was asked for: [from, to), aligned to the interval', async () => {
    const ada = await client.participant()
    const start = beginOf(minute_ms) - 10 * minute_ms
    await client.store(
      ada,
      [0, 1, 2, 3].map((i) => sampleAt(start + i * minute_ms)),
    )
    const query = { fields: 'rtt_s', interval: 60 }
    const series = await client.series(ada.room, {
      ...query,
      from: start + minute_ms,
      to: start + 3 * minute_ms,
    })
    assert.deepEqual(series.participants[0].time, [start + minute_ms, start + 2 * minute_ms])
    assert.equal(series.from, start + minute_ms)
    assert.equal(series.to, start + 3 * minute_ms)
    const iso = await client.series(ada.room, {
      ...query,
      from: new Date(start + minute_ms).toISOString(),
      to: new Date(start + 3 * minute_ms).toISOString(),
    })
    assert.deepEqual(iso, series)
  })

  it('shows the participants in the order in which they came, or one of them', async () => {
    const { name } = await client.room()
    const people = []
    for (const person of ['Zoe', 'Ada', 'Max']) {
      const { token, participant } = await client.join(name, person)
      await client.store({ room: name, token }, [sampleAt(Date.now())])
      people.push(participant)
    }
    const series = await client.series(name, { fields: 'rtt_s' })
    assert.deepEqual(
      series.participants.map((one) => one.name),
      ['Zoe', 'Ada', 'Max'],
    )
    const one = await client.series(name, { fields: 'rtt_s', participant: people[1].id })
    assert.deepEqual(
      one.participants.map((each) => each.id),
      [people[1].id],
    )
    const nobody = await get(name, { participant: 'nobody' })
    assertProblem(nobody, 404, 'participant-not-found', 'participant')
  })

  it('gives all fields of the dictionary unless some are chosen', async () => {
    const ada = await client.participant()
    await client.store(ada, [sampleAt(Date.now())])
    const dictionary = (await client.get('/api/v1/fields')).json.fields.map((field) => field.name)
    const series = await client.series(ada.room)
    assert.deepEqual(
      series.fields.map((field) => field.name),
      dictionary,
    )
    assert.deepEqual(Object.keys(series.participants[0].values).sort(), [...dictionary].sort())
    const two = await client.series(ada.room, { fields: 'send_bps,rtt_s' })
    assert.deepEqual(Object.keys(two.participants[0].values).sort(), ['rtt_s', 'send_bps'])
  })

  it('answers 404 for a room that never was', async () => {
    assertProblem(await get('never-was', {}), 404, 'room-not-found')
  })

  for (const [query, status, field] of [
    [{ interval: 0 }, 400, 'interval'],
    [{ interval: -5 }, 400, 'interval'],
    [{ interval: '1.5' }, 400, 'interval'],
    [{ interval: 'often' }, 400, 'interval'],
    [{ interval: '99999999999999999999' }, 400, 'interval'],
    [{ fields: 'mood' }, 400, 'fields'],
    [{ fields: 'rtt_s,,send_bps' }, 400, 'fields'],
    [{ fields: ',' }, 400, 'fields'],
    [{ from: 'soon' }, 400, 'from'],
    [{ to: '1e12' }, 400, 'to'],
    [{ from: 5000, to: 5000 }, 400, 'to'],
    [{ from: '0', to: '253402300799999', interval: 1 }, 422, 'interval'],
    [{ participant: 'x'.repeat(500) }, 400, 'participant'],
    [{ theme: 'dark' }, 400, 'theme'],
  ]) {
    it(`refuses ${JSON.stringify(query).slice(0, 60)} and names the parameter`, async () => {
      const { name } = await client.room()
      assertProblem(await get(name, query), status, null, field)
    })
  }
})

describe('the dictionary of quality fields', () => {
  it('names each field once, with unit, direction, rollup, bound and where it comes from', async () => {
    const { fields } = (await client.get('/api/v1/fields')).json
    assert.equal(new Set(fields.map((field) => field.name)).size, fields.length)
    const loss = fields.find((field) => field.name === 'video_recv_loss')
    assert.deepEqual(loss, {
      name: 'video_recv_loss',
      label: 'Video packet loss down',
      unit: 'fraction',
      direction: 'down',
      rollup: 'mean',
      maximum: 1,
      source: 'recv_loss of video, screens included',
      suppliers: ['chromium', 'firefox', 'daily'],
    })
  })

  it('is what the description of the API says a sample holds', async () => {
    const { fields } = (await client.get('/api/v1/fields')).json
    const { Sample } = client.contract.document.components.schemas
    const described = Object.entries(Sample.properties).filter(([name]) => name !== 'sampled_at')
    assert.deepEqual(
      described.map(([name, schema]) => [name, schema.minimum, schema.maximum]),
      fields.map((field) => [field.name, 0, field.maximum]),
    )
  })
})
