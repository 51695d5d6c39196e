import { describe, expect, it } from 'vitest'
import { parseSession } from './session'

const good = {
  url: 'https://acme.daily.co/room',
  token: 'jwt',
  ui: 'tracks',
  participant_id: 'ada',
  display_name: 'Ada',
}

describe('an admission', () => {
  it('is understood', () => {
    expect(parseSession(good)).toEqual({
      url: good.url,
      token: 'jwt',
      ui: 'tracks',
      displayName: 'Ada',
    })
    expect(parseSession({ ...good, lang: 'de' })).toMatchObject({ lang: 'de' })
  })

  it.each([
    ['nothing', null],
    ['an address that is none', { ...good, url: 'room' }],
    ['an insecure address', { ...good, url: 'http://acme.daily.co/room' }],
    ['a script', { ...good, url: 'javascript:alert(1)' }],
    ['no token', { ...good, token: '' }],
    ['an unknown user interface', { ...good, ui: 'hologram' }],
    ['no name', { ...good, display_name: undefined }],
  ])('is refused with %s', (_, session) => {
    expect(() => parseSession(session)).toThrow(expect.objectContaining({ code: 'internal' }))
  })
})
