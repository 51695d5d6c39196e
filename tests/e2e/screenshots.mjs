// Pictures of every page, in both themes and on a phone, for people to look at:
//
//     node screenshots.mjs [FOLDER]
//     node screenshots.mjs --readme     renews web/screenshot.png, the picture in the README, and no more
import { mkdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { beginOf, second_ms } from '../support/samples.mjs'
import { repository } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const readme = process.argv.includes('--readme')
const folder =
  process.argv.slice(2).find((word) => !word.startsWith('-')) ?? join(tmpdir(), 'vuedeo-pages')

const kSamples = 120
const bell = (i, middle, width) => Math.exp(-(((i - middle) / width) ** 2))

/** A plausible half hour: a smooth rate; `trouble(i)`, from 0 to 1, is what Ada's upload suffers, and
 * `own(i)` adds what only this participant has. */
function history(phase, trouble, own = () => ({})) {
  const end = beginOf(15 * second_ms)
  return Array.from({ length: kSamples }, (_, i) => {
    const wave = Math.sin((i + phase) / 7) * 0.12 + Math.sin((i + phase) / 2.3) * 0.05
    const bad = trouble(i)
    return {
      sampled_at: end - (kSamples - 1 - i) * 15 * second_ms,
      send_bps: 1.4e6 * (1 + wave),
      recv_bps: 2.1e6 * (1 - wave) * (1 - 0.5 * bad),
      send_loss: 0.002,
      recv_loss: 0.001 + 0.08 * bad,
      rtt_s: 0.03 + 0.02 * bad + 0.004 * wave,
      recv_jitter_s: 0.004 + 0.01 * bad,
      jitter_buffer_s: 0.045 + 0.06 * bad,
      send_fps: 30 - 2 * wave,
      recv_fps: 30 - 14 * bad,
      send_height: 720,
      recv_height: bad > 0.5 ? 360 : 720,
      freeze_s: bad > 0.4 ? 1.9 * bad : 0,
      freeze_count: bad > 0.4 ? 2 : 0,
      limited_by_cpu: 0,
      limited_by_bandwidth: 0,
      audio_mos: 4.37 - 1.1 * bad,
      video_score: 96 - 55 * bad,
      path_type: 1,
      interval_s: 15,
      ...own(i),
    }
  })
}

const settings = { 'quality.interval_s': 2 }
const { server, client, stop } = await startWithClient({ settings })
const people = gathering()
const room = 'design-review'

/** With animations at their end, once two pictures in a row are the same: charts grow into place. */
async function still(page, options) {
  let last = ''
  return until(
    'the page stands still',
    async () => {
      const picture = await page.screenshot({ animations: 'disabled' })
      const now = picture.toString('base64')
      const same = now === last
      last = now
      return same && page.screenshot({ animations: 'disabled', ...options })
    },
    { every_ms: 300 },
  )
}

async function fill(person, samples) {
  const { token } = await client.join(room, person)
  await client.store({ room, token }, samples)
}

async function fillWithPast() {
  await client.room({ name: room })
  const upload = (i) => bell(i, 70, 6)
  const afar = (i) => ({ rtt_s: 0.24 + 0.3 * bell(i, 30, 4), path_type: 4 })
  const busy = (i) => ({ limited_by_cpu: 0.7 * bell(i, 95, 5), freeze_s: 2.2 * bell(i, 95, 5) })
  const lossy = (i) => ({ send_loss: 0.002 + 0.07 * upload(i), recv_loss: 0.002 })
  await fill('Ada Lovelace', history(0, () => 0, lossy))
  await fill('Grace Hopper', history(9, upload))
  await fill('Alan Turing', history(18, upload, busy).filter((_, i) => i < 40 || i > 52))
  await fill('Katherine Johnson', history(27, upload, afar).slice(8, 104))
  for (const other of ['standup', 'weekly-sync', 'interview']) await client.room({ name: other })
}

/** The page of a call that is over, down to the first of its worst moments: who opens the README shall see all
 * of the picture. */
async function renewReadme() {
  await client.delete(`/api/v1/rooms/${room}`)
  const ada = await people.arrive('Ada Lovelace', { viewport: { width: 1060, height: 1000 } })
  await ada.page.goto(`${server.url}/metrics/${room}`)
  const moments = ada.page.getByRole('region', { name: 'Worst moments' })
  await moments.waitFor()
  const moment = await moments.getByRole('listitem').first().boundingBox()
  const clip = { x: 0, y: 0, width: 1060, height: moment.y + moment.height + 10 }
  const path = join(repository, 'web/screenshot.png')
  await still(ada.page, { path, clip, fullPage: true })
  console.log(`${path}: ${Math.round(statSync(path).size / 1024)} KiB`)
}

async function photograph(where, { colorScheme, viewport }) {
  const ada = await people.arrive('Ada Lovelace', { colorScheme, viewport })
  const shoot = async (what, options) => {
    const path = join(folder, `${what}-${where}-${colorScheme}.png`)
    await still(ada.page, { path, ...options })
  }
  const open = async (path, ready) => {
    await ada.page.goto(server.url + path)
    await ready(ada.page).first().waitFor()
  }
  await open('/metrics', (page) => page.getByRole('link', { name: new RegExp(room) }))
  await shoot('metrics')
  await ada.page.getByLabel('Search rooms').fill('no such room')
  await ada.page.getByText('No room matches').waitFor()
  await shoot('metrics-nothing')
  await open('/room/never-was', (page) => page.getByText('does not exist'))
  await shoot('no-room')
  await open(`/metrics/${room}`, (page) => page.getByRole('article'))
  await shoot('room-metrics')
  await ada.page.getByRole('article').first().scrollIntoViewIfNeeded()
  await ada.page.locator('canvas').first().waitFor()
  await shoot('room-metrics-charts')
  await open('/metrics/interview', (page) => page.getByText('No samples yet'))
  await shoot('room-metrics-nothing')
  await open('/metrics/a%20b', (page) => page.getByText('There is no such page'))
  await shoot('no-page')
  await open('/room/standup', (page) => page.getByRole('button', { name: 'Join', exact: true }))
  await until('the preview moves', async () => (await ada.pictures()) === 1)
  await ada.page.screenshot({ path: join(folder, `lobby-${where}-${colorScheme}.png`) })
  const grace = await people.arrive('Grace Hopper')
  await Promise.all([ada.join(), grace.join(`${server.url}/room/standup`)])
  await ada.seesAndHears(1)
  await ada.samplesAcknowledged(2)
  await ada.page.screenshot({ path: join(folder, `call-${where}-${colorScheme}.png`) })
  await ada.page.getByRole('button', { name: /^People/ }).click()
  await ada.page.screenshot({ path: join(folder, `people-${where}-${colorScheme}.png`) })
  await grace.goHome()
  await ada.leave()
  await ada.page.getByRole('button', { name: 'Rejoin' }).waitFor()
  await shoot('left')
  await open('/', (page) => page.getByRole('button', { name: 'Create a room' }))
  await ada.page.keyboard.press('Tab')
  await ada.page.keyboard.press('Tab')
  await shoot('home', { fullPage: true })
  await ada.goHome()
}

try {
  await fillWithPast()
  if (readme) {
    await renewReadme()
  } else {
    mkdirSync(folder, { recursive: true })
    for (const colorScheme of ['light', 'dark']) {
      await photograph('desk', { colorScheme, viewport: { width: 1200, height: 800 } })
      await photograph('phone', { colorScheme, viewport: { width: 375, height: 740 } })
    }
    console.log(`pages in ${folder}`)
  }
} finally {
  await people.goHome()
  await stop()
}
