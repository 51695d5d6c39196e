// @vitest-environment jsdom
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loudness, useLevel } from './use_level'

let contexts: FakeContext[]
let signal: number
let scope: EffectScope

class FakeContext {
  state = 'suspended'
  readonly resume = vi.fn(async () => {})
  readonly close = vi.fn(async () => {})

  constructor() {
    contexts.push(this)
  }

  createAnalyser() {
    return { getFloatTimeDomainData: (samples: Float32Array) => samples.fill(signal) }
  }
  createMediaStreamSource() {
    return { connect: () => {} }
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('AudioContext', FakeContext)
  vi.stubGlobal('MediaStream', class {})
  contexts = []
  signal = 0
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const microphone = () => shallowRef<MediaStreamTrack | null>({} as MediaStreamTrack)

describe('loudness', () => {
  it('is 0 for silence and 1 for full scale, and follows the ear between', () => {
    expect(loudness(new Float32Array(8))).toBe(0)
    expect(loudness(new Float32Array(8).fill(-1))).toBe(1)
    expect(loudness(new Float32Array(8).fill(0.1))).toBeCloseTo(2 / 3)
    expect(loudness(new Float32Array(8).fill(1e-5))).toBe(0)
  })
})

describe('a level', () => {
  it('rises with what the microphone hears and rests when there is none', async () => {
    const track = microphone()
    const level = scope.run(() => useLevel(() => track.value))!
    signal = 0.1
    vi.advanceTimersByTime(80)
    expect(level.value).toBeGreaterThan(0.5)
    track.value = null
    await nextTick()
    expect(level.value).toBe(0)
    expect(contexts[0]!.close).toHaveBeenCalledOnce()
  })

  it('wakes with the person’s first click or key in browsers that begin with silence', () => {
    const track = microphone()
    scope.run(() => useLevel(() => track.value))
    const { resume } = contexts[0]!
    resume.mockClear()
    dispatchEvent(new Event('pointerdown'))
    expect(resume).toHaveBeenCalledOnce()
    contexts[0]!.state = 'running'
    dispatchEvent(new Event('keydown'))
    expect(resume).toHaveBeenCalledOnce()
  })

  it('lets go of the microphone and the page when it is over', () => {
    const track = microphone()
    scope.run(() => useLevel(() => track.value))
    const { resume, close } = contexts[0]!
    resume.mockClear()
    scope.stop()
    dispatchEvent(new Event('pointerdown'))
    expect(resume).not.toHaveBeenCalled()
    expect(close).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })
})
