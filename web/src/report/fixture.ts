// Participants for the tests of this folder: a bucket every 15 seconds, of what the test says.
import { kReportFields, type Bucket, type Person, type Values } from './measures'

export const kStep_ms = 15_000
const kNothing = Object.fromEntries(kReportFields.map((field) => [field, null])) as Values

/** Null: nobody measured in that bucket. */
export function bucketsOf(...all: (Partial<Values> | null)[]): Bucket[] {
  return all.map((values, index) => ({
    from: index * kStep_ms,
    to: (index + 1) * kStep_ms,
    count: values ? 1 : 0,
    values: { ...kNothing, ...values },
  }))
}

export function person(name: string, ...all: (Partial<Values> | null)[]): Person {
  return { id: name.toLowerCase(), name, buckets: bucketsOf(...all) }
}
