// A person in front of WebKitGTK's MiniBrowser, on a screen that nobody sees. It is driven over WebDriver
// by plain HTTP; the server serves its pages with a script before their own that keeps what went wrong.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freePort } from './network.mjs'
import { executable, temporaryFolder } from './server.mjs'
import { until, within } from './wait.mjs'

/** A process that ends with this one, whatever ends it. */
function start(program, args, options) {
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', program, ...args], options)
  child.ended = new Promise((done) => child.on('close', done))
  return child
}

/** What becomes of `ready`, unless the process ends before. */
function started(program, child, ready) {
  const ended = child.ended.then(() => assert.fail(`${program} ended: is it installed?`))
  return within(30_000, `${program} has started`, Promise.race([ready, ended]))
}

async function startScreen() {
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']
  const screen = start('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = new Promise((done) => screen.stdio[3].once('data', (data) => done(String(data).trim())))
  return { screen, display: `:${await started('Xvfb', screen, number)}` }
}

function miniBrowser() {
  const libraries = '/usr/lib'
  const found = readdirSync(libraries)
    .filter((name) => name.endsWith('-linux-gnu'))
    .flatMap((name) => readdirSync(join(libraries, name)).map((each) => join(libraries, name, each)))
    .filter((folder) => /\/webkit2gtk-4\.\d$/.test(folder))
    .map((folder) => join(folder, 'MiniBrowser'))
    .find(existsSync)
  assert.ok(found, 'no MiniBrowser of WebKitGTK: apt-get install webkit2gtk-driver')
  return found
}

/** Its toolbar would keep the window wider than a phone. */
function settingsFolder() {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'gtk-3.0'))
  const flat = '* { min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; font-size: 1px }'
  writeFileSync(join(folder, 'gtk-3.0/gtk.css'), flat)
  return folder
}

/** Runs in every page before its own scripts. */
function watchFromWithin() {
  window.troubles = []
  addEventListener('error', (event) => {
    const { src, href } = event.target
    window.troubles.push(`uncaught: ${event.message ?? `${src ?? href} cannot be loaded`}`)
  }, true)
  addEventListener('unhandledrejection', ({ reason }) => window.troubles.push(`rejected: ${reason}`))
  addEventListener('securitypolicyviolation', (event) => {
    window.troubles.push(`policy: ${event.violatedDirective} ${event.blockedURI}`)
  })
  const { error } = console
  console.error = (...words) => {
    window.troubles.push(`logged: ${words.join(' ')}`)
    error.apply(console, words)
  }
}

/** For server.web_dir: the app, with that watcher. WebDriver itself comes too late for it. */
export function watchedApp() {
  const folder = temporaryFolder()
  cpSync(join(dirname(executable), '../share/vuedeo/web'), folder, { recursive: true })
  writeFileSync(join(folder, 'assets/watcher.js'), `(${watchFromWithin})()`)
  const index = join(folder, 'index.html')
  const page = readFileSync(index, 'utf8')
  const watched = page.replace('<head>', '<head><script src="/assets/watcher.js"></script>')
  assert.notEqual(watched, page)
  writeFileSync(index, watched)
  return folder
}

/** Runs in the page: what people see of this kind and call so, by its label or what it says. */
function elementsWithin(selector, name) {
  const nameOf = (element) =>
    element.getAttribute('aria-label') ??
    (element.labels?.[0] ?? element).textContent.replace(/\s+/g, ' ').trim()
  return [...document.querySelectorAll(selector)].filter(
    // The choices of a closed list count as invisible.
    (one) => (one.checkVisibility() || one.matches('option')) && (!name || nameOf(one) === name),
  )
}

export class WebKit {
  static async start({ colorScheme = 'light', width = 1000, height = 760 } = {}) {
    const { screen, display } = await startScreen()
    const port = await freePort()
    const driver = start('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        HOME: temporaryFolder(),
        XDG_CONFIG_HOME: settingsFolder(),
        DISPLAY: display,
        GDK_BACKEND: 'x11',
        GSETTINGS_BACKEND: 'memory',
        GTK_THEME: colorScheme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
        NO_AT_BRIDGE: '1', // there is no D-Bus
        LIBGL_ALWAYS_SOFTWARE: '1',
        // Tests run as root in containers, where its sandbox cannot be built.
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
    })
    const browser = new WebKit(port, driver, screen)
    try {
      await browser.#open()
      await browser.resize(width, height)
    } catch (error) {
      await browser.end()
      throw error
    }
    return browser
  }

  async #open() {
    const listens = until('WebKitWebDriver listens', () => this.#ask('GET', '/status').catch(() => null))
    await started('WebKitWebDriver', this.driver, listens)
    const options = { binary: miniBrowser(), args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
    const { sessionId } = await this.#ask('POST', '/session', { capabilities })
    this.session = `/session/${sessionId}`
  }

  constructor(port, driver, screen) {
    this.url = `http://127.0.0.1:${port}`
    this.driver = driver
    this.screen = screen
    this.troubles = []
  }

  async #ask(method, path, body) {
    const response = await fetch(this.url + path, { method, body: body && JSON.stringify(body) })
    const { value } = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`)
    return value
  }

  #command(method, path, body) {
    return this.#ask(method, `${this.session}${path}`, body)
  }

  /** A function, or the text of a script, in the page; resolves with what comes of it. */
  evaluate(script, ...args) {
    const text = typeof script === 'function' ? `return (${script})(...arguments)` : script
    return this.#command('POST', '/execute/sync', { script: text, args })
  }

  async goto(url) {
    await this.#keepTroubles()
    await this.#command('POST', '/url', { url })
  }

  async reload() {
    await this.#keepTroubles()
    await this.#command('POST', '/refresh', {})
  }

  resize(width, height) {
    return this.#command('POST', '/window/rect', { x: 0, y: 0, width, height })
  }

  /** Its id, once there is exactly one. */
  element(selector, name) {
    return until(`there is ${selector} ${name ?? ''}`, async () => {
      const found = await this.evaluate(elementsWithin, selector, name)
      assert.ok(found.length < 2, `${found.length} of ${selector} ${name ?? ''}`)
      return found[0] && Object.values(found[0])[0]
    })
  }

  async click(selector, name) {
    await this.#command('POST', `/element/${await this.element(selector, name)}/click`, {})
  }

  async type(label, text) {
    const id = await this.element('input', label)
    await this.#command('POST', `/element/${id}/clear`, {})
    await this.#command('POST', `/element/${id}/value`, { text })
  }

  text() {
    return this.evaluate(() => document.body.innerText.replace(/\s+/g, ' '))
  }

  sees(pattern) {
    return until(`the page says ${pattern}`, async () => pattern.exec(await this.text()))
  }

  async #keepTroubles() {
    this.troubles.push(...((await this.evaluate(() => window.troubles)) ?? []))
  }

  async assertUntroubled() {
    await this.#keepTroubles()
    assert.deepEqual(this.troubles, [])
  }

  async end() {
    if (this.session) await this.#ask('DELETE', this.session)
    for (const child of [this.driver, this.screen]) {
      child.kill()
      await child.ended
    }
  }
}
