// Samples of a page that nobody looks at, that is closed, or that has no network: none lost, none twice.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { assertClose, beginOf, day_ms, minute_ms, second_ms } from '../support/samples.mjs'
import { until } from '../support/wait.mjs'

let server, client, stop, people, ada, grace, room, url
before(async () => {
  ;({ server, client, stop } = await startWithClient({ settings: { 'quality.interval_s': 2 } }))
  people = gathering()
  ;[ada, grace] = [await people.arriveWithTabs('Ada'), await people.arrive('Grace')]
  room = (await client.room()).name
  url = `${server.url}/room/${room}`
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

/** What is on record of somebody, oldest first. */
async function recordOf({ name }) {
  const answer = await client.get(`/api/v1/rooms/${room}/export?format=ndjson`)
  const all = answer.text.split('\n').slice(0, -1)
  return all.map((line) => JSON.parse(line)).filter((sample) => sample.participant_name === name)
}

/** Each interval begins where the one before it ends, and no moment is on record twice. */
function assertSeamless(record) {
  for (let i = 1; i < record.length; ++i) {
    const passed_s = (record[i].sampled_at - record[i - 1].sampled_at) / second_ms
    assert.ok(passed_s > 0)
    assertClose(record[i].interval_s, passed_s, `the interval of sample ${i}`)
  }
}

const close = (page) => page.close({ runBeforeUnload: true }) // as people do; else it gets no pagehide

describe('a call in a tab that another one hides', () => {
  it('is measured at its interval, while the page’s own timers are slowed', async () => {
    await ada.join(url)
    await ada.page.evaluate(() => {
      window.ticks = 0
      setInterval(() => (window.ticks += 1), 100)
    })
    await (await ada.newPage()).bringToFront()
    const ticks = () => ada.page.evaluate(() => window.ticks)
    await until('four samples are taken within a few ticks', async () => {
      const before = await ticks()
      await ada.samplesAcknowledged(ada.acknowledged.size + 4)
      return (await ticks()) - before < 20
    })
    const record = await recordOf(ada)
    assertSeamless(record)
    // A busy machine may be late for some of them.
    const intervals = record.slice(-4).map(({ interval_s }) => interval_s)
    assert.ok(Math.min(...intervals) < 3, `${intervals} s`)
  })

  it('has on record that nobody saw it', async () => {
    assert.equal((await recordOf(ada)).at(-1).hidden, 1)
    await ada.page.bringToFront()
    await until('a sample tells that it is seen again', async () => {
      return (await recordOf(ada)).at(-1).hidden === 0
    })
  })
})

describe('a tab that is closed in a call', () => {
  let closed_at
  it('sends what it has measured since its last sample', async () => {
    await grace.join(url)
    await Promise.all([ada.seesAndHears(1), grace.seesAndHears(1)])
    closed_at = Date.now()
    await close(ada.page)
    await until('the last one arrives', async () => {
      return (await recordOf(ada)).at(-1).sampled_at >= closed_at
    })
    assertSeamless(await recordOf(ada))
  })

  it('has kept it as well, and the next visit makes no second one of it', async () => {
    ada.page = await ada.newPage()
    await ada.page.goto(server.url)
    await until('nothing waits', async () => (await ada.samplesWaiting()) === 0)
    const record = await recordOf(ada)
    assertSeamless(record)
    assert.equal(record.filter(({ sampled_at }) => sampled_at >= closed_at).length, 1)
  })
})

describe('a call that goes on for long without a network', () => {
  const said = []
  let onlooker, kept

  it('keeps its samples, the last one of a closed tab among them', async () => {
    grace.tolerate(/net::ERR_/, /WebSocket connection/)
    grace.context.on('console', (message) => said.push(message.text()))
    onlooker = await grace.newPage()
    await onlooker.goto(`${server.url}/licenses.txt`) // of the same origin, without the app
    await grace.context.setOffline(true)
    await until('three wait', async () => (await grace.samplesWaiting()) >= 3)
    const closed_at = Date.now()
    await close(grace.page)
    await until('the last one waits', async () => {
      return (await grace.timesWaiting(onlooker)).some((time) => time >= closed_at)
    })
  })

  it('has gone on for an hour, and a week', async () => {
    const first = Math.min(...(await grace.timesWaiting(onlooker)))
    const hour = Array.from({ length: 240 }, (_, i) => first - (i + 1) * 15 * second_ms)
    const week = [8, 9, 10].map((days) => first - days * day_ms)
    await onlooker.evaluate(async (times) => {
      const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)))
      const database = await done(indexedDB.open('vuedeo'))
      const store = database.transaction('samples', 'readwrite').objectStore('samples')
      const [entry] = await done(store.getAll())
      for (const sampled_at of times) {
        await done(store.put({ ...entry, sampled_at, sample: { ...entry.sample, sampled_at } }))
      }
      database.close()
    }, [...hour, ...week])
    kept = (await grace.timesWaiting(onlooker)).filter((time) => !week.includes(time))
    assert.ok(kept.length > 240)
  })

  it('is on record once the network is back, although the first answer is lost', async () => {
    grace.page = await grace.newPage()
    const answers = []
    await grace.page.route(/\/samples$/, async (route) => {
      const answer = await route.fetch()
      answers.push(await answer.json())
      if (answers.length === 1) await route.abort()
      else await route.fulfill({ response: answer })
    })
    const before = await recordOf(grace)
    await grace.context.setOffline(false)
    await grace.page.goto(server.url)
    await until('nothing waits', async () => (await grace.samplesWaiting()) === 0)
    assert.deepEqual(answers.slice(0, 2), [
      { stored: 100, duplicates: 0 },
      { stored: 0, duplicates: 100 },
    ])
    const stored = answers.reduce((sum, answer) => sum + answer.stored, 0)
    assert.equal(stored, kept.length)
    const times = [...before.map(({ sampled_at }) => sampled_at), ...kept].sort((a, b) => a - b)
    assert.deepEqual((await recordOf(grace)).map(({ sampled_at }) => sampled_at), times)
    await assertCounted(times)
  })

  it('has lost what no server takes any more, and said so', () => {
    assert.ok(said.includes('Vuedeo: dropped 3 samples that waited for too long'), said.join('\n'))
  })

  it('met no error but that there is no network', () => grace.assertUntroubled())

  /** The minutes of the series are those of the samples. */
  async function assertCounted(times) {
    const range = { from: times[0], to: times.at(-1) + 1 }
    const { participants } = await client.series(room, { interval: 60, fields: 'interval_s', ...range })
    const { time, count } = participants.find(({ name }) => name === 'Grace')
    const counted = new Map(time.map((minute, i) => [minute, count[i]]).filter(([, n]) => n > 0))
    const expected = new Map()
    for (const at of times) {
      const minute = beginOf(minute_ms, at)
      expected.set(minute, (expected.get(minute) ?? 0) + 1)
    }
    assert.deepEqual(counted, expected)
  }
})
