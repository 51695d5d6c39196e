// Samples on their way to the server: kept until it has acknowledged them, across reloads, closed tabs
// and hours without a network. One entry is one sample of one participant, identified as the server
// identifies it: (room, participant, sampled_at). Putting the same one again replaces it.
import type { Sample } from 'vuedeo'

export interface Entry {
  room: string
  participant: string
  sampled_at: number
  /** The participant's token when the sample was taken. */
  token: string
  sample: Sample
}

/** Whose samples a request carries. */
export interface Source {
  room: string
  participant: string
}

export const keyOfSource = ({ room, participant }: Source) => `${room}/${participant}`

export interface Outbox {
  put(entry: Entry): Promise<void>
  /** Everybody whose samples wait here. */
  sources(): Promise<Source[]>
  /** The oldest entries of one participant. */
  oldest(source: Source, limit: number): Promise<Entry[]>
  remove(entries: Entry[]): Promise<void>
  /** Drops what is older than the server would take, and the oldest of what is too many. */
  trim(limits: Limits, now: number): Promise<number>
}

export interface Limits {
  most: number
  age_ms: number
}

/** Counted from the newest sample where this computer's clock is ahead of the times of the samples. */
export function oldestKept(newest: number | undefined, { age_ms }: Limits, now: number): number {
  return Math.min(now, newest ?? now) - age_ms
}
