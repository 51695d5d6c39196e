// The network path in use: the selected ICE candidate pair.
import { amount, earlier, ofType, text, type Report } from './reports'
import { Interval, Ratio } from './stream'

export function selectedPair(before: readonly Report[], after: readonly Report[]): Report | undefined {
  const pairs = ofType(after, 'candidate-pair')
  for (const transport of ofType(after, 'transport')) {
    const id = text(transport, 'selectedCandidatePairId')
    const pair = pairs.find((candidate) => id !== null && candidate.id === id)
    if (pair) return pair
  }
  // Firefox before 153 has no transport report and marks the pair itself.
  const marked = pairs.filter((pair) => pair.selected === true)
  const usable = marked.length > 0 ? marked : pairs.filter((pair) => pair.nominated === true && pair.state === 'succeeded')
  // Several stay nominated after an ICE restart: the one that carries data.
  const carried = (pair: Report) => {
    const interval = Interval.between(earlier(pair, before), pair, ['bytesSent', 'bytesReceived'])
    return (interval?.grown('bytesSent') ?? 0) + (interval?.grown('bytesReceived') ?? 0)
  }
  return usable.reduce<Report | undefined>(
    (best, pair) => (best && carried(best) >= carried(pair) ? best : pair),
    undefined,
  )
}

/** By ICE's own checks, every few seconds: for when there are no RTCP measurements. */
export function pathRoundTrip(before: readonly Report[], pair: Report | undefined): Ratio {
  const ratio = new Ratio()
  if (!pair) return ratio
  const interval = Interval.between(earlier(pair, before), pair, ['totalRoundTripTime', 'responsesReceived'])
  ratio.add(interval?.grown('totalRoundTripTime') ?? null, interval?.grown('responsesReceived') ?? null)
  if (ratio.value === null) ratio.add(amount(pair, 'currentRoundTripTime'), 1)
  return ratio
}
