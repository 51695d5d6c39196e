// The worst moments of a call: stretches of one participant in the bands "poor" and "bad".
import { bandOf, kBands, symptomsOf, type Band, type Symptom } from './bands'
import type { Bucket, Person } from './measures'

export interface Moment {
  person: Person
  from: number
  to: number
  buckets: Bucket[]
  band: Band
  /** At its worst, each kind once. */
  symptoms: Symptom[]
}

/** So many are listed. */
export const kMostMoments = 8

const rank = (band: Band | null) => (band === null ? -1 : kBands.indexOf(band))

/** A better bucket between two worse ones does not end a moment; two do. */
function runsOf(buckets: Bucket[]): Bucket[][] {
  const runs: Bucket[][] = []
  let better = 2
  for (const bucket of buckets) {
    if (rank(bandOf(bucket)) < rank('poor')) {
      better += 1
      continue
    }
    if (better < 2) runs.at(-1)!.push(bucket)
    else runs.push([bucket])
    better = 0
  }
  return runs
}

function worstSymptoms(buckets: Bucket[]): Symptom[] {
  const worst = new Map<string, Symptom>()
  for (const symptom of buckets.flatMap(symptomsOf)) {
    const known = worst.get(symptom.label)
    const isWorse =
      !known || (symptom.unit === 'mos' ? symptom.value < known.value : symptom.value > known.value)
    if (isWorse) worst.set(symptom.label, symptom)
  }
  return [...worst.values()].sort((a, b) => rank(b.band) - rank(a.band))
}

function momentOf(person: Person, buckets: Bucket[]): Moment {
  const symptoms = worstSymptoms(buckets)
  const from = buckets[0]!.from
  const to = buckets.at(-1)!.to
  return { person, from, to, buckets, band: symptoms[0]!.band, symptoms }
}

/** Bad before poor, and the longer before the shorter. */
function worseFirst(a: Moment, b: Moment): number {
  return rank(b.band) - rank(a.band) || b.to - b.from - (a.to - a.from) || a.from - b.from
}

export function momentsOf(people: Person[]): Moment[] {
  return people
    .flatMap((person) => runsOf(person.buckets).map((run) => momentOf(person, run)))
    .sort(worseFirst)
}
