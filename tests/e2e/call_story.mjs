// The whole story: people meet in a room in real browsers, and what is kept of their call is true. The
// same for every provider and store that a configuration chooses.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { until } from '../support/wait.mjs'

const interval_s = 2

/**
 * begin() resolves with {config}, the path of the TOML file that makes the difference, and if needed
 * prepare(person), before somebody does anything, and end().
 */
export function callStory(name, begin = async () => ({})) {
  let variant, server, client, stop, people, ada, grace, max, room
  before(async () => {
    variant = await begin()
    ;({ server, client, stop } = await startWithClient({
      config: variant.config,
      settings: { 'quality.interval_s': interval_s },
    }))
    people = gathering(variant.prepare)
  })
  after(async () => {
    await people?.goHome()
    await stop?.()
    await variant?.end?.()
  })

  const details = async () => (await client.get(`/api/v1/rooms/${room}`)).json
  const participantOf = async (person) =>
    (await details()).participants.find(({ name }) => name === person.name)

  describe(name, () => {
    it('begins with one click', async () => {
      ada = await people.arrive('Ada')
      await ada.page.goto(server.url)
      await ada.button('Create a room').click()
      await ada.page.getByLabel('Your name').waitFor()
      room = /\/room\/([\w-]+)$/.exec(ada.page.url())[1]
      await ada.join()
      assert.equal((await details()).open, true)
    })

    it('is where the copied link leads', async () => {
      await ada.button('Copy link').click()
      const link = await until('the link is on the clipboard', () =>
        ada.page.evaluate(() => navigator.clipboard.readText()),
      )
      assert.equal(link, `${server.url}/room/${room}`)
      grace = await people.arrive('Grace')
      await grace.join(link)
    })

    it('lets two people see and hear each other', async () => {
      await Promise.all([ada.seesAndHears(1), grace.seesAndHears(1)])
      for (const person of [ada, grace]) {
        await until(
          `${person.name} has two moving pictures`,
          async () => (await person.pictures()) === 2,
        )
      }
      await ada.page.getByText('Grace', { exact: true }).first().waitFor()
    })

    it('leaves samples that agree with what the browsers themselves say', async () => {
      for (const person of [ada, grace]) {
        await person.samplesAcknowledged(person.acknowledged.size + 1)
        const first = await person.traffic()
        const known = person.acknowledged.size
        await person.samplesAcknowledged(known + 5)
        const last = await person.traffic()

        const { id } = await participantOf(person)
        const seconds = (last.at - first.at) / 1000
        const series = await client.series(room, {
          participant: id,
          interval: 1,
          from: Math.floor(first.at),
          to: Math.ceil(last.at),
          fields: 'video_recv_bps,video_send_bps,audio_recv_bps,recv_fps,recv_loss,rtt_s',
        })
        const [{ values }] = series.participants
        const mean = (field) => {
          const known_values = values[field].value.filter((value) => value !== null)
          assert.ok(known_values.length >= 3, `${person.name}: ${field} is hardly known`)
          return known_values.reduce((a, b) => a + b) / known_values.length
        }
        const agrees = (field, expected, tolerance) => {
          const kept = mean(field)
          assert.ok(
            Math.abs(kept - expected) <= tolerance * expected,
            `${person.name}: ${field} is kept as ${kept}, the browser says ${expected}`,
          )
        }
        const rate = (pick) => ((pick(last) - pick(first)) * 8) / seconds
        agrees(
          'video_recv_bps',
          rate((t) => t.video.received),
          0.3,
        )
        agrees(
          'video_send_bps',
          rate((t) => t.video.sent),
          0.3,
        )
        agrees(
          'audio_recv_bps',
          rate((t) => t.audio.received),
          0.3,
        )
        agrees('recv_fps', (last.video.decoded - first.video.decoded) / seconds, 0.3)
        assert.ok(mean('recv_loss') < 0.05)
        assert.ok(mean('rtt_s') < 1)
      }
    })

    it('keeps each sample once, and as many as were acknowledged', async () => {
      for (const person of [ada, grace]) {
        const { sample_count } = await participantOf(person)
        assert.ok(sample_count >= person.acknowledged.size)
        assert.ok([...person.acknowledged.values()].every((times) => times === 1))
      }
    })

    it('draws a chart for each of them while it runs', async () => {
      const page = await ada.newPage()
      const documents = []
      page.on('response', async (response) => {
        if (/\/chart\?/.test(response.url())) documents.push(response.status())
      })
      await page.goto(`${server.url}/metrics`)
      await page.getByRole('link', { name: new RegExp(room) }).click()
      for (const person of [ada, grace]) {
        const card = page.getByRole('article', { name: person.name })
        await card.scrollIntoViewIfNeeded()
        const chart = card.getByRole('group', { name: `Quality of ${person.name} over time` })
        await until(`the chart of ${person.name} is drawn`, async () => {
          const canvas = chart.locator('canvas').first()
          if ((await canvas.count()) === 0) return false
          return canvas.evaluate((element) => {
            const { width, height } = element
            if (!width || !height) return false
            const { data } = element.getContext('2d').getImageData(0, 0, width, height)
            const colours = new Set()
            for (let i = 0; i < data.length; i += 4) {
              if (data[i + 3] > 200) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2])
            }
            return colours.size > 8
          })
        })
      }
      assert.ok(
        documents.length >= 2 && documents.every((status) => status === 200),
        String(documents),
      )
      await page.close()
    })

    it('takes in a third person', async () => {
      max = await people.arrive('Max')
      await max.join(`${server.url}/room/${room}`)
      await Promise.all([ada, grace, max].map((person) => person.seesAndHears(2)))
    })

    it('goes on without a picture that was turned off, or a voice', async () => {
      await max.button('Camera').click()
      await until(
        'Ada sees two moving pictures and a still one',
        async () => (await ada.pictures()) === 2,
      )
      await max.button('Mute').click()
      await max.button('Mute').and(max.page.locator('[aria-pressed="true"]')).waitFor()
      await ada.page.getByText(', microphone off').first().waitFor({ state: 'attached' })
      await max.button('Camera').click()
      await max.button('Mute').click()
      await until('Ada sees three moving pictures', async () => (await ada.pictures()) === 3)
    })

    it('lets who leaves go, for the others too', async () => {
      await max.leave()
      await until('Max is gone', async () => (await ada.traffic()).connected === 1)
      await max.page.getByRole('button', { name: 'Rejoin' }).waitFor()
      await max.assertUntroubled()
      await max.goHome()
    })

    it('keeps the participant through a reload of the page', async () => {
      const { id } = await participantOf(grace)
      await grace.page.reload()
      await grace.join()
      await Promise.all([ada.seesAndHears(1), grace.seesAndHears(1)])
      const { participants } = await details()
      const graces = participants.filter(({ name }) => name === 'Grace')
      assert.deepEqual(
        graces.map((one) => one.id),
        [id],
      )
      await grace.samplesAcknowledged(grace.acknowledged.size + 1)
    })

    it('shows a shared screen to the other', async () => {
      await ada.button('Share screen').click()
      await until('Grace sees three pictures', async () => (await grace.pictures()) === 3)
      await ada.button('Share screen').click()
      await until('Grace sees two pictures', async () => (await grace.pictures()) === 2)
    })

    it('sends everybody out when it is ended', async () => {
      await client.delete(`/api/v1/rooms/${room}`)
      for (const person of [ada, grace]) {
        await person.page.getByText(/ended/i).first().waitFor()
      }
    })

    it('met no error and no violation of the policy', async () => {
      for (const person of [ada, grace]) {
        person.tolerate(/status of 410/)
        await person.assertUntroubled()
      }
    })
  })
}
