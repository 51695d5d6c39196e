import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { sampleAt } from '../support/samples.mjs'
import { claims, forge } from '../support/token.mjs'

let client, stop, ada
before(async () => {
  ;({ client, stop } = await startWithClient())
  ada = await client.participant()
})
after(() => stop?.())

const post = (token, headers = {}) =>
  client.post(
    `/api/v1/rooms/${ada.room}/samples`,
    { samples: [sampleAt(Date.now())] },
    { token, headers },
  )
const payload = (changes = {}) => ({ ...claims(ada.token), ...changes })

describe('a participant token', () => {
  it('opens the door when it is the one that joining answered', async () => {
    assert.equal((await post(ada.token)).status, 201)
  })

  it('may be written with any case of the scheme', async () => {
    const answer = await post(undefined, { Authorization: `bearer ${ada.token}` })
    assert.equal(answer.status, 201, answer.text)
  })

  it('is asked for, with the scheme to use', async () => {
    const answer = await post()
    assertProblem(answer, 401, 'token-missing', 'Authorization')
    assert.match(answer.headers['www-authenticate'], /^Bearer/)
  })

  it('must be a Bearer token', async () => {
    for (const value of [
      `Basic ${ada.token}`,
      ada.token,
      'Bearer',
      'Bearer ',
      `Token ${ada.token}`,
    ]) {
      const answer = await post(undefined, { Authorization: value })
      assert.equal(answer.status, 401, value)
    }
  })

  it('is not taken from the query', async () => {
    const path = `/api/v1/rooms/${ada.room}/samples?token=${ada.token}`
    const answer = await client.post(path, { samples: [sampleAt(Date.now())] })
    assert.ok([400, 401].includes(answer.status), answer.text)
  })

  for (const [what, make] of [
    ['rubbish', () => 'rubbish'],
    ['dots', () => '..'],
    ['a very long one', () => 'x'.repeat(8000)],
    [
      'one of another secret',
      () => forge(payload(), { key: 'another secret, as long as the first one' }),
    ],
    ['one without a signature', () => ada.token.split('.').slice(0, 2).join('.')],
    ['one with an empty signature', () => `${ada.token.split('.').slice(0, 2).join('.')}.`],
    [
      'one with a changed claim',
      () => {
        const [header, , signature] = ada.token.split('.')
        const body = Buffer.from(JSON.stringify(payload({ sub: 'eve' }))).toString('base64url')
        return `${header}.${body}.${signature}`
      },
    ],
    [
      'one whose signature is a letter off',
      () => {
        const end = ada.token.endsWith('A') ? 'B' : 'A'
        return ada.token.slice(0, -2) + end + ada.token.slice(-1)
      },
    ],
    ['alg none', () => forge(payload(), { header: { alg: 'none', typ: 'JWT' } })],
    [
      'alg none with a signature',
      () => `${forge(payload(), { header: { alg: 'none', typ: 'JWT' } })}x`,
    ],
    ['alg nOnE', () => forge(payload(), { header: { alg: 'nOnE', typ: 'JWT' } })],
    ['HS512', () => forge(payload(), { header: { alg: 'HS512', typ: 'JWT' } })],
    [
      'a key id',
      () => forge(payload(), { header: { alg: 'HS256', typ: 'JWT', kid: '../../dev/null' } }),
    ],
    ['claims of the wrong kind', () => forge({ room: 7, sub: [], name: null, max: 'x', exp: {} })],
    ['claims that are an array', () => forge([])],
    ['no expiry', () => forge({ ...payload(), exp: undefined })],
    ['an expiry in words', () => forge(payload({ exp: 'tomorrow' }))],
    ['characters of plain base64', () => `${ada.token}==`],
  ]) {
    it(`is refused: ${what}`, async () => {
      assertProblem(await post(make()), 401, 'token-invalid', 'Authorization')
    })
  }

  it('is good for samples as long as they may be late, seven days after its end', async () => {
    const now_s = Math.floor(Date.now() / 1000)
    const week_s = 7 * 24 * 3600
    assert.equal((await post(forge(payload({ exp: now_s + 60 })))).status, 201)
    assert.equal((await post(forge(payload({ exp: now_s - week_s + 60 })))).status, 201)
    assertProblem(
      await post(forge(payload({ exp: now_s - week_s - 1 }))),
      401,
      'token-expired',
      'Authorization',
    )
    assertProblem(await post(forge(payload({ exp: 0 }))), 401, 'token-expired', 'Authorization')
  })

  it('counts in its own room only', async () => {
    const other = await client.participant()
    assertProblem(await post(other.token), 403, 'token-foreign', 'Authorization')
  })

  it('never comes back in an answer', async () => {
    for (const token of [`${ada.token}x`, 'rubbish-that-was-sent']) {
      const answer = await post(token)
      assert.ok(!answer.text.includes(token))
    }
  })
})
