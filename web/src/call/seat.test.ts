import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem, type Admission } from '../api/client'
import type { Keeper } from '../lib/storage'
import { claimInThisTab, Seat, type Claim, type SeatParts } from './seat'

const kHour_ms = 3_600_000
let kept: Map<string, unknown>
let taken: Set<string>
let now: number

const store: Keeper = {
  read: (key, isValid) => {
    const value = kept.get(key)
    return isValid(value) ? value : null
  },
  write: (key, value) => void kept.set(key, value),
  remove: (key) => void kept.delete(key),
}
const claim: Claim = async (name) => {
  if (taken.has(name)) return { granted: false, release: () => {} }
  taken.add(name)
  return { granted: true, release: () => void taken.delete(name) }
}

type Admit = NonNullable<SeatParts['client']>['admit']

/** Knows a participant by its token, as the server does. */
function server() {
  let count = 0
  return vi.fn<Admit>(async (room, name, token) => {
    count += 1
    const id = token ? token.split('.')[0]! : `id${count}`
    return {
      participant: { id, name },
      token: `${id}.${count}`,
      token_expires_at: now + kHour_ms,
      interval_s: 15,
      room: { name: room },
      clock_offset_ms: 0,
    } as Admission
  })
}

beforeEach(() => {
  kept = new Map()
  taken = new Set()
  now = 1_000_000
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => void vi.restoreAllMocks())

const take = (admit: Admit) =>
  Seat.take('r', 'Ana', { client: { admit }, store, claim, now: () => now })

describe('Seat', () => {
  it('is a new one for a tab that was never in the room', async () => {
    const admit = server()
    expect((await take(admit)).participant).toBe('id1')
    expect(admit).toHaveBeenCalledWith('r', 'Ana', undefined)
  })

  it('is the same one after a reload', async () => {
    const admit = server()
    const before = await take(admit)
    before.release()
    const after = await take(admit)
    expect(after.participant).toBe(before.participant)
    expect(admit).toHaveBeenLastCalledWith('r', 'Ana', before.token)
  })

  it('is not shared with a duplicated tab', async () => {
    const admit = server()
    const first = await take(admit)
    const second = await take(admit)
    expect(second.participant).not.toBe(first.participant)
  })

  it('is a new one when the old token is not taken any more', async () => {
    const good = server()
    ;(await take(good)).release()
    const admit = vi.fn<Admit>(async (room, name, token) => {
      if (token) throw new Problem('token-invalid', 401, 'Invalid token', '')
      return good(room, name)
    })
    expect((await take(admit)).participant).toBe('id2')
    expect(taken).toEqual(new Set(['vuedeo.seat.r.id2']))
  })

  it('is free again when the room does not admit', async () => {
    ;(await take(server())).release()
    const full = vi.fn<Admit>().mockRejectedValue(new Problem('room-full', 409, 'Full', ''))
    await expect(take(full)).rejects.toMatchObject({ slug: 'room-full' })
    expect(taken).toEqual(new Set())
  })

  it('renews its token once, whoever asks, and keeps the new one', async () => {
    const admit = server()
    const seat = await take(admit)
    const [one, two] = await Promise.all([seat.renew(), seat.renew()])
    expect([one, two]).toEqual([true, true])
    expect(admit).toHaveBeenCalledTimes(2)
    expect(seat.token).toBe('id1.2')
    expect([...kept.values()]).toEqual([{ token: 'id1.2', participant: 'id1' }])
  })

  it('knows when its token is near its end', async () => {
    const seat = await take(server())
    expect(seat.isNearExpiry).toBe(false)
    now += kHour_ms - 60_000
    expect(seat.isNearExpiry).toBe(true)
  })

  it('does not become somebody else by renewing', async () => {
    const admit = server()
    const seat = await take(admit)
    admit.mockResolvedValueOnce({ participant: { id: 'other', name: 'Ana' } } as Admission)
    expect(await seat.renew()).toBe(false)
    expect(seat.token).toBe('id1.1')
  })

  it.each([
    ['network', 0, 'later'],
    ['timeout', 0, 'later'],
    ['store-unavailable', 503, 'later'],
    ['room-full', 409, 'later'],
    ['too-many-requests', 429, 'later'],
    ['unexpected-answer', 403, 'later'],
    ['token-invalid', 401, false],
    ['room-ended', 410, false],
  ] as const)('says, when renewing fails with %s, whether it may work later', async (...given) => {
    const [slug, status, expected] = given
    const admit = server()
    const seat = await take(admit)
    admit.mockRejectedValueOnce(new Problem(slug, status, 'Problem', ''))
    expect(await seat.renew()).toBe(expected)
  })
})

describe('claimInThisTab', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it('grants where the browser refuses locks', async () => {
    const request = () => Promise.reject(new DOMException('refused', 'SecurityError'))
    vi.stubGlobal('navigator', { locks: { request } })
    expect(await claimInThisTab('seat')).toMatchObject({ granted: true })
  })
})
