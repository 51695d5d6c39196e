// Pictures of every page, for people to look at: node screenshots.mjs [FOLDER]
// With --readme it also renews web/screenshot.png, the picture in the README.
import { mkdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { beginOf, second_ms } from '../support/samples.mjs'
import { repository } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const renewReadme = process.argv.includes('--readme')
const folder =
  process.argv.slice(2).find((word) => !word.startsWith('-')) ?? join(tmpdir(), 'vuedeo-pages')
mkdirSync(folder, { recursive: true })

/** A plausible half hour: a smooth rate with a dip in the middle, some loss in it. */
function history(phase) {
  const end = beginOf(15 * second_ms)
  return Array.from({ length: 120 }, (_, i) => {
    const wave = Math.sin((i + phase) / 7) * 0.12 + Math.sin((i + phase) / 2.3) * 0.05
    const dip = Math.exp(-(((i - 70 - phase) / 6) ** 2))
    return {
      sampled_at: end - (119 - i) * 15 * second_ms,
      send_bps: 1.4e6 * (1 + wave) * (1 - 0.6 * dip),
      recv_bps: 2.1e6 * (1 - wave) * (1 - 0.5 * dip),
      send_loss: 0.002 + 0.05 * dip,
      recv_loss: 0.001 + 0.08 * dip,
      rtt_s: 0.03 + 0.12 * dip,
      interval_s: 15,
    }
  })
}

const { server, client, stop } = await startWithClient({ settings: { 'quality.interval_s': 2 } })
const people = gathering()
try {
  const { name } = await client.room({ name: 'design-review' })
  for (const [i, person] of ['Ada Lovelace', 'Grace Hopper'].entries()) {
    const { token } = await client.join(name, person)
    await client.store({ room: name, token }, history(i * 9))
  }
  for (const other of ['standup', 'weekly-sync', 'interview']) await client.room({ name: other })

  for (const colorScheme of ['light', 'dark']) {
    const ada = await people.arrive('Ada Lovelace', {
      colorScheme,
      viewport: { width: 1200, height: 800 },
    })
    const shoot = (what) =>
      ada.page.screenshot({ path: join(folder, `${what}-${colorScheme}.png`) })
    const open = async (path, ready) => {
      await ada.page.goto(server.url + path)
      await ready(ada.page).first().waitFor()
    }
    await open('/', (page) => page.getByRole('button', { name: 'Create a room' }))
    await shoot('home')
    await open('/metrics', (page) => page.getByRole('link', { name: /design-review/ }))
    await shoot('metrics')
    await open('/room/never-was', (page) => page.getByText('does not exist'))
    await shoot('no-room')
    await open(`/metrics/${name}`, (page) => page.locator('canvas'))
    // The chart grows into its place: wait until it stands still.
    let last = ''
    await until(
      'the chart stands still',
      async () => {
        const now = (await ada.page.screenshot()).toString('base64')
        const still = now === last
        last = now
        return still
      },
      { every_ms: 300 },
    )
    await shoot('room-metrics')
    if (renewReadme && colorScheme === 'light') {
      const path = join(repository, 'web/screenshot.png')
      await ada.page.setViewportSize({ width: 960, height: 720 })
      await ada.page.screenshot({ path })
      console.log(`${path}: ${Math.round(statSync(path).size / 1024)} KiB`)
    }
    await open('/room/standup', (page) => page.getByRole('button', { name: 'Join', exact: true }))
    await shoot('lobby')
    const grace = await people.arrive('Grace Hopper')
    await Promise.all([ada.join(), grace.join(`${server.url}/room/standup`)])
    await ada.seesAndHears(1)
    await ada.samplesAcknowledged(2)
    await shoot('call')
    await grace.goHome()
    await ada.leave()
    await ada.page.getByRole('button', { name: 'Rejoin' }).waitFor()
    await shoot('left')
  }
  console.log(`pages in ${folder}`)
} finally {
  await people.goHome()
  await stop()
}
