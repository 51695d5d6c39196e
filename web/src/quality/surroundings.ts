// What the browser tells of the machine that a call runs on, over one interval after another: whether
// the tab was hidden, how busy the processor was, and what the machine hangs on. Unknown is null.

/** As the dictionary's fields. */
export interface Surrounding {
  /** Share of the interval in which nobody saw the tab. */
  hidden: number | null
  /** The highest level of W3C Compute Pressure: 0 nominal to 3 critical. */
  cpu_pressure: number | null
  /** Of the Network Information API: 1 wired, 2 Wi-Fi, 3 cellular, 4 another. */
  network_type: number | null
}

interface PressureRecord {
  state: string
}
interface PressureObserver {
  observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>
  disconnect(): void
}
type PressureObserverClass = new (changed: (records: PressureRecord[]) => void) => PressureObserver

const pressures = ['nominal', 'fair', 'serious', 'critical']
const networks = new Map([
  ['ethernet', 1],
  ['wifi', 2],
  ['cellular', 3],
  ['bluetooth', 4],
  ['wimax', 4],
  ['other', 4],
])
const kPressureEvery_ms = 1_000

export class Surroundings {
  private begun_ms = performance.now()
  private hiddenFor_ms = 0
  /** While it is hidden: since when, within this interval. */
  private hiddenSince_ms: number | null = null
  private pressure: number | null = null
  private highestPressure: number | null = null
  private observer: PressureObserver | null = null

  constructor() {
    this.onVisibility()
    document.addEventListener('visibilitychange', this.onVisibility)
    void this.observePressure()
  }

  /** Of the time since the last call. */
  take(): Surrounding {
    this.onVisibility()
    const now = performance.now()
    const passed_ms = now - this.begun_ms
    const surrounding = {
      hidden: passed_ms > 0 ? Math.min(1, this.hiddenFor_ms / passed_ms) : null,
      cpu_pressure: this.highestPressure,
      network_type: networkType(),
    }
    this.begun_ms = now
    this.hiddenFor_ms = 0
    this.highestPressure = this.pressure // it holds until the browser tells of another
    return surrounding
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.onVisibility)
    this.observer?.disconnect()
  }

  private readonly onVisibility = (): void => {
    const now = performance.now()
    if (this.hiddenSince_ms !== null) this.hiddenFor_ms += now - this.hiddenSince_ms
    this.hiddenSince_ms = document.hidden ? now : null
  }

  private async observePressure(): Promise<void> {
    const Observer = (globalThis as { PressureObserver?: PressureObserverClass }).PressureObserver
    if (!Observer) return
    this.observer = new Observer((records) => records.forEach(({ state }) => this.pressed(state)))
    // A browser that has it may still not be allowed to, or not on this machine.
    await this.observer.observe('cpu', { sampleInterval: kPressureEvery_ms }).catch(() => undefined)
  }

  private pressed(state: string): void {
    const level = pressures.indexOf(state)
    this.pressure = level < 0 ? null : level
    if (this.pressure !== null)
      this.highestPressure = Math.max(this.highestPressure ?? 0, this.pressure)
  }
}

function networkType(): number | null {
  const { connection } = navigator as { connection?: { type?: string } }
  return networks.get(connection?.type ?? '') ?? null
}
