import type { DailyParticipantsObject } from '@daily-co/daily-js'
import { describe, expect, it } from 'vitest'
import { person } from './fakes'
import { localOf, participantsOf } from './people'

const everybody = (...others: ReturnType<typeof person>[]): DailyParticipantsObject => ({
  local: person({ local: true, user_id: 'ada' }, { audio: 'playable' }),
  ...Object.fromEntries(others.map((one) => [one.session_id, one])),
})
const nobodyBroken = new Set<string>()

describe('participants', () => {
  it('have our ids, and the tracks that are on', () => {
    const all = everybody(
      person(
        { session_id: 's1', user_id: 'grace', user_name: 'Grace' },
        { audio: 'blocked', video: 'playable', screenVideo: 'loading' },
      ),
    )
    expect(participantsOf(all, 'ada', nobodyBroken)).toEqual([
      {
        id: 'grace',
        name: 'Grace',
        audio: null,
        video: 's1 video',
        screen: 's1 screenVideo',
        microphoneOn: false,
        cameraOn: true,
        connection: 'connected',
      },
    ])
  })

  it('are listed once, as they came last, while Daily has not noticed yet that they were gone', () => {
    const early = new Date('2026-01-01T10:00:00Z')
    const late = new Date('2026-01-01T10:05:00Z')
    const all = everybody(
      person({ session_id: 's2', user_id: 'grace', joined_at: late }),
      person({ session_id: 's1', user_id: 'grace', joined_at: early }),
    )
    const broken = new Set(['s1'])
    expect(participantsOf(all, 'ada', broken)).toMatchObject([
      { id: 'grace', connection: 'connected' },
    ])
  })

  it('are never this participant, who may have come before a reload', () => {
    expect(
      participantsOf(everybody(person({ session_id: 's0', user_id: 'ada' })), 'ada', nobodyBroken),
    ).toEqual([])
  })

  it('may have come without us, by the room’s own address', () => {
    const all = everybody(person({ session_id: 's9' }))
    expect(participantsOf(all, 'ada', new Set(['s9']))).toMatchObject([
      { id: 's9', name: 'Guest', connection: 'reconnecting' },
    ])
  })
})

describe('the local state', () => {
  it('tells what is on', () => {
    expect(localOf(everybody())).toMatchObject({
      microphoneOn: true,
      audio: 'local audio',
      cameraOn: false,
      video: null,
    })
  })

  it('is silent before there is any', () => {
    expect(localOf({})).toMatchObject({ microphoneOn: false, cameraOn: false, screen: null })
  })
})
