// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Surroundings } from './surroundings'

let tell: (state: string) => void
class FakeObserver {
  static refuses = false
  static disconnected = false
  constructor(changed: (records: { state: string }[]) => void) {
    tell = (state) => changed([{ state }])
  }
  async observe() {
    if (FakeObserver.refuses) throw new DOMException('not here', 'NotSupportedError')
  }
  disconnect() {
    FakeObserver.disconnected = true
  }
}

let hidden = false
function show(visible: boolean) {
  hidden = !visible
  document.dispatchEvent(new Event('visibilitychange'))
}

let surroundings: Surroundings
beforeEach(() => {
  vi.useFakeTimers()
  hidden = false
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
})
afterEach(() => {
  surroundings.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000)

describe('a tab', () => {
  it('was hidden for a share of the interval', () => {
    surroundings = new Surroundings()
    pass(6)
    show(false)
    pass(3)
    show(true)
    pass(1)
    expect(surroundings.take().hidden).toBeCloseTo(0.3)
    pass(10)
    expect(surroundings.take().hidden).toBe(0)
  })

  it('stays hidden over several intervals, from before the first', () => {
    hidden = true
    surroundings = new Surroundings()
    pass(10)
    expect(surroundings.take().hidden).toBe(1)
    pass(5)
    show(true)
    pass(5)
    expect(surroundings.take().hidden).toBeCloseTo(0.5)
  })

  it('is unknown to be hidden in no time', () => {
    surroundings = new Surroundings()
    expect(surroundings.take().hidden).toBeNull()
  })
})

describe('the pressure on the processor', () => {
  it('is the highest level of the interval, and holds until there is another', () => {
    vi.stubGlobal('PressureObserver', FakeObserver)
    surroundings = new Surroundings()
    expect(surroundings.take().cpu_pressure).toBeNull()
    tell('critical')
    tell('fair')
    expect(surroundings.take().cpu_pressure).toBe(3)
    expect(surroundings.take().cpu_pressure).toBe(1)
    tell('nominal')
    expect(surroundings.take().cpu_pressure).toBe(1)
    expect(surroundings.take().cpu_pressure).toBe(0)
    surroundings.stop()
    expect(FakeObserver.disconnected).toBe(true)
  })

  it('is unknown where browser, machine or policy do not tell', async () => {
    surroundings = new Surroundings()
    expect(surroundings.take().cpu_pressure).toBeNull()
    surroundings.stop()
    FakeObserver.refuses = true
    vi.stubGlobal('PressureObserver', FakeObserver)
    surroundings = new Surroundings()
    await vi.advanceTimersByTimeAsync(1)
    expect(surroundings.take().cpu_pressure).toBeNull()
  })
})

describe('the network', () => {
  it.each([
    ['ethernet', 1],
    ['wifi', 2],
    ['cellular', 3],
    ['bluetooth', 4],
    ['unknown', null],
    ['none', null],
    [undefined, null],
  ])('%s is %s', (type, code) => {
    vi.stubGlobal('navigator', { connection: { type } })
    surroundings = new Surroundings()
    expect(surroundings.take().network_type).toBe(code)
  })
})
