import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem, type Stored } from '../api/client'
import { MemoryOutbox } from './memory_outbox'
import type { Entry } from './outbox'
import { indexOfField, Sender, withSenderLock, type SenderOptions } from './sender'

const stored: Stored = { stored: 0, duplicates: 0 }
const problem = (status: number, field: string | null = null, retryAfter_s: number | null = null) =>
  new Problem('some-problem', status, 'Problem', '', field, retryAfter_s)
const offline = () => new Problem('network', 0, 'No connection', '')

let outbox: MemoryOutbox
let clock: number

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  outbox = new MemoryOutbox()
  clock = 1_000_000
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function entry(sampled_at: number, participant = 'p', token = 'token'): Entry {
  const sample = { sampled_at, rtt_s: 0.1 }
  return { room: 'r', participant, sampled_at, token, sample }
}

async function fill(count: number, participant = 'p') {
  for (let i = 0; i < count; i += 1) await outbox.put(entry(clock - count + i, participant))
}

const waiting = async (participant = 'p') =>
  (await outbox.oldest({ room: 'r', participant }, 1000)).length

type Send = SenderOptions['send']
function senderWith(send: Send, more: Partial<SenderOptions> = {}) {
  return new Sender({
    outbox,
    send,
    token: () => null,
    renew: async () => false,
    exclusively: (work) => work(),
    random: () => 1,
    now: () => clock,
    ...more,
  })
}

describe('Sender', () => {
  it('sends batches of at most 100 and removes what was acknowledged', async () => {
    await fill(250)
    const send = vi.fn<Send>().mockResolvedValue(stored)
    await senderWith(send).flush()
    expect(send.mock.calls.map(([, , samples]) => samples.length)).toEqual([100, 100, 50])
    expect(await waiting()).toBe(0)
  })

  it('speaks for each participant with its own token', async () => {
    await outbox.put(entry(clock, 'a', 'token of a'))
    await outbox.put(entry(clock, 'b', 'token of b'))
    const send = vi.fn<Send>().mockResolvedValue(stored)
    await senderWith(send).flush()
    expect(send.mock.calls.map(([, token]) => token)).toEqual(['token of a', 'token of b'])
  })

  it('keeps everything while there is no network, and tries again later', async () => {
    await fill(3)
    const send = vi.fn<Send>().mockRejectedValueOnce(offline()).mockResolvedValue(stored)
    await senderWith(send).flush()
    expect(await waiting()).toBe(3)
    clock += 2_000
    await vi.advanceTimersByTimeAsync(2_000)
    expect(send).toHaveBeenCalledTimes(2)
    expect(await waiting()).toBe(0)
  })

  it('does not ask again before the time it was told to wait', async () => {
    await fill(1)
    const send = vi
      .fn<Send>()
      .mockRejectedValueOnce(problem(503, null, 60))
      .mockResolvedValue(stored)
    const sender = senderWith(send)
    await sender.flush()
    clock += 59_000
    await sender.flush()
    expect(send).toHaveBeenCalledTimes(1)
    clock += 1_000
    await sender.flush()
    expect(send).toHaveBeenCalledTimes(2)
  })

  it('waits twice as long after each failure', async () => {
    await fill(1)
    const send = vi.fn<Send>().mockRejectedValue(offline())
    const sender = senderWith(send)
    await sender.flush()
    for (const wait_ms of [2_000, 4_000, 8_000]) {
      const before = send.mock.calls.length
      clock += wait_ms - 1
      await sender.flush()
      expect(send).toHaveBeenCalledTimes(before)
      clock += 1
      await sender.flush()
      expect(send).toHaveBeenCalledTimes(before + 1)
    }
    sender.stop()
  })

  it('tries at once when the network is back', async () => {
    await fill(1)
    const send = vi.fn<Send>().mockRejectedValueOnce(offline()).mockResolvedValue(stored)
    const sender = senderWith(send)
    await sender.flush()
    await sender.wake()
    expect(await waiting()).toBe(0)
  })

  it('drops only the sample that the server names as invalid', async () => {
    await fill(5)
    const send = vi
      .fn<Send>()
      .mockRejectedValueOnce(problem(400, 'samples[3].rtt_s'))
      .mockResolvedValue(stored)
    await senderWith(send).flush()
    expect(send.mock.calls.map(([, , samples]) => samples.length)).toEqual([5, 4])
    expect(console.warn).toHaveBeenCalledOnce()
    expect(await waiting()).toBe(0)
  })

  it('finds an invalid sample that the server does not name', async () => {
    await fill(8)
    const bad = clock - 3
    const accepted: number[] = []
    const send: Send = async (_room, _token, samples) => {
      const times = samples.map((sample) => (sample as Entry).sampled_at)
      if (times.includes(bad)) throw problem(422)
      accepted.push(...times)
      return stored
    }
    await senderWith(send).flush()
    expect(accepted).toHaveLength(7)
    expect(await waiting()).toBe(0)
  })

  it('keeps samples when something before the server refuses them', async () => {
    await fill(2)
    const send = vi
      .fn<Send>()
      .mockRejectedValue(new Problem('unexpected-answer', 404, 'Unexpected answer', ''))
    const sender = senderWith(send)
    await sender.flush()
    sender.stop()
    expect(await waiting()).toBe(2)
  })

  it('renews an expired token of the running call and goes on', async () => {
    await fill(2)
    let token = 'old'
    const send = vi.fn<Send>().mockImplementation(async (_room, used) => {
      if (used === 'old') throw problem(401)
      return stored
    })
    const renew = vi.fn(async () => {
      token = 'new'
      return true
    })
    await senderWith(send, { token: () => token, renew }).flush()
    expect(renew).toHaveBeenCalledOnce()
    expect(await waiting()).toBe(0)
    expect(console.warn).not.toHaveBeenCalled()
  })

  it('keeps samples while a token cannot be renewed yet', async () => {
    await fill(2)
    const send = vi.fn<Send>().mockRejectedValueOnce(problem(401)).mockResolvedValue(stored)
    await senderWith(send, { renew: async () => 'later' }).flush()
    expect(await waiting()).toBe(2)
    clock += 2_000
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await waiting()).toBe(0)
    expect(console.warn).not.toHaveBeenCalled()
  })

  it('drops, with a note, what no token can send any more', async () => {
    await fill(2)
    await senderWith(vi.fn<Send>().mockRejectedValue(problem(403))).flush()
    expect(await waiting()).toBe(0)
    expect(console.warn).toHaveBeenCalledTimes(2)
  })

  it('asks for a new token once, not for ever', async () => {
    await fill(150)
    const renew = vi.fn(async () => true)
    await senderWith(vi.fn<Send>().mockRejectedValue(problem(401)), { renew }).flush()
    expect(renew).toHaveBeenCalledOnce()
    expect(await waiting()).toBe(0)
  })

  it('does not let one participant’s failure hold up the others', async () => {
    for (const participant of ['broken', 'fine']) await fill(1, participant)
    const send = vi.fn<Send>(async (_room, token) => {
      if (token === 'token of broken') throw problem(500)
      return stored
    })
    await outbox.put(entry(clock, 'broken', 'token of broken'))
    const sender = senderWith(send)
    await sender.flush()
    expect(await waiting('fine')).toBe(0)
    await fill(1, 'fine')
    await sender.flush()
    expect(await waiting('fine')).toBe(0)
    expect(await waiting('broken')).toBe(2)
    expect(send.mock.calls.filter(([, token]) => token === 'token of broken')).toHaveLength(1)
    sender.stop()
  })

  it('does not let one whose token cannot be renewed yet hold up the others', async () => {
    for (const participant of ['locked out', 'fine'])
      await outbox.put(entry(clock, participant, participant))
    const send: Send = async (_room, token) => {
      if (token === 'locked out') throw problem(401)
      return stored
    }
    const sender = senderWith(send, { renew: async () => 'later' })
    await sender.flush()
    sender.stop()
    expect(await outbox.sources()).toEqual([{ room: 'r', participant: 'locked out' }])
  })

  it('asks no further participant when the server has no answer for the first', async () => {
    for (const participant of ['a', 'b', 'c']) await fill(1, participant)
    const send = vi.fn<Send>().mockRejectedValue(offline())
    const sender = senderWith(send)
    await sender.flush()
    sender.stop()
    expect(send).toHaveBeenCalledOnce()
  })

  it('begins with those who did not fail, when not even the server answers to one', async () => {
    for (const participant of ['a', 'b']) await outbox.put(entry(clock, participant, participant))
    const send: Send = async (_room, token) => {
      if (token === 'a') throw new Problem('timeout', 0, 'No answer', '')
      return stored
    }
    const sender = senderWith(send)
    await sender.flush()
    clock += 2_000
    await vi.advanceTimersByTimeAsync(2_000)
    sender.stop()
    expect(await outbox.sources()).toEqual([{ room: 'r', participant: 'a' }])
  })

  it('sends what was put while it was sending', async () => {
    await fill(1)
    const sender = senderWith(async () => {
      if (!isLate) {
        isLate = true
        await outbox.put(entry(clock, 'late'))
        void sender.flush()
      }
      return stored
    })
    let isLate = false
    await sender.flush()
    expect(await outbox.sources()).toEqual([])
  })

  it('sends what was put at the very end of a flush', async () => {
    await fill(1)
    let release = () => {}
    const lock = new Promise<void>((resolve) => (release = resolve))
    const send = vi.fn<Send>().mockResolvedValue(stored)
    const sender = senderWith(send, {
      exclusively: async (work) => {
        await work()
        // The lock is given back later than the work is done.
        await lock
      },
    })
    const flushed = sender.flush()
    await vi.waitFor(() => expect(send).toHaveBeenCalledOnce())
    await outbox.put(entry(clock, 'late'))
    void sender.flush()
    release()
    await flushed
    expect(await waiting('late')).toBe(0)
  })

  it('takes further flushes once it has nothing to do', async () => {
    const sender = senderWith(vi.fn<Send>().mockResolvedValue(stored))
    await sender.flush()
    await fill(1)
    await sender.flush()
    expect(await waiting()).toBe(0)
  })

  it('drops what is older than the server takes', async () => {
    clock = 8 * 86_400_000
    await outbox.put(entry(1))
    await outbox.put(entry(clock))
    const send = vi.fn<Send>().mockResolvedValue(stored)
    await senderWith(send).flush()
    expect(send.mock.calls.map(([, , samples]) => samples)).toEqual([[entry(clock).sample]])
    expect(await outbox.sources()).toEqual([])
  })
})

describe('withSenderLock', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it('works without a lock where the browser refuses one', async () => {
    const request = () => Promise.reject(new DOMException('refused', 'SecurityError'))
    vi.stubGlobal('navigator', { locks: { request } })
    const work = vi.fn(async () => {})
    await withSenderLock(work)
    expect(work).toHaveBeenCalledOnce()
  })

  it('does not repeat work that failed', async () => {
    vi.stubGlobal('navigator', {
      locks: { request: (_: string, enter: () => Promise<void>) => enter() },
    })
    const work = vi.fn(() => Promise.reject(new Error('broken')))
    await expect(withSenderLock(work)).rejects.toThrow('broken')
    expect(work).toHaveBeenCalledOnce()
  })
})

describe('indexOfField', () => {
  it('reads the index of a sample', () => {
    expect(indexOfField('samples[12].rtt_s')).toBe(12)
    expect(indexOfField('samples')).toBeNull()
    expect(indexOfField(null)).toBeNull()
  })
})
