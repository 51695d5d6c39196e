// Quality samples as a browser makes them.
export const second_ms = 1000
export const minute_ms = 60 * second_ms
export const hour_ms = 60 * minute_ms
export const day_ms = 24 * hour_ms

/** A sample of plausible values; `values` replaces or adds some. */
export function sampleAt(sampled_at, values = {}) {
  return {
    sampled_at,
    send_bps: 1_250_000,
    recv_bps: 980_000.5,
    send_loss: 0.002,
    recv_loss: null,
    rtt_s: 0.041,
    interval_s: 15,
    ...values,
  }
}

/** The last moment before `now` at which an interval of this length begins. */
export function beginOf(interval_ms, now = Date.now()) {
  return Math.floor(now / interval_ms) * interval_ms
}

/** As a store keeps it: in single precision. */
export const single = (value) => Math.fround(value)

export function assertClose(actual, expected, what = '') {
  const tolerance = Math.max(1e-9, Math.abs(expected) * 1e-6)
  if (!(Math.abs(actual - expected) <= tolerance)) {
    throw new Error(`${what} is ${actual}, not about ${expected}`)
  }
}
