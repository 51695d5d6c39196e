// Calls back at an interval, in background tabs too.

export type Ticker = (interval_ms: number, tick: () => void) => () => void

/** Returns what stops it. */
export const workerTicker: Ticker = (interval_ms, tick) => {
  let worker: Worker
  try {
    worker = new Worker(new URL('./ticker.worker.ts', import.meta.url), { type: 'module' })
  } catch {
    return plainTicker(interval_ms, tick)
  }
  let stop = () => worker.terminate()
  worker.onmessage = tick
  // Browsers without module workers, or a script that did not load.
  worker.onerror = () => {
    worker.terminate()
    stop = plainTicker(interval_ms, tick)
  }
  worker.postMessage(interval_ms)
  return () => stop()
}

export const plainTicker: Ticker = (interval_ms, tick) => {
  const timer = setInterval(tick, interval_ms)
  return () => clearInterval(timer)
}
