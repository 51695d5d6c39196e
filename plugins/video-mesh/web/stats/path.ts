// The network path in use: the selected ICE candidate pair.
import { amount, earlier, ofType, referred, text, type Report } from './reports'
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

const candidateTypes = new Map([['host', 1], ['srflx', 2], ['prflx', 3], ['relay', 4]])
const protocols = new Map([['udp', 1], ['tcp', 2], ['tls', 3]])

/** How this side's end of the pair reaches the network, as the dictionary's codes. */
export function pathOf(reports: readonly Report[], pair: Report | undefined): { type: number | null; protocol: number | null } {
  const local = referred(reports, pair, 'localCandidateId')
  const type = text(local, 'candidateType')
  // A relayed candidate's own protocol is the relay's to the other side, which is always UDP.
  const protocol = text(local, type === 'relay' ? 'relayProtocol' : 'protocol')
  return { type: candidateTypes.get(type ?? '') ?? null, protocol: protocols.get(protocol ?? '') ?? null }
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
