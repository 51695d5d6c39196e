import { describe, expect, it } from 'vitest'
import { deviceError, fatalError } from './errors'

const fatal = (type: string, details?: object) =>
  fatalError({ errorMsg: 'internal words', error: { type, msg: '', details } as never })

describe('a fatal error', () => {
  it.each([
    ['ejected', 'removed', false],
    ['nbf-room', 'not-allowed', true],
    ['nbf-token', 'not-allowed', true],
    ['exp-room', 'room-ended', false],
    ['exp-token', 'not-allowed', true],
    ['no-room', 'connection-failed', true],
    ['meeting-full', 'room-full', true],
    ['end-of-life', 'unsupported', false],
    ['not-allowed', 'not-allowed', false],
    ['connection-error', 'connection-failed', true],
    ['one of a later version', 'internal', true],
    ['constructor', 'internal', true],
  ])('%s is told in plain words', (type, code, retry) => {
    const error = fatal(type)
    expect(error).toMatchObject({ code, retry, name: 'VideoError' })
    expect(error.message).toMatch(/^[A-Z].*\.$/)
    expect(error.message).not.toContain('internal words')
  })

  it('says when Daily could not even be loaded', () => {
    expect(fatal('connection-error', { on: 'load' }).message).toContain('firewall')
    expect(fatal('connection-error', { on: 'join' }).message).not.toContain('firewall')
  })

  it('is one even without a type', () => {
    expect(fatalError({})).toMatchObject({ code: 'internal', retry: true })
  })
})

describe('a device’s error', () => {
  it.each([
    'permissions',
    'not-found',
    'cam-in-use',
    'mic-in-use',
    'cam-mic-in-use',
    'constraints',
    'undefined-mediadevices',
    'unknown',
    undefined,
  ])('%s says what to do', (type) => {
    expect(deviceError(type)).toMatchObject({
      code: 'device-failed',
      retry: true,
      message: expect.stringMatching(/^Camera or microphone: .+\.$/),
    })
  })
})
