// The HTTP API v1 for the browser: one method a request, typed answers, and a Problem for everything
// that is not the hoped-for answer (RFC 9457 documents, networks that are down, answers too late).
import type { EModel } from '../quality/scores'

export interface RoomParticipant {
  id: string
  name: string
  joined_at: number | null
  left_at: number | null
  first_sample_at: number | null
  last_sample_at: number | null
  sample_count: number
}

export interface Room {
  name: string
  url: string
  created_at: number
  expires_at: number | null
  ended_at: number | null
  open: boolean
  max_participants: number | null
  participant_count: number
  last_sample_at: number | null
  active_at: number
  provider: { id: string; [answer: string]: unknown } | null
}

/** What making a room answers. `owner_token`: to join as its owner. */
export type NewRoom = Room & { owner_token: string }

export type RoomDetails = Room & { participants: RoomParticipant[] }

/** The ids of plugins, by what became of them. */
export interface ReloadOutcome {
  kept: string[]
  started: string[]
  stopped: string[]
}

export interface Present {
  id: string
  name: string
  joined_at: number
}

export interface Meeting {
  id: string
  started_at: number
  /** Null: it goes on. */
  ended_at: number | null
  /** One entry a visit. */
  participants: (Present & { left_at: number | null })[]
}

export interface RoomList {
  rooms: Room[]
  next_cursor: string | null
}

export interface RoomQuery {
  query?: string
  from?: number
  to?: number
  cursor?: string
  limit?: number
}

export interface Admission {
  participant: { id: string; name: string; owner: boolean }
  token: string
  token_expires_at: number
  interval_s: number
  mos: EModel
  room: Room
  video: { plugin: string; module: string; session: unknown }
  signal_url: string | null
  /** The server's clock minus this browser's; 0 when the server did not tell. */
  clock_offset_ms: number
}

export interface Stored {
  stored: number
  duplicates: number
  rejected?: { index: number; detail: string }[]
}

export interface SeriesQuery {
  from?: number
  to?: number
  interval?: string
  fields?: string[]
  participant?: string
}

export interface SeriesValues {
  value: (number | null)[]
  min: (number | null)[]
  max: (number | null)[]
}

export interface SeriesParticipant {
  id: string
  name: string
  time: number[]
  count: (number | null)[]
  values: Record<string, SeriesValues>
}

export interface Series {
  room: string
  from: number
  to: number
  interval_s: number
  /** How often a participant is measured. */
  sample_interval_s: number
  participants: SeriesParticipant[]
}

export interface ChartQuery extends SeriesQuery {
  theme: 'light' | 'dark'
  locale: string
  time_zone: string
}

export interface Plugin {
  id: string
  kind: string
  name: string
  version: string
  abi: number
  state: string
  reason: string | null
  module: string | null
  media_type: string | null
  calls: number
  errors: number
  /** Null, as all that follows, for whoever is not an administrator. */
  details: Record<string, unknown> | null
  latency: { p50_s: number; p95_s: number; p99_s: number } | null
  last_error: { at: number; message: string; remedy: string } | null
  ready_since: number | null
  settings: { key: string; value: unknown; hidden: boolean }[] | null
}

/** Slugs that this file makes up for what never reached the server, beside the server's own. */
export type LocalSlug = 'network' | 'timeout' | 'unexpected-answer'

export class Problem extends Error {
  constructor(
    /** The last part of the server's "urn:vuedeo:problem:<slug>", or a LocalSlug. */
    readonly slug: string,
    /** The HTTP status; 0 when there was no answer. */
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly field: string | null = null,
    readonly retryAfter_s: number | null = null,
  ) {
    super(detail ? `${title}: ${detail}` : title)
    this.name = 'Problem'
  }

  /** Whether Vuedeo itself said so, not a proxy in front of it. */
  get fromServer(): boolean {
    return this.status !== 0 && this.slug !== 'unexpected-answer'
  }
}

const kTypePrefix = 'urn:vuedeo:problem:'
const kTimeout_ms = 20_000

interface Call {
  method?: string
  body?: unknown
  token?: string
  accept?: string
  keepalive?: boolean
  signal?: AbortSignal
}

/** Seconds to wait, of a Retry-After in either of its forms (RFC 9110, 10.2.3). */
export function parseRetryAfter(value: string | null, now = Date.now()): number | null {
  if (!value) return null
  if (/^\d+$/.test(value)) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000))
}

async function problemOf(response: Response): Promise<Problem> {
  const retryAfter_s = parseRetryAfter(response.headers.get('retry-after'))
  const document: unknown = await response.json().catch(() => null)
  if (typeof document === 'object' && document !== null) {
    const { type, title, detail, field } = document as Record<string, unknown>
    if (typeof type === 'string' && type.startsWith(kTypePrefix))
      return new Problem(
        type.slice(kTypePrefix.length),
        response.status,
        typeof title === 'string' ? title : 'The request failed',
        typeof detail === 'string' ? detail : '',
        typeof field === 'string' ? field : null,
        retryAfter_s,
      )
  }
  return new Problem(
    'unexpected-answer',
    response.status,
    'Unexpected answer',
    `The server answered with status ${response.status}.`,
    null,
    retryAfter_s,
  )
}

function queryString(query: object): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') parameters.set(name, String(value))
  const text = parameters.toString()
  return text && `?${text}`
}

function clockOffset(response: Response, askedAt: number): number {
  const date = Date.parse(response.headers.get('date') ?? '')
  return Number.isNaN(date) ? 0 : date - (askedAt + Date.now()) / 2
}

export class ApiClient {
  constructor(private readonly fetcher: typeof fetch = (...request) => fetch(...request)) {}

  /** `token`: the administrator's, which private servers ask for. */
  createRoom(token?: string): Promise<NewRoom> {
    return this.json('/api/v1/rooms', { method: 'POST', token })
  }

  rooms(query: RoomQuery, token?: string, signal?: AbortSignal): Promise<RoomList> {
    return this.json(`/api/v1/rooms${queryString(query)}`, { token, signal })
  }

  room(name: string, signal?: AbortSignal): Promise<RoomDetails> {
    return this.json(this.path(name), { signal })
  }

  /** Who is in the room now, as the video provider sees it. */
  async presence(name: string, signal?: AbortSignal): Promise<Present[]> {
    const path = `${this.path(name)}/presence`
    return (await this.json<{ participants: Present[] }>(path, { signal })).participants
  }

  /** The latest first; null when the video provider does not tell. */
  async meetings(name: string, signal?: AbortSignal): Promise<Meeting[] | null> {
    const path = `${this.path(name)}/meetings`
    return (await this.json<{ meetings: Meeting[] | null }>(path, { signal })).meetings
  }

  /** `token`: an earlier one of this room, to go on as the same participant. */
  admit(room: string, name: string, token?: string, owner_token?: string): Promise<Admission> {
    const askedAt = Date.now()
    const call = { method: 'POST', body: { name, owner_token }, token }
    return this.send(`${this.path(room)}/participants`, call, async (response) => {
      const clock_offset_ms = clockOffset(response, askedAt)
      return { ...((await response.json()) as Admission), clock_offset_ms }
    })
  }

  sendSamples(room: string, token: string, samples: object[], keepalive = false): Promise<Stored> {
    const call = { method: 'POST', body: { samples }, token, keepalive }
    return this.json(`${this.path(room)}/samples`, call)
  }

  series(room: string, query: SeriesQuery, signal?: AbortSignal): Promise<Series> {
    return this.json(`${this.path(room)}/series${queryString(query)}`, { signal })
  }

  /** The chart plugin's document: parsed when it is JSON, else text. */
  chart(room: string, query: ChartQuery, mediaType: string, signal?: AbortSignal) {
    const path = `${this.path(room)}/chart${queryString(query)}`
    return this.send<unknown>(path, { accept: mediaType, signal }, (response) => {
      const type = response.headers.get('content-type') ?? ''
      return /[/+]json\b/.test(type) ? response.json() : response.text()
    })
  }

  /** `token`: the administrator's, to be told everything. */
  async plugins(token?: string, signal?: AbortSignal): Promise<Plugin[]> {
    const call = { token, signal }
    return (await this.json<{ plugins: Plugin[] }>('/api/v1/plugins', call)).plugins
  }

  /** Has the server read its configuration anew. */
  reload(token?: string): Promise<ReloadOutcome> {
    return this.json('/api/v1/admin/reload', { method: 'POST', token })
  }

  private path(room: string): string {
    return `/api/v1/rooms/${encodeURIComponent(room)}`
  }

  private json<T>(path: string, call: Call = {}): Promise<T> {
    return this.send(path, call, (response) => response.json() as Promise<T>)
  }

  /** The time limit covers the answer's body too. */
  private async send<T>(
    path: string,
    call: Call,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const abort = new AbortController()
    const cancel = () => abort.abort()
    const giveUp = setTimeout(cancel, kTimeout_ms)
    call.signal?.addEventListener('abort', cancel)
    if (call.signal?.aborted) cancel()
    try {
      const response = await this.fetcher(path, requestOf(call, abort.signal))
      if (!response.ok) throw await problemOf(response)
      return await read(response)
    } catch (error) {
      if (error instanceof Problem || call.signal?.aborted) throw error
      if (abort.signal.aborted)
        throw new Problem('timeout', 0, 'No answer', 'The server did not answer in time.')
      if (error instanceof SyntaxError)
        throw new Problem('unexpected-answer', 0, 'Unexpected answer', 'It was no JSON.')
      throw new Problem('network', 0, 'No connection', 'The server could not be reached.')
    } finally {
      clearTimeout(giveUp)
      call.signal?.removeEventListener('abort', cancel)
    }
  }
}

/** Headers hold bytes: a token that somebody typed may hold more than ASCII. */
function asBytes(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text))
}

function requestOf(call: Call, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { accept: call.accept ?? 'application/json' }
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  if (call.token) headers.authorization = `Bearer ${asBytes(call.token)}`
  return {
    method: call.method ?? 'GET',
    headers,
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    keepalive: call.keepalive,
    signal,
    cache: 'no-store',
  }
}

export const api = new ApiClient()
