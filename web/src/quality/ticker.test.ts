import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { workerTicker } from './ticker'

class FakeWorker {
  static last: FakeWorker
  onmessage: () => void = () => {}
  onerror: () => void = () => {}
  posted: unknown[] = []
  terminated = false
  constructor() {
    FakeWorker.last = this
  }
  postMessage(message: unknown) {
    this.posted.push(message)
  }
  terminate() {
    this.terminated = true
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('workerTicker', () => {
  it('ticks when its worker says so, at the interval asked for', () => {
    vi.stubGlobal('Worker', FakeWorker)
    const tick = vi.fn()
    const stop = workerTicker(15_000, tick)
    expect(FakeWorker.last.posted).toEqual([15_000])
    FakeWorker.last.onmessage()
    expect(tick).toHaveBeenCalledOnce()
    stop()
    expect(FakeWorker.last.terminated).toBe(true)
  })

  it('ticks by itself when the worker cannot start', async () => {
    vi.stubGlobal('Worker', FakeWorker)
    const tick = vi.fn()
    const stop = workerTicker(1_000, tick)
    FakeWorker.last.onerror()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(tick).toHaveBeenCalledTimes(3)
    stop()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(tick).toHaveBeenCalledTimes(3)
  })

  it('ticks by itself where there are no workers', async () => {
    vi.stubGlobal('Worker', undefined)
    const tick = vi.fn()
    const stop = workerTicker(1_000, tick)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(tick).toHaveBeenCalledOnce()
    stop()
  })
})
