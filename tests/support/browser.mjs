// People in front of real browsers: each has a Chromium process of their own, with a camera that
// shows a timer and a microphone that beeps, and does what people do, by what the page calls things.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chromium, firefox } from 'playwright-core'
import { addDefaultRoute, freePort } from './network.mjs'
import { until } from './wait.mjs'

const executablePath = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(existsSync)
// Two busy cores must encode and decode what everybody sends: few frames are enough to measure.
const framesPerSecond = 7
const patience_ms = 60_000
export const defaultEngine = process.env.VUEDEO_ENGINE ?? 'chromium'

/** media: "devices", "no camera" (the machine has none) or "refused" (the person says no to both). args: more
 * options of Chromium; ignoreDefaultArgs: those of Playwright that it is not to have. */
export async function launch(media = 'devices', args = [], ignoreDefaultArgs = []) {
  assert.ok(executablePath, 'no Chromium: apt-get install chromium')
  const devices = media === 'no camera' ? 'device-count=0' : `fps=${framesPerSecond}`
  return chromium.launch({
    executablePath,
    headless: true,
    ignoreDefaultArgs,
    args: [
      '--no-sandbox', // tests run as root in containers
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--mute-audio',
      `--use-fake-device-for-media-stream=${devices}`,
      ...(media === 'refused' ? [] : ['--use-fake-ui-for-media-stream']),
      // Nothing of a test leaves the machine: media goes over loopback, by addresses as they are.
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
      ...args,
    ],
  })
}

/** Playwright has every tab believe that it is looked at. Here one in front hides the others, whose own timers
 * soon run once a minute, as people's do: a context that is closed with its browser. */
async function launchWithTabs() {
  const port = await freePort()
  const browser = await launch(
    'devices',
    [
      `--remote-debugging-port=${port}`,
      '--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/1',
    ],
    ['--disable-background-timer-throttling', '--disable-renderer-backgrounding'],
  )
  const address = `http://127.0.0.1:${port}`
  const [context] = (await chromium.connectOverCDP(address, { noDefaults: true })).contexts()
  return { browser, context }
}

/** Debian's Firefox as it is, over WebDriver BiDi, on a system of this theme. */
export async function launchFirefox(colorScheme = 'light') {
  const executablePath = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync)
  assert.ok(executablePath, 'no Firefox: apt-get install firefox-esr')
  addDefaultRoute()
  return firefox.launch({
    executablePath,
    channel: 'moz-firefox',
    headless: true,
    firefoxUserPrefs: {
      'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.volume_scale': '0.0',
      // Nothing of a test leaves the machine: media goes over loopback, by addresses as they are.
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.gmp-manager.updateEnabled': false,
      'network.dns.disabled': true,
    },
  })
}

/** Runs in pages of Firefox, whose protocol does not tell what was sent. */
function tellAcknowledged() {
  const { fetch } = window
  window.fetch = async (address, options) => {
    const response = await fetch(address, options)
    if (response.status === 201 && /\/samples$/.test(address)) {
      await window.acknowledged(JSON.parse(options.body).samples.map((sample) => sample.sampled_at))
    }
    return response
  }
}

/** Runs in every page before its own scripts: keeps what only the test wants to know. */
function watchFromWithin() {
  window.connections = []
  const Native = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args)
      window.connections.push(this)
    }
  }
  window.violations = []
  document.addEventListener('securitypolicyviolation', (event) => {
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
  })
}

export class Person {
  /** engine: "chromium" or "firefox", which has devices and is asked for no permission (default: that of
   * VUEDEO_ENGINE). more: of the browser's context. */
  static async arrive(
    name,
    { engine = defaultEngine, media = 'devices', colorScheme = 'light', viewport, ...more } = {},
  ) {
    const isChromium = engine === 'chromium'
    const browser = await (isChromium ? launch(media) : launchFirefox(colorScheme))
    const context = await browser.newContext({
      colorScheme,
      viewport: viewport ?? { width: 1000, height: 720 },
      permissions:
        media === 'refused' || !isChromium
          ? []
          : ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
      ...more,
    })
    return Person.#at(browser, context, name, isChromium)
  }

  /** To a Chromium whose tabs hide each other. */
  static async arriveWithTabs(name) {
    const { browser, context } = await launchWithTabs()
    return Person.#at(browser, context, name, true)
  }

  static async #at(browser, context, name, isChromium) {
    context.setDefaultTimeout(patience_ms)
    await context.addInitScript(watchFromWithin)
    const person = new Person(name, browser, context)
    if (!isChromium) {
      await context.exposeFunction('acknowledged', (times) => person.#acknowledge(times))
      await context.addInitScript(tellAcknowledged)
    }
    person.page = await person.newPage()
    return person
  }

  constructor(name, browser, context) {
    this.name = name
    this.browser = browser
    this.context = context
    this.errors = []
    this.tolerated = []
    /** What the server has acknowledged: sampled_at -> how often. */
    this.acknowledged = new Map()
  }

  async newPage() {
    const page = await this.context.newPage()
    page.on('pageerror', (error) => this.errors.push(`uncaught: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.errors.push(`${message.text()} ${message.location().url}`)
      }
    })
    page.on('response', (response) => this.#note(response))
    return page
  }

  #note(response) {
    const request = response.request()
    if (request.method() !== 'POST' || !/\/samples$/.test(request.url())) return
    if (response.status() !== 201 || !request.postData()) return
    this.#acknowledge(JSON.parse(request.postData()).samples.map(({ sampled_at }) => sampled_at))
  }

  #acknowledge(times) {
    for (const time of times) this.acknowledged.set(time, (this.acknowledged.get(time) ?? 0) + 1)
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Opens a room's page and goes in. */
  async join(url) {
    if (url) await this.page.goto(url)
    await this.page.getByLabel('Your name').fill(this.name)
    await this.button('Join').click()
    await this.inCall()
  }

  inCall() {
    return this.button('Leave').waitFor()
  }

  leave() {
    return this.button('Leave').click()
  }

  /** What the browser itself says of everything that it sends and receives, all connections added. */
  traffic() {
    return this.page.evaluate(async () => {
      const total = { at: 0, connected: 0 }
      for (const kind of ['audio', 'video']) {
        total[kind] = { received: 0, sent: 0, decoded: 0, encoded: 0 }
      }
      for (const connection of window.connections) {
        if (connection.connectionState !== 'connected') continue
        total.connected += 1
        for (const report of (await connection.getStats()).values()) {
          const sum = total[report.kind]
          if (report.type === 'inbound-rtp') {
            sum.received += report.bytesReceived
            sum.decoded += report.framesDecoded ?? 0
          } else if (report.type === 'outbound-rtp') {
            sum.sent += report.bytesSent
            sum.encoded += report.framesEncoded ?? 0
          } else {
            continue
          }
          total.at = Math.max(total.at, report.timestamp)
        }
      }
      return total
    })
  }

  /** Resolves once the pictures and the sound of this many others arrive and go on arriving. */
  async seesAndHears(others) {
    await until(
      `${this.name} is connected to ${others}`,
      async () => (await this.traffic()).connected === others,
      { timeout_ms: patience_ms, every_ms: 200 },
    )
    const before = await this.traffic()
    await until(
      `${this.name} sees and hears ${others} others`,
      async () => {
        const now = await this.traffic()
        const frames = now.video.decoded - before.video.decoded
        const bytes = now.audio.received - before.audio.received
        return now.connected === others && frames >= 5 * others && bytes > 0
      },
      { timeout_ms: patience_ms, every_ms: 200 },
    )
  }

  /** How many of the pictures on the page are really moving. */
  pictures() {
    return this.page.evaluate(
      () =>
        [...document.querySelectorAll('video')].filter(
          (video) => video.videoWidth > 0 && !video.paused && video.readyState >= 2,
        ).length,
    )
  }

  /** How many samples wait in this browser to be acknowledged. */
  async samplesWaiting() {
    return (await this.timesWaiting()).length
  }

  /** When they were taken. page: any of the server's that is open. */
  timesWaiting(page = this.page) {
    return page.evaluate(async () => {
      const answer = (request) =>
        new Promise((done, failed) => {
          request.onsuccess = () => done(request.result)
          request.onerror = () => failed(request.error)
        })
      const [{ name }] = await indexedDB.databases()
      const database = await answer(indexedDB.open(name))
      const [store] = database.objectStoreNames
      const kept = await answer(database.transaction(store).objectStore(store).getAll())
      database.close()
      return kept.map(({ sampled_at }) => sampled_at)
    })
  }

  async samplesAcknowledged(count) {
    await until(
      `${count} samples of ${this.name} are acknowledged`,
      () => this.acknowledged.size >= count,
      { timeout_ms: 2 * patience_ms, every_ms: 100 },
    )
  }

  /** Errors that match are part of what is being tested. */
  tolerate(...patterns) {
    this.tolerated.push(...patterns)
  }

  async assertUntroubled() {
    for (const page of this.context.pages()) {
      const violations = await page.evaluate(() => window.violations ?? [])
      assert.deepEqual(violations, [], `${this.name} meets violations of the policy`)
    }
    const errors = this.errors.filter((text) => !this.tolerated.some((known) => known.test(text)))
    assert.deepEqual(errors, [], `${this.name} meets errors`)
  }

  async goHome() {
    await this.browser.close()
  }
}

/** Arrivals of these people, who all go home when the test is over. prepare(person): before they do
 * anything. */
export function gathering(prepare = async () => {}) {
  const people = []
  const welcome = async (person) => {
    people.push(person)
    await prepare(person)
    return person
  }
  return {
    arrive: async (name, options) => welcome(await Person.arrive(name, options)),
    arriveWithTabs: async (name) => welcome(await Person.arriveWithTabs(name)),
    goHome: () => Promise.all(people.map((person) => person.goHome())),
  }
}
