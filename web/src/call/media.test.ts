import { describe, expect, it } from 'vitest'
import { acquire, mediaHelp, mediaProblemOf } from './media'

const named = (name: string) => new DOMException('', name)
const stream = (audio: boolean, video: boolean) =>
  ({
    getAudioTracks: () => (audio ? [{ kind: 'audio' }] : []),
    getVideoTracks: () => (video ? [{ kind: 'video' }] : []),
  }) as unknown as MediaStream

function devices(answer: (constraints: MediaStreamConstraints) => MediaStream) {
  const asked: MediaStreamConstraints[] = []
  const getUserMedia = async (constraints: MediaStreamConstraints = {}) => {
    asked.push(constraints)
    return answer(constraints)
  }
  return { asked, media: { getUserMedia } }
}

describe('acquire', () => {
  it('asks the person once for both', async () => {
    const { asked, media } = devices(() => stream(true, true))
    const got = await acquire({ audio: '', video: '' }, media)
    expect(asked).toHaveLength(1)
    expect(got.audio && got.video).toBeTruthy()
    expect(got.problems).toEqual({})
  })

  it('gives the microphone when only the camera is missing', async () => {
    const { media } = devices(({ audio, video }) => {
      if (video) throw named('NotFoundError')
      return stream(!!audio, false)
    })
    const got = await acquire({ audio: '', video: '' }, media)
    expect(got.audio).toBeTruthy()
    expect(got.problems).toEqual({ video: 'none' })
  })

  it('asks for nothing that is not wanted', async () => {
    const { asked, media } = devices(() => stream(true, false))
    expect((await acquire({ audio: null, video: null }, media)).audio).toBeNull()
    expect(asked).toEqual([])
    await acquire({ audio: 'mic-1', video: null }, media)
    expect(asked[0]).toMatchObject({ audio: { deviceId: { ideal: 'mic-1' } }, video: false })
  })

  it('says that a page without devices has none', async () => {
    const { problems } = await acquire({ audio: '', video: '' }, undefined)
    expect(problems).toEqual({ audio: 'unavailable', video: 'unavailable' })
  })
})

describe('mediaProblemOf', () => {
  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['TypeError', 'unavailable'],
  ])('calls %s %s', (name, problem) => expect(mediaProblemOf(named(name))).toBe(problem))
})

describe('mediaHelp', () => {
  it('says once what is wrong with both', () => {
    expect(mediaHelp({ audio: 'refused', video: 'refused' })).toHaveLength(1)
    expect(mediaHelp({ audio: 'refused', video: 'refused' })[0]).toContain('camera and microphone')
  })

  it('names each when they differ, and nothing when all is well', () => {
    expect(mediaHelp({ audio: 'busy', video: 'none' })).toHaveLength(2)
    expect(mediaHelp({})).toEqual([])
  })
})
