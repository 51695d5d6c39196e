// The records of the rooms of a list, read a few at a time, in the order in which they are asked for.
import { onScopeDispose, reactive } from 'vue'
import { Problem, type Series } from '../api/client'
import { logUnexpected } from '../lib/words'
import { recordOf, type RoomRecord } from './record'

/** Of the browser's six connections to a server some stay free for the list itself. */
const kAtOnce = 3

export type Outcome = RoomRecord | 'reading' | 'failed'

export type ReadSeries = (room: string, signal: AbortSignal) => Promise<Series>

export function useRecords(read: ReadSeries) {
  const outcomes = reactive(new Map<string, Outcome>())
  let waiting: string[] = []
  let underWay = 0
  let generation = new AbortController()

  async function readOne(room: string, { signal }: AbortController) {
    try {
      const record = recordOf(await read(room, signal))
      if (!signal.aborted) outcomes.set(room, record)
    } catch (error) {
      if (signal.aborted) return
      // A room may have gone since it was listed.
      if (!(error instanceof Problem)) logUnexpected('reading the record of a room failed', error)
      outcomes.set(room, 'failed')
    }
  }

  function goOn() {
    while (underWay < kAtOnce) {
      const room = waiting.shift()
      if (room === undefined) return
      const mine = generation
      underWay += 1
      void readOne(room, mine).finally(() => {
        if (mine !== generation) return
        underWay -= 1
        goOn()
      })
    }
  }

  function want(room: string) {
    if (outcomes.has(room)) return
    outcomes.set(room, 'reading')
    waiting.push(room)
    goOn()
  }

  /** For another range of time: what was read is forgotten, what is under way cancelled. */
  function forget() {
    generation.abort()
    generation = new AbortController()
    underWay = 0
    waiting = []
    outcomes.clear()
  }

  function recordFor(room: string): RoomRecord | null {
    const outcome = outcomes.get(room)
    return typeof outcome === 'object' ? outcome : null
  }

  onScopeDispose(forget)
  return { outcomes, want, forget, recordFor }
}
