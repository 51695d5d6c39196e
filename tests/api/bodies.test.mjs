import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'

let client, stop, room
before(async () => {
  ;({ client, stop } = await startWithClient({ settings: { 'server.limits.body_bytes': 65_536 } }))
  room = (await client.room()).name
})
after(() => stop?.())

const post = (body, headers) => client.post(`/api/v1/rooms/${room}/participants`, body, { headers })

describe('a body', () => {
  for (const [what, body] of [
    ['nothing', ''],
    ['a brace', '{'],
    ['two documents', '{"name":"Ada"} {"name":"Eve"}'],
    ['a trailing comma', '{"name":"Ada",}'],
    ['a comment', '{"name":"Ada" /* */}'],
    ['single quotes', "{'name':'Ada'}"],
    ['a bare word', '{name:"Ada"}'],
    ['an open string', '{"name":"Ada'],
    ['a raw line break in a string', '{"name":"A\nda"}'],
    ['half an escape', '{"name":"\\u12"}'],
    ['half a surrogate pair', '{"name":"\\ud800"}'],
    ['a NUL behind the document', '{"name":"Ada"}\0'],
    ['a byte order mark and rubbish', '\ufeff{"name"'],
    ['UTF-16', Buffer.from('{"name":"Ada"}', 'utf16le')],
  ]) {
    it(`is refused that is no JSON: ${what}`, async () => {
      assertProblem(await post(body), 400, 'json-invalid')
    })
  }

  it('says at which line and column it is wrong', async () => {
    const answer = await post('{\n  "name": oops\n}')
    assertProblem(answer, 400, 'json-invalid')
    assert.match(answer.json.detail, /line 2, column 1\d/)
  })

  for (const [what, bytes] of [
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond the last', [0xf4, 0x90, 0x80, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['0xFF', [0xff]],
  ]) {
    it(`is refused that is no UTF-8: ${what}`, async () => {
      const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')])
      assertProblem(await post(body), 400, 'json-invalid')
    })
  }

  it('is refused that gives a member twice', async () => {
    assertProblem(await post('{"name":"Ada","name":"Eve"}'), 400, 'json-invalid', 'name')
    assertProblem(await post('{"name":"Ada","n\\u0061me":"Eve"}'), 400, 'json-invalid', 'name')
  })

  it('is refused that nests deeply', async () => {
    for (const depth of [17, 30_000]) {
      const body = `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`
      assertProblem(await post(body), 400, 'json-invalid')
    }
  })

  it('is refused at its full allowed size just as well', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(65_536 - '{"name":""}'.length) })
    assert.equal(body.length, 65_536)
    assertProblem(await post(body), 400, null, 'name')
  })

  it('is refused that is larger than allowed', async () => {
    assertProblem(await post(`{"name":"${'x'.repeat(65_536)}"}`), 413, 'body-too-large')
  })

  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/json; charset=iso-8859-1',
    'application',
    '',
    ';',
  ]) {
    it(`is refused as ${type || 'nothing'}`, async () => {
      const answer = await post('{"name":"Ada"}', { 'Content-Type': type })
      assertProblem(answer, 415, 'media-type-unsupported', 'Content-Type')
    })
  }

  it('is taken as application/json in any spelling', async () => {
    for (const type of [
      'application/json',
      'Application/JSON',
      'application/json; charset=utf-8',
      'application/json;charset="UTF-8"',
    ]) {
      const answer = await post('{"name":"Ada"}', { 'Content-Type': type })
      assert.equal(answer.status, 201, `${type}: ${answer.text}`)
    }
  })

  it('may hold white space and escapes', async () => {
    const answer = await post('\r\n\t {"n\\u0061me" : "A\\u0064a"} \n')
    assert.equal(answer.status, 201, answer.text)
    assert.equal(answer.json.participant.name, 'Ada')
  })
})
