import { describe, expect, it } from 'vitest'
import {
  browserProblem,
  isVideoError,
  loadVideoModule,
  presentsOf,
  wordsOfVideoError,
} from './video_module'
import { signalAddress } from './signal'

const good = { apiVersion: 1, presents: 'tracks', join: async () => ({}) }

describe('loadVideoModule', () => {
  it('takes a module as its default export or as itself', async () => {
    expect(await loadVideoModule('/m.js', async () => ({ default: good }))).toBe(good)
    expect(await loadVideoModule('/m.js', async () => good)).toBe(good)
  })

  it.each([
    ['a later API', { ...good, apiVersion: 2 }],
    ['no way to join', { ...good, join: undefined }],
    ['an unknown way to present', { ...good, presents: 'hologram' }],
    ['nothing', null],
  ])('refuses a module with %s', async (_, module) => {
    await expect(loadVideoModule('/m.js', async () => ({ default: module }))).rejects.toThrow(
      '/m.js',
    )
  })
})

describe('presentsOf', () => {
  it('asks a module that can do both about the session', () => {
    const presents = (session: unknown) => (session === 'own' ? 'element' : 'tracks')
    expect(presentsOf({ ...good, presents } as never, 'own')).toBe('element')
    expect(presentsOf({ ...good, presents } as never, 'ours')).toBe('tracks')
    expect(presentsOf(good as never, 'own')).toBe('tracks')
  })

  it('refuses an answer that is none', () => {
    expect(() => presentsOf({ ...good, presents: () => 'hologram' } as never, null)).toThrow()
  })
})

describe('video errors', () => {
  const error = Object.assign(new Error('Ask to be let in.'), { code: 'removed', retry: false })

  it('are told from other errors by their code', () => {
    expect(isVideoError(error)).toBe(true)
    expect(isVideoError(Object.assign(new Error(), { code: 'ENOENT' }))).toBe(false)
    expect(isVideoError({ code: 'removed' })).toBe(false)
  })

  it('keep the module’s words and its advice', () => {
    if (!isVideoError(error)) return expect.fail()
    const words = wordsOfVideoError(error)
    expect(words).toMatchObject({ text: 'Ask to be let in.', retry: false })
    expect(words.title).toContain('removed')
  })
})

describe('browserProblem', () => {
  const scope = (more: object) =>
    ({ isSecureContext: true, RTCPeerConnection: class {}, ...more }) as never

  it('finds none in a browser that can call', () => expect(browserProblem(scope({}))).toBeNull())

  it('explains pages without HTTPS, and browsers without WebRTC', () => {
    expect(browserProblem(scope({ isSecureContext: false }))?.text).toContain('HTTPS')
    expect(browserProblem(scope({ RTCPeerConnection: undefined }))?.text).toContain('WebRTC')
  })
})

describe('signalAddress', () => {
  it('is as secure as the page', () => {
    const path = '/api/v1/rooms/r/signal'
    expect(signalAddress(path, { protocol: 'https:', host: 'h:1' })).toBe(`wss://h:1${path}`)
    expect(signalAddress(path, { protocol: 'http:', host: 'h:1' })).toBe(`ws://h:1${path}`)
  })
})
