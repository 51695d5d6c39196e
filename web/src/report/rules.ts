// Why a moment was bad, as far as the data say it: a table of rules. Each has a condition on what was
// measured in that time and a sentence with the numbers behind it. A rule that lacks a number does not
// apply; when none applies, the cause is unknown and said to be.
import { formatBitrate, formatDelay, formatLoss } from '../lib/format'
import { frozenShare } from './bands'
import { largestOf, meanOf, quantileOf, type Bucket, type Field, type Person } from './measures'
import type { Moment } from './moments'

export interface Cause {
  rule: string
  text: string
}

/** Of packets: what is worth naming as a cause, and what is as good as none. */
const kLossy = 0.03
const kLossless = 0.01
/** Of the time that something held the picture back. */
const kLimited = 0.3
/** W3C Compute Pressure: "serious". */
const kPressed = 2
/** Less than this does not carry a picture and a voice well. */
const kNarrow_bps = 300_000
const kSlow_s = 0.4
/** A round trip so many times the usual one has risen. */
const kRisen = 3
const kRelayed = 4
const kHidden = 0.5
const kFrozen = 0.1

/** One participant in the time of a moment. */
class Evidence {
  constructor(
    readonly person: Person,
    readonly buckets: Bucket[],
  ) {}
  get name() {
    return this.person.name
  }
  mean(field: Field) {
    return meanOf(this.buckets, field)
  }
  largest(field: Field) {
    return largestOf(this.buckets, field)
  }
  usual(field: Field) {
    return quantileOf(this.person.buckets, field, 0.5)
  }
  frozen() {
    const shares = this.buckets.map(frozenShare).filter((share) => share !== null)
    return shares.length ? shares.reduce((sum, share) => sum + share, 0) / shares.length : null
  }
  isAtLeast(field: Field, limit: number) {
    return (this.mean(field) ?? -1) >= limit
  }
  isBelow(field: Field, limit: number) {
    return (this.mean(field) ?? Infinity) < limit
  }
}

interface Case {
  self: Evidence
  others: Evidence[]
}

function caseOf({ person, from, to }: Moment, people: Person[]): Case {
  const within = (one: Person) =>
    new Evidence(
      one,
      one.buckets.filter((bucket) => bucket.count > 0 && bucket.from < to && bucket.to > from),
    )
  const others = people.filter(({ id }) => id !== person.id).map(within)
  return { self: within(person), others: others.filter(({ buckets }) => buckets.length > 0) }
}

/** The one other participant whose upload lost packets; null: none, several, or not measured of all. */
function lossySender({ others }: Case): Evidence | null {
  if (others.some((one) => one.mean('send_loss') === null)) return null
  const lossy = others.filter((one) => one.isAtLeast('send_loss', kLossy))
  return lossy.length === 1 ? lossy[0]! : null
}

const percent = (share: number | null) => formatLoss(share)

interface Rule {
  name: string
  /** The sentence when the rule applies, else null. */
  explain: (the: Case) => string | null
}

export const kRules: readonly Rule[] = [
  {
    name: 'own-upload',
    explain: ({ self }) =>
      self.isAtLeast('send_loss', kLossy)
        ? `${self.name}’s own upload lost ${percent(self.mean('send_loss'))} of its packets.`
        : null,
  },
  {
    name: 'one-sender',
    explain: (the) => {
      const sender = lossySender(the)
      if (!sender || !the.self.isAtLeast('recv_loss', kLossy)) return null
      const receivers = [the.self, ...the.others.filter((one) => one !== sender)]
      if (!receivers.every((one) => one.isAtLeast('recv_loss', kLossy))) return null
      const who = receivers.length > 1 ? 'everybody else’s download' : `${the.self.name}’s download`
      const lost = percent(sender.mean('send_loss'))
      return `${sender.name}’s upload lost ${lost} of its packets, and so ${who} did.`
    },
  },
  {
    name: 'own-download',
    explain: (the) => {
      const { self, others } = the
      if (!self.isAtLeast('recv_loss', kLossy) || others.length === 0) return null
      if (!others.every((one) => one.isBelow('send_loss', kLossless))) return null
      const lost = percent(self.mean('recv_loss'))
      return `${self.name}’s own download lost ${lost} of its packets: nobody’s upload did.`
    },
  },
  {
    name: 'cpu',
    explain: ({ self }) => {
      if (self.isAtLeast('limited_by_cpu', kLimited)) {
        const share = percent(self.mean('limited_by_cpu'))
        return `${self.name}’s computer was too busy: it held the picture back for ${share} of the time.`
      }
      const pressure = self.largest('cpu_pressure')
      return pressure !== null && pressure >= kPressed
        ? `${self.name}’s computer was under ${pressure >= 3 ? 'critical' : 'serious'} load.`
        : null
    },
  },
  {
    name: 'bandwidth',
    explain: ({ self }) => {
      const available = self.mean('available_send_bps')
      const limited = self.mean('limited_by_bandwidth')
      if (available !== null && available < kNarrow_bps)
        return `${self.name}’s network had room for an upload of ${formatBitrate(available)} only.`
      return limited !== null && limited >= kLimited
        ? `${self.name}’s network held the picture back for ${percent(limited)} of the time.`
        : null
    },
  },
  {
    name: 'relay',
    explain: ({ self }) => {
      if (self.largest('path_type') !== kRelayed || !self.isAtLeast('rtt_s', kSlow_s / 2)) return null
      const delay = formatDelay(self.mean('rtt_s'))
      return `${self.name}’s call went through a relay (TURN), with a round trip of ${delay}.`
    },
  },
  {
    name: 'round-trip-rose',
    explain: ({ self }) => {
      const usual = self.usual('rtt_s')
      const now = self.mean('rtt_s')
      if (usual === null || now === null || now < kSlow_s || now < usual * kRisen) return null
      const rise = `from ${formatDelay(usual)} to ${formatDelay(now)}`
      return `${self.name}’s round trip rose ${rise}: packets queued on the way.`
    },
  },
  {
    name: 'long-way',
    explain: ({ self }) => {
      const usual = self.usual('rtt_s')
      if (usual === null || usual < kSlow_s || !self.isAtLeast('rtt_s', kSlow_s)) return null
      const most = `${formatDelay(usual)} for most of the call`
      return `${self.name}’s round trip was ${most}: the way is long, or always full.`
    },
  },
  {
    name: 'hidden-tab',
    explain: ({ self }) => {
      if (!self.isAtLeast('hidden', kHidden) || (self.frozen() ?? 0) < kFrozen) return null
      const share = percent(self.mean('hidden'))
      return `${self.name}’s tab was in the background for ${share} of the time, where browsers draw less.`
    },
  },
  {
    name: 'freezes-without-loss',
    explain: ({ self }) => {
      const frozen = self.frozen()
      if (frozen === null || frozen < kFrozen || !self.isBelow('recv_loss', kLossless)) return null
      const what = `picture stood still for ${percent(frozen)} of the time`
      return `${self.name}’s ${what}, though hardly a packet was lost on the way to it.`
    },
  },
]

export const kUnknownCause = 'The data do not say why.'

/** All rules that apply, in the table's order; none: unknown. */
export function causesOf(moment: Moment, people: Person[]): Cause[] {
  const the = caseOf(moment, people)
  return kRules.flatMap(({ name, explain }) => {
    const text = explain(the)
    return text === null ? [] : [{ rule: name, text }]
  })
}
