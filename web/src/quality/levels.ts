// How good a connection is, from numbers to one of four words.

export type Level = 'good' | 'fair' | 'poor' | 'unknown'

/** Above the first a conversation suffers a little, above the second it is hard to have. A mouth-to-ear
 * delay over 400 ms is unacceptable for planning (ITU-T G.114), half of it noticed by most. */
const kLoss = [0.02, 0.05] as const
const kRtt_s = [0.2, 0.4] as const

export function levelOf(rtt_s: number | null, loss: number | null): Level {
  if (rtt_s === null && loss === null) return 'unknown'
  const above = (value: number | null, limit: number) => value !== null && value >= limit
  if (above(rtt_s, kRtt_s[1]) || above(loss, kLoss[1])) return 'poor'
  if (above(rtt_s, kRtt_s[0]) || above(loss, kLoss[0])) return 'fair'
  return 'good'
}
