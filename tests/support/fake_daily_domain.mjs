// What a Daily domain keeps, and its rules: rooms, who is in them, meeting tokens. No HTTP here.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'

/** An answer other than 200. */
export class Refusal extends Error {
  constructor(status, error, info) {
    super(info)
    this.status = status
    this.body = info === undefined ? { error } : { error, info }
  }
}

const invalid = (info) => new Refusal(400, 'invalid-request-error', info)
const now_s = () => Date.now() / 1000

/** A room's config holds only what differs from these. */
const defaults = {
  max_participants: 200,
  enable_screenshare: true,
  enable_video_processing_ui: true,
  enable_shared_chat_history: true,
  enable_adaptive_simulcast: true,
  lang: 'en',
}
const falseByDefault = [
  'eject_at_room_exp',
  'enable_advanced_chat',
  'enable_chat',
  'enable_dialout',
  'enable_hidden_participants',
  'enable_terse_logging',
  'enforce_unique_user_ids',
  'start_audio_off',
  'start_video_off',
]
for (const name of falseByDefault) defaults[name] = false

const booleans = /^(enable_(?!recording$|raw_tracks)|start_|eject_at_|enforce_|experimental_)/

function checkTime(name, value) {
  if (typeof value !== 'number') {
    throw invalid(`${name} was '${value}' but should be a number of seconds since the unix epoch`)
  }
  if (name === 'exp' && value < now_s()) {
    throw invalid(`exp was '${value}' which is in the past rather than in the future`)
  }
}

function checkProperties(properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'exp' || name === 'nbf') checkTime(name, value)
    else if (booleans.test(name) && typeof value !== 'boolean')
      throw invalid(`${name} was '${value}' but should be a boolean`)
  }
}

function onlyMembers(body, known) {
  for (const name of Object.keys(body)) {
    if (!known.includes(name)) throw invalid(`unexpected parameter: ${name}`)
  }
}

/** A page of a list that is newest first. */
function page(list, query, idOf) {
  const limit = Math.min(Number(query.get('limit') ?? 100), 100)
  const indexOf = (cursor) => {
    const found = list.findIndex((item) => idOf(item) === cursor)
    if (found < 0) throw invalid(`no such object: ${cursor}`)
    return found
  }
  const after = query.get('starting_after')
  const before = query.get('ending_before')
  let data = list
  if (after) data = list.slice(indexOf(after) + 1)
  if (before) data = before === 'OLDEST' ? list.slice(-limit) : list.slice(0, indexOf(before))
  return { total_count: list.length, data: data.slice(0, limit) }
}

export class Domain {
  constructor({ apiKey, name = 'fake-domain', id = randomUUID() }) {
    Object.assign(this, { apiKey, name, id })
    this.rooms = new Map()
    this.meetings = [] // oldest first
  }

  describe() {
    return { domain_name: this.name, domain_id: this.id, config: {} }
  }

  // ---- Rooms

  createRoom(body) {
    onlyMembers(body, ['name', 'privacy', 'properties'])
    const name = body.name ?? randomUUID().replaceAll('-', '').slice(0, 20)
    if (/[^A-Za-z0-9_-]/.test(name)) {
      throw invalid(
        `${name} contains invalid characters (room names can contain A-Z, a-z, 0-9, '-', and '_')`,
      )
    }
    if (name.length > 128) throw invalid(`${name} is too long`)
    if (this.rooms.has(name)) throw invalid(`a room named ${name} already exists`)
    const room = {
      id: randomUUID(),
      name,
      api_created: true,
      privacy: 'public',
      url: `https://${this.name}.daily.co/${name}`,
      created_at: new Date().toISOString(),
      config: {},
    }
    this.#apply(room, body)
    this.rooms.set(name, room)
    return room
  }

  updateRoom(name, body) {
    onlyMembers(body, ['privacy', 'properties'])
    const room = this.room(name)
    this.#apply(room, body)
    return room
  }

  #apply(room, { privacy = room.privacy, properties = {} }) {
    if (!['public', 'private'].includes(privacy)) throw invalid(`privacy was '${privacy}'`)
    checkProperties(properties)
    room.privacy = privacy
    for (const [name, value] of Object.entries(properties)) {
      if (value === defaults[name]) delete room.config[name]
      else room.config[name] = value
    }
  }

  room(name) {
    const room = this.rooms.get(name)
    if (!room) throw new Refusal(404, 'not-found', `room ${name} not found`)
    return room
  }

  deleteRoom(name) {
    this.room(name)
    this.rooms.delete(name)
    return { deleted: true, name }
  }

  listRooms(query) {
    return page([...this.rooms.values()].reverse(), query, (room) => room.id)
  }

  // ---- Meeting tokens

  sign(payload) {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`
    return `${signed}.${createHmac('sha256', this.apiKey).update(signed).digest('base64url')}`
  }

  createToken({ properties = {} }) {
    const { room_name: r, user_id: ud, user_name: u, is_owner: o, exp, nbf } = properties
    if (exp !== undefined) checkTime('exp', exp)
    if (ud?.length > 36) throw invalid('user_id is longer than 36 characters')
    const payload = { r, ud, u, o, exp, nbf, d: this.id, iat: Math.floor(now_s()) }
    return { token: this.sign(payload) }
  }

  /** The claims of a token that this domain accepts. */
  claims(token) {
    const [header, payload, signature] = token.split('.')
    const expected = createHmac('sha256', this.apiKey).update(`${header}.${payload}`).digest()
    const given = Buffer.from(signature ?? '', 'base64url')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw invalid('the token is not valid')
    }
    const claims = JSON.parse(Buffer.from(payload, 'base64url'))
    if (claims.d !== this.id || !Number.isInteger(claims.iat)) throw invalid('not of this domain')
    return claims
  }

  describeToken(token) {
    const { r, ud, u, o, exp } = this.claims(token)
    return { room_name: r, user_id: ud, user_name: u, is_owner: o ?? false, exp }
  }

  // ---- Who is in a room

  /** As a browser joins: a session, or an Error whose message is daily-js's type of fatal error. */
  enter(roomName, token) {
    const refuse = (type) => {
      throw new Error(type)
    }
    const room = this.rooms.get(roomName) ?? refuse('no-room')
    let claims = {}
    if (token) {
      try {
        claims = this.claims(token)
      } catch {
        refuse('not-allowed')
      }
      if (claims.r && claims.r !== roomName) refuse('not-allowed')
      if (claims.exp !== undefined && claims.exp <= now_s()) refuse('exp-token')
      if (claims.nbf > now_s()) refuse('nbf-token')
    } else if (room.privacy === 'private') {
      refuse('not-allowed')
    }
    if (room.config.exp <= now_s()) refuse('exp-room')
    if (room.config.nbf > now_s()) refuse('nbf-room')

    let meeting = this.meetings.find(({ room, ongoing }) => ongoing && room === roomName)
    const present = meeting?.sessions.filter((session) => !session.left) ?? []
    if (present.length >= (room.config.max_participants ?? 200)) refuse('meeting-full')
    if (!meeting) {
      meeting = { id: randomUUID(), room: roomName, start: now_s(), ongoing: true, sessions: [] }
      this.meetings.push(meeting)
    }
    const session = {
      id: randomUUID(),
      meeting: meeting.id,
      room: roomName,
      user_id: claims.ud ?? null,
      user_name: claims.u ?? null,
      owner: claims.o ?? false,
      joined: now_s(),
      // Fixed as of now: a room whose exp changes later does not change it.
      will_eject_at: room.config.eject_at_room_exp ? room.config.exp : 0,
    }
    meeting.sessions.push(session)
    return session
  }

  leave(session) {
    session.left = now_s()
    const meeting = this.meetings.find(({ id }) => id === session.meeting)
    if (meeting.sessions.every(({ left }) => left)) {
      meeting.ongoing = false
      meeting.end = now_s()
    }
  }

  presentIn(roomName) {
    return this.meetings
      .filter(({ room, ongoing }) => ongoing && room === roomName)
      .flatMap(({ sessions }) => sessions.filter(({ left }) => !left))
  }

  eject(roomName, body) {
    this.room(roomName)
    onlyMembers(body, ['ids', 'user_ids', 'ban'])
    const { ids = [], user_ids = [] } = body
    if (ids.length > 100 || user_ids.length > 100) throw invalid('at most 100 ids')
    const gone = this.presentIn(roomName).filter(
      ({ id, user_id }) => ids.includes(id) || user_ids.includes(user_id),
    )
    for (const session of gone) this.leave(session)
    return { ejectedIds: gone.map(({ id }) => id) }
  }

  /** Camel case here, snake case in meetings: as at Daily. */
  presence(roomName, query) {
    this.room(roomName)
    const people = this.presentIn(roomName).map((session) => ({
      room: roomName,
      id: session.id,
      userId: session.user_id,
      userName: session.user_name,
      mtgSessionId: session.meeting,
      joinTime: new Date(session.joined * 1000).toISOString(),
      duration: Math.floor(now_s() - session.joined),
    }))
    return { total_count: people.length, data: people.slice(0, Number(query.get('limit') ?? 100)) }
  }

  listMeetings(query) {
    const matching = this.meetings
      .filter(({ room }) => !query.get('room') || room === query.get('room'))
      .filter(({ ongoing }) => !query.get('ongoing') || String(ongoing) === query.get('ongoing'))
    const { total_count, data } = page([...matching].reverse(), query, ({ id }) => id)
    return { total_count, data: data.map((meeting) => this.#describeMeeting(meeting)) }
  }

  #describeMeeting({ id, room, start, end, ongoing, sessions }) {
    return {
      id,
      room,
      start_time: Math.floor(start),
      duration: Math.floor((end ?? now_s()) - start),
      ongoing,
      max_participants: sessions.length,
      participants: sessions.map((session) => ({
        user_id: session.user_id,
        participant_id: session.id,
        user_name: session.user_name,
        join_time: Math.floor(session.joined),
        duration: Math.floor((session.left ?? now_s()) - session.joined),
      })),
    }
  }
}
