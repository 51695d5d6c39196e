// The list of all rooms: how long their calls were and how good, the worst first when that is asked for.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { beginOf, minute_ms, second_ms } from '../support/samples.mjs'
import { until } from '../support/wait.mjs'

let server, client, stop, people, ada
before(async () => {
  ;({ server, client, stop } = await startWithClient())
  const step_ms = 15 * second_ms
  const begin = beginOf(step_ms) - 30 * minute_ms
  const call = async (name, samples, values) => {
    await client.room({ name })
    if (!samples) return
    const { token } = await client.join(name, 'Ada')
    const sampled = (_, i) => ({ sampled_at: begin + i * step_ms, interval_s: 15, ...values(i) })
    await client.store({ room: name, token }, Array.from({ length: samples }, sampled))
  }
  await call('troubled', 40, (i) => ({ send_loss: i < 30 ? 0.2 : 0.001, rtt_s: 0.04 }))
  await call('unmeasured', 8, () => ({ send_bps: 1e6 }))
  await call('calm', 80, () => ({ send_loss: 0.001, rtt_s: 0.04 }))
  await call('empty', 0)
  people = gathering()
  ada = await people.arrive('Ada')
})
after(async () => {
  await people?.goHome()
  await stop?.()
})

const rows = () => ada.page.getByRole('list', { name: 'Rooms' }).getByRole('link')
const row = (name) => rows().filter({ has: ada.page.getByText(name, { exact: true }) })
const names = () => rows().locator('strong').allTextContents()

describe('the list of rooms', () => {
  it('says of each how long its calls were and how much of them was undisturbed', async () => {
    await ada.page.goto(`${server.url}/metrics`)
    await row('troubled').getByText('25 % undisturbed').waitFor()
    await row('troubled').getByText('10 min').waitFor()
    await row('troubled').getByRole('img', { name: '25 % undisturbed, bad at worst' }).waitFor()
    await row('calm').getByText('100 % undisturbed').waitFor()
    await row('unmeasured').getByText('not measured').waitFor()
    await row('empty').getByText('No samples').waitFor()
  })

  it('adds up what it has read, each room by its measured time', async () => {
    await ada.page.getByText('In 4 rooms: 32 min of calls, 75 % of the measured time').waitFor()
  })

  it('draws over time what it has read, and tells each bar', async () => {
    await ada.page.getByText('Over time').click()
    const bars = ada.page.getByRole('list', { name: 'Calls by the hour' })
    await bars.waitFor()
    const told = (await bars.getByRole('listitem').allTextContents()).map((text) => text.trim())
    const minutes = told.map((text) => Number(/(\d+) min,/.exec(text)?.[1] ?? 0))
    // Each bar is rounded for itself.
    assert.ok(Math.abs(minutes.reduce((a, b) => a + b) - 32) <= 1, told.join())
    await bars.focus()
    await ada.page.keyboard.press('ArrowRight')
    await ada.page.getByRole('figure').locator('[aria-live]', { hasText: told[0] }).waitFor()
    await assertAccessible(ada.page, 'the list of rooms with its overview')
    await ada.page.getByText('Over time').click()
  })

  it('puts the worst first, and its address says so', async () => {
    await ada.page.getByLabel('Order').selectOption('Worst quality')
    await until('the worst is first', async () => (await names())[0] === 'troubled')
    assert.equal((await names())[1], 'calm')
    assert.equal(new URL(ada.page.url()).searchParams.get('order'), 'worst')
    await ada.page.reload()
    await until('it still is', async () => (await names())[0] === 'troubled')
  })

  it('reads anew for another search', async () => {
    await ada.page.getByLabel('Search rooms').fill('calm')
    await until('one room is left', async () => (await names()).join() === 'calm')
    await row('calm').getByText('100 % undisturbed').waitFor()
    await ada.page.getByText('In 1 room: 20 min of calls').waitFor()
    await ada.page.getByLabel('Search rooms').fill('')
  })

  it('has no violation, and fits a phone', async () => {
    await row('troubled').getByText('25 % undisturbed').waitFor()
    await assertAccessible(ada.page, 'the list of rooms with their records')
    await ada.page.setViewportSize({ width: 375, height: 740 })
    await row('troubled').getByText('25 % undisturbed').waitFor()
    const beyond = await ada.page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        // Firefox has boxes also for what is folded.
        .filter((one) => one.checkVisibility())
        .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map((one) => one.outerHTML.slice(0, 100)),
    )
    assert.deepEqual(beyond, [])
  })
})
