import { describe, expect, it } from 'vitest'
import { Problem } from '../api/client'
import { wordsOf } from './words'

const problem = (slug: string, status: number, detail = '', retryAfter_s: number | null = null) =>
  new Problem(slug, status, 'Title', detail, null, retryAfter_s)

describe('wordsOf', () => {
  it.each([
    ['room-not-found', 404, false],
    ['room-ended', 410, false],
    ['room-full', 409, true],
    ['admin-token-required', 401, false],
    ['provider-unavailable', 503, true],
    ['network', 0, true],
    ['timeout', 0, true],
  ])('says of %s what to do', (slug, status, retry) => {
    const words = wordsOf(problem(slug, status))
    expect(words.retry).toBe(retry)
    expect(words.text.length).toBeGreaterThan(20)
    expect(words.title).not.toBe('Title')
  })

  it('passes on what the server says of anything else', () => {
    const words = wordsOf(problem('something-new', 400, 'The interval is too short.'))
    expect(words).toEqual({ title: 'Title', text: 'The interval is too short.', retry: false })
  })

  it('says how long to wait after too many requests', () => {
    expect(wordsOf(problem('too-many', 429, '', 30)).text).toContain('30 seconds')
  })

  it('does not show the inside of a page’s own error', () => {
    const words = wordsOf(new TypeError('x is undefined'))
    expect(words.text).not.toContain('undefined')
  })
})
