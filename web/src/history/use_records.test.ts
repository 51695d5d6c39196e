import { effectScope } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Problem, type Series } from '../api/client'
import { useRecords } from './use_records'

const kEmpty: Series = {
  room: 'r',
  from: 0,
  to: 1,
  interval_s: 15,
  sample_interval_s: 15,
  participants: [],
}

interface Asked {
  room: string
  signal: AbortSignal
  answer: (series: Series) => void
  fail: (error: Error) => void
}

let scope = effectScope()
afterEach(() => scope.stop())

function begin() {
  scope = effectScope()
  const asked: Asked[] = []
  const read = (room: string, signal: AbortSignal) =>
    new Promise<Series>((answer, fail) => asked.push({ room, signal, answer, fail }))
  const records = scope.run(() => useRecords(read))!
  const names = () => asked.map(({ room }) => room)
  return { asked, names, ...records }
}

describe('records', () => {
  it('are read three at a time, each room once', async () => {
    const { asked, names, want, recordFor } = begin()
    for (const room of ['a', 'b', 'c', 'd', 'a']) want(room)
    expect(names()).toEqual(['a', 'b', 'c'])
    asked[1]!.answer(kEmpty)
    await vi.waitFor(() => expect(names()).toEqual(['a', 'b', 'c', 'd']))
    expect(recordFor('b')).toMatchObject({ undisturbed: null })
    expect(recordFor('a')).toBeNull()
  })

  it('that cannot be read are said to have failed, and the others go on', async () => {
    const { asked, names, outcomes, want } = begin()
    for (const room of ['a', 'b', 'c', 'd']) want(room)
    asked[0]!.fail(new Problem('room-not-found', 404, 'No such room', ''))
    await vi.waitFor(() => expect(names()).toContain('d'))
    expect(outcomes.get('a')).toBe('failed')
  })

  it('of another range come from new requests: late answers to the old ones do not count', async () => {
    const { asked, names, outcomes, want, forget } = begin()
    want('a')
    forget()
    expect(asked[0]!.signal.aborted).toBe(true)
    want('a')
    asked[0]!.answer(kEmpty)
    await Promise.resolve()
    await Promise.resolve()
    expect(names()).toEqual(['a', 'a'])
    expect(outcomes.get('a')).toBe('reading')
  })

  it('are not waited for once the page is gone', () => {
    const { asked, want } = begin()
    want('a')
    scope.stop()
    expect(asked[0]!.signal.aborted).toBe(true)
  })
})
