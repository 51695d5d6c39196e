// One participant's call in numbers, and the participants beside each other.
import { timesOf, type Times } from './bands'
import { meanOf, quantileOf, type Field, type Person } from './measures'
import { visitsOf } from './presence'

export interface Spread {
  median: number | null
  /** A twentieth of the measured time was worse than this. */
  worst: number | null
}

export interface PersonSummary {
  person: Person
  /** From coming to leaving, gaps left out. */
  present_ms: number
  times: Times
  sendLoss: Spread
  recvLoss: Spread
  rtt: Spread
  send: Spread
  recv: Spread
  /** Estimated: see quality/scores.ts. */
  audioMos: number | null
  videoScore: number | null
}

const kTail = 0.05

function spreadOf({ buckets }: Person, field: Field, worst: 'lowest' | 'highest'): Spread {
  return {
    median: quantileOf(buckets, field, 0.5),
    worst: quantileOf(buckets, field, worst === 'highest' ? 1 - kTail : kTail),
  }
}

export function summaryOf(person: Person, sampleInterval_s: number): PersonSummary {
  const visits = visitsOf(person.buckets)
  return {
    person,
    present_ms: visits.reduce((sum, { from, to }) => sum + (to - from), 0),
    times: timesOf(person.buckets, sampleInterval_s),
    sendLoss: spreadOf(person, 'send_loss', 'highest'),
    recvLoss: spreadOf(person, 'recv_loss', 'highest'),
    rtt: spreadOf(person, 'rtt_s', 'highest'),
    send: spreadOf(person, 'send_bps', 'lowest'),
    recv: spreadOf(person, 'recv_bps', 'lowest'),
    audioMos: meanOf(person.buckets, 'audio_mos'),
    videoScore: meanOf(person.buckets, 'video_score'),
  }
}

/** The share of the measured time in the bands that disturb; null: nothing was measured. */
export function disturbedShare({ times }: Pick<PersonSummary, 'times'>): number | null {
  const measured = times.good + times.fair + times.poor + times.bad
  return measured ? (times.poor + times.bad) / measured : null
}

/** Who was disturbed most comes first, who was not measured last. */
export function worstFirst(summaries: PersonSummary[]): PersonSummary[] {
  const key = (one: PersonSummary) => disturbedShare(one) ?? -1
  return [...summaries].sort((a, b) => key(b) - key(a) || b.times.fair - a.times.fair)
}
