import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { until } from '../support/wait.mjs'

let server, client, stop, people
before(async () => {
  ;({ server, client, stop } = await startWithClient({ settings: { 'quality.interval_s': 2 } }))
  people = gathering()
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

describe('somebody without a camera', () => {
  for (const [what, media, words] of [
    ['because the machine has none', 'no camera', /No camera was found/],
    [
      'or microphone because the browser was told not to',
      'refused',
      /told not to use your camera and microphone/,
    ],
  ]) {
    it(`${what} is told so, joins, and sees and hears the other`, async () => {
      const url = `${server.url}/room/${(await client.room()).name}`
      const [ada, visitor] = [await people.arrive('Ada'), await people.arrive('Visitor', { media })]
      await ada.join(url)
      await visitor.page.goto(url)
      await visitor.page.getByText(words).waitFor()
      await visitor.page.getByRole('button', { name: 'Try again' }).first().waitFor()
      await visitor.join()
      await visitor.seesAndHears(1)
      const { audio, video } = await visitor.traffic()
      assert.equal(video.encoded, 0)
      await until('the visitor’s samples arrive', () => visitor.acknowledged.size >= 2)
      assert.ok(audio.received > 0)
      await visitor.leave()
      await ada.leave()
      await visitor.assertUntroubled()
      await ada.assertUntroubled()
      await Promise.all([ada.goHome(), visitor.goHome()])
    })
  }
})

describe('a room that cannot be entered', () => {
  let eve
  before(async () => (eve = await people.arrive('Eve')))

  it('is explained when it never was', async () => {
    eve.tolerate(/status of 404/)
    await eve.page.goto(`${server.url}/room/never-was`)
    await eve.page.getByText('This room does not exist').waitFor()
  })

  it('is explained when it has ended', async () => {
    const { name } = await client.room()
    await client.delete(`/api/v1/rooms/${name}`)
    await eve.page.goto(`${server.url}/room/${name}`)
    await eve.page.getByText('This call has ended').waitFor()
  })

  it('is explained when it is full', async () => {
    eve.tolerate(/status of 409/)
    const { name } = await client.room({ max_participants: 1 })
    const ada = await people.arrive('Ada')
    await ada.join(`${server.url}/room/${name}`)
    await ada.page.getByText('Nobody else is here yet').waitFor()
    await eve.page.goto(`${server.url}/room/${name}`)
    await eve.page.getByLabel('Your name').fill('Eve')
    await eve.button('Join').click()
    await eve.page.getByText('This room is full').waitFor()
    await eve.assertUntroubled()
  })
})
