// Calls on Daily with the real daily-js in real browsers, in both user interfaces. Daily's half is a
// stand-in: what this proves, and what only an account can, stands in
// plugins/video-daily/web/README.md.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { DailyStandIn } from '../support/daily_stand_in.mjs'
import { FakeDaily } from '../support/fake_daily.mjs'
import { until } from '../support/wait.mjs'

const interval_s = 2

/** The fatal errors of daily-js 0.92.2, and what a person reads of each. */
const fatalErrors = [
  ['ejected', 'You were removed from this room'],
  ['nbf-room', 'not open yet'],
  ['nbf-token', 'not valid yet'],
  ['exp-room', 'time of this room is over'],
  ['exp-token', 'admission has run out'],
  ['no-room', 'does not have this room any more'],
  ['meeting-full', 'This room is full'],
  ['end-of-life', 'does not support this page'],
  ['not-allowed', 'does not let you into this room'],
  ['connection-error', 'connection to the video service failed'],
]

/** Everything that a browser gets or keeps: what comes over the network, its storage, its pages. */
async function readBy({ context }, texts) {
  for (const page of context.pages()) {
    texts.push(page.url(), await page.content())
    texts.push(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])))
  }
  return texts
}

/** daily-js reports this one to its maker's error service; the page's policy does not let it. */
const errorReport = /ingest\.sentry\.io/

for (const ui of ['tracks', 'prebuilt']) {
  describe(`with Daily, ui = "${ui}"`, () => {
    let daily, standIn, server, client, stop, people
    const received = []
    const listen = ({ context }) =>
      context.on('response', async (response) => {
        received.push(response.url(), JSON.stringify(response.headers()))
        received.push(await response.text().catch(() => ''))
      })
    before(async () => {
      daily = await FakeDaily.start()
      standIn = new DailyStandIn(daily.domain)
      ;({ server, client, stop } = await startWithClient({
        settings: {
          ...daily.settings({ ui, webhook_secret: daily.webhookSecret }),
          'quality.interval_s': interval_s,
        },
      }))
      people = gathering((person) => {
        listen(person)
        return standIn.serve(person)
      })
    })
    after(async () => {
      await people?.goHome()
      await stop?.()
      await daily?.stop()
    })
    afterEach(() => {
      standIn.refuse(null)
      standIn.isReachable = true
    })

    const details = async (room) => (await client.get(`/api/v1/rooms/${room}`)).json
    const participantOf = async (room, person) =>
      (await details(room)).participants.find(({ name }) => name === person.name)
    const presentIn = async (room) =>
      (await client.get(`/api/v1/rooms/${room}/presence`)).json.participants.map(({ name }) => name)
    /** Where the call is drawn: the page, or the frame that Daily fills in it. */
    const stageOf = ({ page }) =>
      ui === 'tracks' ? page : page.frames().find((frame) => frame.parentFrame() !== null)
    const moving = (person) =>
      stageOf(person).evaluate(
        () =>
          [...document.querySelectorAll('video')].filter(
            (video) => video.videoWidth > 0 && !video.paused && video.readyState >= 2,
          ).length,
      )
    const joined = (person) => person.page.getByRole('timer').waitFor()

    let room, ada, grace, samplesOfGrace
    it('people meet, and see each other', async () => {
      room = (await client.room()).name
      ada = await people.arrive('Ada')
      grace = await people.arrive('Grace')
      for (const person of [ada, grace]) {
        await person.join(`${server.url}/room/${room}`)
        await joined(person)
      }
      for (const person of [ada, grace]) {
        await until(
          `${person.name} has two moving pictures`,
          async () => (await moving(person)) === 2,
        )
      }
      assert.deepEqual((await presentIn(room)).sort(), ['Ada', 'Grace'])
    })

    it('their samples are Daily’s numbers, stored for the participant, and charted', async () => {
      const known = ada.acknowledged.size
      await ada.samplesAcknowledged(known + 4)
      const { id, sample_count } = await participantOf(room, ada)
      assert.ok(sample_count >= known + 4)
      const fields = [
        'send_bps',
        'recv_bps',
        'recv_loss',
        'rtt_s',
        'recv_fps',
        'available_send_bps',
      ]
      const series = await client.series(room, {
        participant: id,
        interval: 1,
        fields: fields.join(),
      })
      const [{ values }] = series.participants
      const numbers = (field) => values[field].value.filter((value) => value !== null)
      for (const field of ['send_bps', 'recv_bps', 'recv_fps']) {
        assert.ok(Math.max(...numbers(field)) > 1, `${field}: ${numbers(field)}`)
      }
      for (const field of ['recv_loss', 'rtt_s']) {
        assert.ok(numbers(field).length > 0 && numbers(field).every((value) => value < 1), field)
      }
      assert.deepEqual(numbers('available_send_bps'), [], 'the stand-in does not know it')

      const page = await ada.newPage()
      await page.goto(`${server.url}/metrics/${room}`)
      const card = page.getByRole('article', { name: 'Ada' })
      await card.scrollIntoViewIfNeeded()
      await card.locator('canvas').first().waitFor()
      await page
        .getByText('In the call now:')
        .getByText('Ada')
        .or(page.getByText(/now:.*Ada/))
        .first()
        .waitFor()
      await page.close()
    })

    if (ui === 'tracks') {
      it('the app’s own controls work', async () => {
        await ada.button('Camera').click()
        await until('Grace sees one moving picture', async () => (await moving(grace)) === 1)
        await ada.button('Camera').click()
        await until('Grace sees two again', async () => (await moving(grace)) === 2)
        await ada.button('Mute').click()
        await grace.page.getByText(', microphone off').first().waitFor({ state: 'attached' })
        await ada.button('Mute').click()
        await ada.button('Share screen').click()
        await until('Grace sees the screen, too', async () => (await moving(grace)) === 3)
        await ada.button('Share screen').click()
        await until('Grace sees two again', async () => (await moving(grace)) === 2)
      })

      it('switches to another device', async () => {
        await ada.button('Devices').click()
        const choice = ada.page.getByLabel('Microphone')
        const other = await choice.locator('option:not(:checked)').first().getAttribute('value')
        await choice.selectOption(other)
        await until('it is used', async () => (await choice.inputValue()) === other)
        await ada.page.keyboard.press('Escape')
      })
    } else {
      it('Daily’s own controls work, and the app adds none that would do nothing', async () => {
        await stageOf(ada).locator('#camera').click()
        await until('Grace sees one moving picture', async () => (await moving(grace)) === 1)
        await stageOf(ada).locator('#camera').click()
        await until('Grace sees two again', async () => (await moving(grace)) === 2)
        for (const name of ['Mute', 'Camera', 'Share screen', 'Devices', 'People']) {
          assert.equal(await ada.button(name).count(), 0, name)
        }
      })

      it('leaving by Daily’s own control leads to the app’s page after the call', async () => {
        await stageOf(ada).locator('#hang-up').click()
        await ada.page.getByText('You left the call').waitFor()
        await ada.button('Rejoin').click()
        await joined(ada)
        await until('Ada has two moving pictures', async () => (await moving(ada)) === 2)
      })
    }

    for (const [theme, viewport] of [
      ['light', { width: 1000, height: 720 }],
      ['dark', { width: 375, height: 700 }],
    ]) {
      it(`the call is accessible in the ${theme} theme, ${viewport.width} pixels wide`, async () => {
        await ada.page.setViewportSize(viewport)
        await ada.page.emulateMedia({ colorScheme: theme })
        await assertAccessible(ada.page, 'the call')
        const overflow = await ada.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        assert.equal(overflow, 0, 'the page scrolls sideways')
      })
    }

    it('a lost connection is told, and its return', async () => {
      const { id } = await participantOf(room, ada)
      const connection = (event) =>
        standIn.say(id, { action: 'network-connection', type: 'signaling', event })
      connection('interrupted')
      await ada.page.getByText(/^Reconnecting/).waitFor()
      connection('connected')
      await ada.page.getByText(/^Reconnecting/).waitFor({ state: 'hidden' })
    })

    it('a lost network is survived, and no sample is lost with it', async () => {
      ada.tolerate(/ERR_INTERNET_DISCONNECTED/)
      await ada.context.setOffline(true)
      await until('samples wait', async () => (await ada.samplesWaiting()) >= 2)
      await ada.context.setOffline(false)
      await until('they have arrived', async () => (await ada.samplesWaiting()) === 0, {
        timeout_ms: 60_000,
      })
      assert.equal(await moving(ada), 2)
      const { id } = await participantOf(room, ada)
      const { participants } = await client.series(room, { participant: id, interval: 1 })
      const stored = participants[0].count.reduce((sum, count) => sum + (count ?? 0), 0)
      assert.ok(stored >= ada.acknowledged.size)
    })

    it('a reload of the page leads back to the same seat', async () => {
      const before = await participantOf(room, grace)
      await grace.page.reload()
      await grace.join()
      await joined(grace)
      await until('Ada has two moving pictures', async () => (await moving(ada)) === 2)
      assert.equal((await participantOf(room, grace)).id, before.id)
      assert.deepEqual((await presentIn(room)).sort(), ['Ada', 'Grace'])
    })

    it('leaving takes the last sample, ends the call for Daily, and joining again works', async () => {
      await grace.samplesAcknowledged(grace.acknowledged.size + 1)
      for (let i = 0; i < 3; ++i) {
        await grace.leave()
        await grace.page.getByText('You left the call').waitFor()
        await until('Daily knows', async () => !(await presentIn(room)).includes('Grace'))
        const leftovers = () =>
          grace.page.evaluate(
            () =>
              Object.keys(window._daily.instances).length +
              document.querySelectorAll('iframe').length,
          )
        await until(
          'nothing of the call is left in the page',
          async () => (await leftovers()) === 0,
        )
        const known = grace.acknowledged.size
        await grace.button('Rejoin').click()
        await joined(grace)
        await grace.samplesAcknowledged(known + 1)
      }
      await until('Ada has two moving pictures', async () => (await moving(ada)) === 2)
    })

    it('ending the room sends everybody out', async () => {
      await client.delete(`/api/v1/rooms/${room}`)
      for (const person of [ada, grace]) {
        await person.page.getByText('ended for everybody').waitFor()
        await person.assertUntroubled()
      }
      await until('her last sample is stored', async () => (await grace.samplesWaiting()) === 0)
      samplesOfGrace = grace.acknowledged.size
    })

    it('who made the room is its owner for Daily, after a reload as well, and nobody else is', async () => {
      const ownersIn = (name) =>
        daily.domain
          .presentIn(name)
          .filter(({ owner }) => owner)
          .map(({ user_name }) => user_name)
      await ada.page.goto(server.url)
      await ada.button('Create a room').click()
      await ada.join()
      await joined(ada)
      const name = /\/room\/([\w-]+)$/.exec(ada.page.url())[1]
      await grace.join(`${server.url}/room/${name}`)
      await joined(grace)
      assert.deepEqual(ownersIn(name), ['Ada'])
      await ada.page.reload()
      await ada.join()
      await joined(ada)
      assert.deepEqual(ownersIn(name), ['Ada'])
      await Promise.all([ada.leave(), grace.leave()])
      await grace.page.getByText('You left the call').waitFor()
      await until('their samples are stored', async () => (await grace.samplesWaiting()) === 0)
      samplesOfGrace = grace.acknowledged.size
    })

    it('the room’s page tells of its meetings, and of who came without being measured', async () => {
      const { name } = await client.room({ options: { privacy: 'public' } })
      daily.domain.leave(
        Object.assign(daily.domain.enter(name), { user_name: 'Hedy' }),
      )
      const tell = (type, payload) => {
        const body = JSON.stringify(daily.event(type, payload))
        return daily.deliver(`${server.url}/api/v1/plugins/video-daily/webhook`, body)
      }
      const meeting = daily.domain.meetings.at(-1)
      const told = await tell('meeting.ended', {
        start_ts: meeting.start,
        end_ts: meeting.end,
        meeting_id: meeting.id,
        room: name,
      })
      assert.equal(told.status, 200, told.text)
      const page = await ada.newPage()
      await page.goto(`${server.url}/metrics/${name}`)
      const unmeasured = page.getByRole('region', { name: 'Took part without samples' })
      await unmeasured.getByText('Hedy').waitFor()
      assert.match(await unmeasured.innerText(), /joined .+, left .+/)
      const meetings = page.getByRole('region', { name: 'Meetings' })
      await meetings.getByRole('cell', { name: 'Hedy' }).waitFor()
      await assertAccessible(page, 'the room’s page')
      await page.close()
    })

    for (const [type, words] of fatalErrors) {
      it(`being refused with ${type} is told in plain words, and during a call as well`, async () => {
        const { name } = await client.room()
        standIn.refuse({ type, msg: 'internal words' })
        await ada.page.goto(`${server.url}/room/${name}`)
        await ada.page.getByLabel('Your name').fill('Ada')
        await ada.button('Join').click()
        await ada.page.getByText(words).first().waitFor()
        standIn.refuse(null)
        await ada.join()
        await joined(ada)
        standIn.end((await participantOf(name, ada)).id, { type, msg: 'internal words' })
        await ada.page.getByText(words).first().waitFor()
        assert.equal(await ada.page.getByText('internal words').count(), 0)
        assert.equal(await ada.page.locator('iframe').count(), 0)
      })
    }

    if (ui === 'tracks') {
      it('being kept from Daily’s servers is told, after its other hosts were tried', async () => {
        const { name } = await client.room()
        standIn.isReachable = false
        await ada.page.goto(`${server.url}/room/${name}`)
        await ada.page.getByLabel('Your name').fill('Ada')
        await ada.button('Join').click()
        await ada.page.getByText('could not be loaded').waitFor()
        assert.deepEqual([...standIn.refused].sort(), [
          'c.daily.co',
          'c.dailywebrtc.com',
          'c.dailywebrtc.net',
        ])
        standIn.isReachable = true
        await ada.join()
        await joined(ada)
        await ada.leave()
      })
    }

    it('samples stop with the call', async () => {
      // Ada has been through many calls since, each of them an interval or longer.
      assert.equal(await grace.samplesWaiting(), 0)
      assert.equal(grace.acknowledged.size, samplesOfGrace)
    })

    it('the API key has reached no browser, and stands in no log and no address', async () => {
      const texts = [...received, server.log, ...daily.requests.map(({ path, query }) => path + query)]
      for (const person of [ada, grace]) await readBy(person, texts)
      assert.ok(texts.some((text) => text.includes('fake-domain.daily.co')), 'nothing was read')
      assert.ok(!texts.some((text) => text.includes(daily.apiKey)))
    })

    it('nothing but Daily’s own hosts was asked, and no policy violated', async () => {
      for (const person of [ada, grace]) {
        person.tolerate(errorReport, /call-machine-object-bundle/)
        const violations = await person.page.evaluate(() => window.violations ?? [])
        const others = violations.filter((text) => !errorReport.test(text))
        assert.deepEqual(others, [])
        await person.page.evaluate(() => (window.violations = []))
        await person.assertUntroubled()
      }
      assert.deepEqual(standIn.strays, [])
    })
  })
}
