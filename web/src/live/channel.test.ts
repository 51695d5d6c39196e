import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveChannel } from './channel'

class FakeSocket {
  onmessage: (event: { data: string }) => void = () => {}
  onclose: () => void = () => {}
  closed = false
  constructor(readonly url: string) {}
  close() {
    this.closed = true
  }
  say(message: object) {
    this.onmessage({ data: JSON.stringify(message) })
  }
}

let sockets: FakeSocket[]
const last = () => sockets[sockets.length - 1]!
const events = { samples: vi.fn(), reload: vi.fn(), connected: vi.fn() }
const channel = () =>
  new LiveChannel('ws://host/live', events, (url) => {
    sockets.push(new FakeSocket(url))
    return last() as unknown as WebSocket
  })
const hello = (cursor: string, type = 'hello') => ({ type, cursor, poll_s: 30 })

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  sockets = []
})
afterEach(() => void vi.useRealTimers())

describe('LiveChannel', () => {
  it('has the page read once it listens, and hands on what comes', () => {
    channel().start()
    expect(last().url).toBe('ws://host/live')
    expect(events.reload).not.toHaveBeenCalled()
    last().say(hello('a.0'))
    expect(events.reload).toHaveBeenCalledOnce()
    expect(events.connected).toHaveBeenLastCalledWith(true)
    const samples = [{ participant_id: 'p', sampled_at: 1, rtt_s: 0.1 }]
    last().say({ type: 'samples', cursor: 'a.1', samples })
    expect(events.samples).toHaveBeenCalledWith(samples)
    expect(events.reload).toHaveBeenCalledOnce()
  })

  it('comes back after a disconnection, later each time, and goes on where it was', () => {
    channel().start()
    last().say(hello('a.7'))
    last().onclose()
    expect(events.connected).toHaveBeenLastCalledWith(false)
    vi.advanceTimersByTime(2_000)
    expect(sockets).toHaveLength(2)
    expect(last().url).toBe('ws://host/live?after=a.7')
    last().onclose()
    vi.advanceTimersByTime(1_900)
    expect(sockets).toHaveLength(2)
    vi.advanceTimersByTime(2_100)
    last().say(hello('a.7'))
    expect(events.reload).toHaveBeenCalledOnce()
  })

  it('has the page read again after a reset, and for what other hosts store', () => {
    channel().start()
    last().say(hello('a.7'))
    last().say(hello('b.0', 'reset'))
    expect(events.reload).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(30_000)
    expect(events.reload).toHaveBeenCalledTimes(3)
  })

  it('stops', () => {
    const stopped = channel()
    stopped.start()
    last().say(hello('a.7'))
    stopped.stop()
    expect(last().closed).toBe(true)
    last().onclose()
    vi.advanceTimersByTime(600_000)
    expect(sockets).toHaveLength(1)
    expect(events.reload).toHaveBeenCalledOnce()
  })
})
