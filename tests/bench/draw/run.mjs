// How long Chromium takes to draw a room's charts: 10 participants, 300 points of each series, beside as many
// bare charts of one point, by turns. Until the browser has painted those in view, and all of them.
//
//     node run.mjs [rounds]
import assert from 'node:assert/strict'
import { gathering } from '../../support/browser.mjs'
import { Client } from '../../support/client.mjs'
import { beginOf, sampleAt, second_ms } from '../../support/samples.mjs'
import { startServer } from '../../support/server.mjs'

const participants = 10
const points = 300
const step_ms = 15 * second_ms
const rounds = Number(process.argv[2] ?? 9)

const server = await startServer({
  settings: { 'log.level': 'warning', 'log.access': false },
})
const client = await Client.of(server)
const people = gathering()

/** The documents of all charts: {full, bare}. */
async function documents() {
  const { name } = await client.room({ max_participants: participants })
  const end = beginOf(step_ms)
  const full = []
  const bare = []
  for (let i = 0; i < participants; ++i) {
    const { token, participant } = await client.join(name, `Person ${i}`)
    const samples = Array.from({ length: points }, (_, k) =>
      sampleAt(end - (points - k) * step_ms, {
        send_bps: 1.2e6 * (1 + 0.3 * Math.sin((k + i) / 7)),
        recv_bps: 1.9e6 * (1 + 0.2 * Math.cos((k + i) / 5)),
        recv_loss: 0.01 * (1 + Math.sin(k / 11)),
        rtt_s: 0.04 + 0.01 * Math.sin(k / 3),
        send_fps: 28 + Math.sin(k),
        video_score: 90 + 5 * Math.sin(k / 9),
        audio_mos: 4.2,
      }),
    )
    await client.store({ room: name, token }, samples)
    const chart = async (range) => {
      const query = { participant: participant.id, interval: 15, ...range }
      const answer = await client.get(`/api/v1/rooms/${name}/chart?${new URLSearchParams(query)}`)
      assert.equal(answer.status, 200, answer.text)
      return JSON.parse(answer.text)
    }
    full.push(await chart({ from: end - points * step_ms, to: end }))
    bare.push(await chart({ from: end - step_ms, to: end }))
  }
  return { full, bare }
}

/** Runs in the page: milliseconds from the first mount to the frames after those in view, and all, are drawn. */
async function draw({ module, documents }) {
  const { default: named, ...rest } = await import(module)
  const { mount } = named ?? rest
  const places = documents.map(() => document.createElement('div'))
  for (const place of places) place.style.width = '960px'
  document.body.prepend(...places) // above the page itself: the first ones are in view
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  const paint = async () => {
    await frame()
    await new Promise((done) => setTimeout(done)) // after the paint of that frame
  }
  const canvases = () => [...document.querySelectorAll('canvas')]
  const isDrawn = (canvas) => canvas.width > 0
  await frame()
  const begin = performance.now()
  const charts = documents.map((document, i) =>
    mount(places[i], { document, theme: 'light', locale: 'en' }),
  )
  const mounted = performance.now() - begin
  const inView = canvases().filter((canvas) => canvas.getBoundingClientRect().top < innerHeight)
  const areSeen = inView.every(isDrawn)
  await paint()
  const seen = performance.now() - begin
  while (!canvases().every(isDrawn)) await new Promise((done) => setTimeout(done))
  await paint()
  const all = performance.now() - begin
  for (const chart of charts) chart.destroy()
  for (const place of places) place.remove()
  return { mounted, seen, all, areSeen, inView: inView.length, canvases: charts.length }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const round = (value) => value.toFixed(1)

try {
  const { json } = await client.get('/api/v1/plugins')
  const module = json.plugins.find(({ kind }) => kind === 'chart').module
  const kinds = await documents()
  const { page } = await people.arrive('Ada', { viewport: { width: 1280, height: 800 } })
  await page.goto(`${server.url}/metrics`)
  const took = { full: [], bare: [] }
  // Unmeasured: what the engine compiles and caches once.
  for (const kind of ['full', 'bare']) {
    const { canvases, areSeen } = await page.evaluate(draw, { module, documents: kinds[kind] })
    assert.equal(canvases, participants)
    assert.ok(areSeen, 'what is in view is drawn by mount()')
  }
  for (let i = 0; i < rounds; ++i)
    for (const kind of ['full', 'bare'])
      took[kind].push(await page.evaluate(draw, { module, documents: kinds[kind] }))
  const of = (kind, what) => took[kind].map((one) => one[what])
  const told = (values) =>
    `${round(median(values))} ms (${round(Math.min(...values))} to ${round(Math.max(...values))})`
  for (const kind of ['full', 'bare'])
    console.log(
      `${kind}: ${took[kind][0].inView} in view painted after ${told(of(kind, 'seen'))}, ` +
        `all after ${told(of(kind, 'all'))}, in mount() ${told(of(kind, 'mounted'))}`,
    )
  console.log(`full to bare: ${(median(of('full', 'all')) / median(of('bare', 'all'))).toFixed(2)}`)
} finally {
  await people.goHome()
  client.close()
  await server.stop()
}
