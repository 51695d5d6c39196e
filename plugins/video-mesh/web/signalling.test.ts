import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeSocket, welcome } from './fakes'
import { Signalling } from './signalling'

let sockets: FakeSocket[]
let events: string[]
let signalling: Signalling

const latest = () => sockets[sockets.length - 1] as FakeSocket

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  sockets = []
  events = []
  signalling = new Signalling(
    () => {
      sockets.push(new FakeSocket())
      return latest() as unknown as WebSocket
    },
    {
      message: (message) => events.push(message.type),
      down: () => events.push('down'),
      ended: (error) => events.push(`ended ${error.code} ${String(error.retry)}`),
    },
  )
  signalling.open()
})

afterEach(() => {
  signalling.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the signalling channel', () => {
  it('sends only once it was welcomed', () => {
    expect(signalling.send({ type: 'leave' })).toBe(false)
    latest().says(welcome)
    expect(signalling.send({ type: 'leave' })).toBe(true)
    expect(latest().sent).toEqual([{ type: 'leave' }])
  })

  it('ignores what it does not understand', () => {
    for (const text of ['', '{', '[]', '{"type":"toString"}', '{"type":"joined"}', '{"type":"signal","from":"x"}']) {
      latest().says(text)
    }
    expect(events).toEqual([])
  })

  it('opens again after it broke, later each time, and at once after a success', () => {
    const gaps: number[] = []
    for (let i = 0; i < 9; i++) {
      latest().breaks()
      const before = Date.now()
      vi.advanceTimersToNextTimer()
      gaps.push(Date.now() - before)
    }
    expect(sockets).toHaveLength(10)
    expect(gaps[0]).toBeLessThanOrEqual(300)
    expect(gaps[8]).toBeGreaterThanOrEqual(5_000)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000)
    latest().says(welcome)
    latest().breaks()
    const before = Date.now()
    vi.advanceTimersToNextTimer()
    expect(Date.now() - before).toBeLessThanOrEqual(300)
  })

  it('gives up on a server that accepts but does not welcome', () => {
    const silent = latest()
    vi.advanceTimersByTime(10_000)
    expect(silent.closed).toBe(true)
    expect(events).toEqual(['down'])
    vi.advanceTimersByTime(1_000)
    expect(sockets).toHaveLength(2)
  })

  it('notices a connection that died without a word', () => {
    const dead = latest()
    dead.says(welcome)
    vi.advanceTimersByTime(10_000)
    expect(dead.sent).toEqual([{ type: 'ping' }])
    expect(events).toEqual(['welcome'])
    vi.advanceTimersByTime(8_000)
    expect(dead.closed).toBe(true)
    expect(events).toEqual(['welcome', 'down'])
    vi.advanceTimersByTime(1_000)
    expect(sockets).toHaveLength(2)
  })

  it('keeps a quiet connection that answers, and does not ask a lively one', () => {
    latest().says(welcome)
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(10_000)
      latest().says({ type: 'pong' })
    }
    expect(latest().sent).toHaveLength(20)
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(9_000)
      latest().says({ type: 'left', id: 'bob', connection: 1, reason: 'left' })
    }
    expect(latest().sent).toHaveLength(20)
    expect(sockets).toHaveLength(1)
    expect(events).not.toContain('pong')
  })

  it('does not sit out its pause when the network is back', () => {
    for (let i = 0; i < 8; i++) {
      latest().breaks()
      vi.advanceTimersToNextTimer()
    }
    latest().breaks()
    const before = sockets.length
    signalling.renew()
    expect(sockets).toHaveLength(before + 1)
    vi.advanceTimersByTime(9_000)
    expect(sockets).toHaveLength(before + 1)
  })

  it('hears nothing from a connection that it gave up', () => {
    const old = latest()
    latest().says(welcome)
    signalling.renew()
    vi.advanceTimersByTime(1)
    old.says(welcome)
    old.breaks(4410)
    expect(sockets).toHaveLength(2)
    expect(events).toEqual(['welcome', 'down'])
  })

  it.each([
    [4001, 'ended removed true'],
    [4400, 'ended internal true'],
    [4409, 'ended room-full true'],
    [4410, 'ended room-ended false'],
  ])('ends the call for close code %i', (code, event) => {
    latest().says(welcome)
    latest().breaks(code)
    vi.advanceTimersByTime(60_000)
    expect(events).toEqual(['welcome', event])
    expect(sockets).toHaveLength(1)
  })

  it('stays closed', () => {
    latest().breaks()
    signalling.close()
    signalling.renew()
    vi.advanceTimersByTime(60_000)
    expect(sockets).toHaveLength(1)
  })
})
