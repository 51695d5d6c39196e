// Daily's half of the browsers under test: its call machine, its Prebuilt page, and what joins the
// people of a room. The real daily-js in the page talks to it as it would to Daily; nothing but
// requests to Daily's own hosts is intercepted. Rooms and tokens are the fake REST API's.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const read = (name) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')
const machine = read('daily_machine.js')
const prebuilt = read('daily_prebuilt.html').replace('/* daily_machine.js */', () => machine)

const isMachine = /^\/call-machine\/versioned\/[\d.]+\/static\/call-machine-object-bundle\.js$/

export class DailyStandIn {
  /** domain: of the fake REST API (fake_daily_domain.mjs). */
  constructor(domain) {
    this.domain = domain
    /** session id -> {session, about, room, frame} */
    this.people = new Map()
    /** Requests of the pages to anywhere else: no part of a call. */
    this.strays = []
    this.refusal = null
    this.isReachable = true
    /** Hosts that were asked in vain while it was not reachable. */
    this.refused = new Set()
    this.#watchEjections()
  }

  /** From now on this person's browser finds the stand-in where Daily would be. */
  async serve({ context }) {
    await context.exposeBinding('dailyStandIn', ({ frame }, asked) => this.#answer(frame, asked))
    const isOutside = ({ hostname }) => hostname !== '127.0.0.1' && hostname !== 'localhost'
    await context.route(isOutside, (route) => this.#fulfil(route))
    const watch = (page) => {
      page.on('framenavigated', (frame) => this.#gone(({ frame: other }) => other === frame))
      page.on('framedetached', (frame) => this.#gone(({ frame: other }) => other === frame))
      page.on('close', () => this.#gone(({ frame }) => frame.page() === page))
    }
    context.pages().forEach(watch)
    context.on('page', watch)
  }

  /** Ends every attempt to join with this error, as daily-js tells it; null: none any more. */
  refuse(error) {
    this.refusal = error
  }

  /** Ends the call of this participant with this error. */
  end(userId, error) {
    for (const one of this.#sessionsOf(userId)) this.#tell(one, { type: 'fatal', error })
    this.#gone(({ session }) => session.user_id === userId)
  }

  /** Lets the call machine of this participant say something to daily-js. */
  say(userId, message) {
    for (const one of this.#sessionsOf(userId)) this.#tell(one, { type: 'post', message })
  }

  #sessionsOf(userId) {
    return [...this.people.values()].filter(({ session }) => session.user_id === userId)
  }

  #fulfil(route) {
    const url = new URL(route.request().url())
    if (!this.isReachable) {
      this.refused.add(url.hostname)
      return route.abort()
    }
    if (url.hostname === 'c.daily.co' && isMachine.test(url.pathname)) {
      return route.fulfill({ contentType: 'text/javascript', body: machine })
    }
    const isRoom = route.request().resourceType() === 'document' && /^\/[\w-]+$/.test(url.pathname)
    if (url.hostname === `${this.domain.name}.daily.co` && isRoom) {
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: prebuilt })
    }
    this.strays.push(url.href)
    return route.abort()
  }

  #answer(frame, { type, ...asked }) {
    if (type === 'enter') return this.#enter(frame, asked)
    if (type === 'leave') return this.#gone(({ session }) => session.id === asked.session)
    const to = this.people.get(asked.to)
    if (to) this.#tell(to, { type: 'data', from: asked.session, data: asked.data })
  }

  #enter(frame, { url, token }) {
    if (this.refusal) return { error: this.refusal }
    const room = new URL(url).pathname.slice(1)
    let session
    try {
      session = this.domain.enter(room, token)
    } catch ({ message: type }) {
      return { error: { type, msg: type } }
    }
    const others = this.#othersIn(room)
    const about = {
      session_id: session.id,
      public: {
        session_id: session.id,
        user_id: session.user_id ?? session.id,
        user_name: session.user_name ?? 'Guest',
        owner: session.owner,
        joined_at: new Date(session.joined * 1000),
      },
    }
    this.people.set(session.id, { session, about, room, frame })
    for (const other of others) this.#tell(other, { type: 'joined', about })
    return { me: about, others: others.map((other) => other.about) }
  }

  #othersIn(room) {
    return [...this.people.values()].filter((one) => one.room === room)
  }

  #tell({ session, frame }, message) {
    const tell = ([id, said]) => window.dailyStandInTells(id, said)
    // A page that has gone meanwhile hears nothing.
    frame.evaluate(tell, [session.id, message]).catch(() => {})
  }

  #gone(isGone) {
    for (const one of [...this.people.values()].filter(isGone)) {
      this.people.delete(one.session.id)
      if (!one.session.left) this.domain.leave(one.session)
      for (const other of this.#othersIn(one.room)) {
        this.#tell(other, { type: 'left', from: one.session.id })
      }
    }
  }

  /** Whom the REST API sends out, the browser must hear of. */
  #watchEjections() {
    const leave = this.domain.leave.bind(this.domain)
    this.domain.leave = (session) => {
      leave(session)
      const ejected = this.people.get(session.id)
      if (!ejected) return
      this.#tell(ejected, { type: 'fatal', error: { type: 'ejected', msg: 'ejected' } })
      this.#gone(({ session: { id } }) => id === session.id)
    }
  }
}
