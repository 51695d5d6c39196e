import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { readFileSync } from 'node:fs'
import { startWithClient, assertProblem } from '../support/client.mjs'
import { openRaw } from '../support/raw.mjs'
import { messageOf, openSignal, protocol, refusedSignal } from '../support/signal.mjs'
import { claims, forge } from '../support/token.mjs'
import { until, within } from '../support/wait.mjs'

const limit = { message_bytes: 16_384, queue_bytes: 65_536, messages_per_second: 100 }

let server, client, stop
before(
  async () =>
    ({ server, client, stop } = await startWithClient({
      settings: Object.fromEntries(
        Object.entries(limit).map(([key, value]) => [`server.limits.websocket_${key}`, value]),
      ),
    })),
)
after(() => stop?.())

const enter = async (room, name = 'Ada') => {
  const { token, participant } = await client.join(room, name)
  const socket = await openSignal(server, room, token)
  return { socket, token, id: participant.id }
}
const stillOpens = async () => {
  const { name } = await client.room()
  const { socket } = await enter(name)
  socket.close()
  await socket.closed
}

describe('the signalling channel', () => {
  it('opens with a participant’s token and selects the one protocol', async () => {
    const { name } = await client.room()
    const { socket } = await enter(name)
    assert.equal(socket.protocol, protocol)
    socket.close(1000)
    assert.equal((await socket.closed).code, 1000)
  })

  it('tells those in a room of one another', async () => {
    const { name } = await client.room()
    const ada = await enter(name, 'Ada')
    const grace = await enter(name, 'Grace')
    const joined = await messageOf(
      ada.socket,
      'Ada hears of Grace',
      ({ type }) => type === 'joined',
    )
    assert.deepEqual([joined.peer.id, joined.peer.name], [grace.id, 'Grace'])
    const welcome = await messageOf(
      grace.socket,
      'Grace is welcome',
      ({ type }) => type === 'welcome',
    )
    assert.deepEqual(
      welcome.peers.map(({ id, name: display }) => [id, display]),
      [[ada.id, 'Ada']],
    )
    grace.socket.terminate()
    await messageOf(
      ada.socket,
      'Grace is gone',
      ({ type, id }) => type === 'left' && id === grace.id,
    )
    ada.socket.close()
  })

  it('keeps rooms apart', async () => {
    const [first, second] = [await client.room(), await client.room()]
    const ada = await enter(first.name, 'Ada')
    const eve = await enter(second.name, 'Eve')
    const max = await enter(first.name, 'Max')
    await messageOf(ada.socket, 'Ada hears of Max', ({ peer }) => peer?.id === max.id)
    assert.ok(!JSON.stringify(ada.socket.received).includes(eve.id))
    for (const { socket } of [ada, eve, max]) socket.close()
  })

  for (const [what, protocols, status, type] of [
    ['no token', [protocol], 401, 'token-missing'],
    ['a token that is none', [protocol, 'token.rubbish'], 401, 'token-invalid'],
    ['an empty token', [protocol, 'token.'], 401, null],
  ]) {
    it(`answers ${status} before the upgrade: ${what}`, async () => {
      const { name } = await client.room()
      assertProblem(await refusedSignal(server, name, protocols), status, type, 'Authorization')
    })
  }

  it('answers 401 before the upgrade: an expired token, one of alg none', async () => {
    const { room, token } = await client.participant()
    const expired = forge({ ...claims(token), exp: 1 })
    assertProblem(
      await refusedSignal(server, room, [protocol, `token.${expired}`]),
      401,
      'token-expired',
      'Authorization',
    )
    const none = forge(claims(token), { header: { alg: 'none', typ: 'JWT' } })
    assertProblem(
      await refusedSignal(server, room, [protocol, `token.${none}`]),
      401,
      'token-invalid',
      'Authorization',
    )
  })

  it('answers 403 to the token of another room', async () => {
    const { token } = await client.participant()
    const { name } = await client.room()
    assertProblem(
      await refusedSignal(server, name, [protocol, `token.${token}`]),
      403,
      'token-foreign',
      'Authorization',
    )
  })

  it('answers 403 to a page of another site', async () => {
    const { room, token } = await client.participant()
    for (const origin of [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${server.port}.evil.example`,
      `http://127.0.0.1:${server.port + 1}`,
    ]) {
      const answer = await refusedSignal(server, room, [protocol, `token.${token}`], { origin })
      assertProblem(answer, 403, null, 'Origin')
    }
    const socket = await openSignal(server, room, token, { origin: server.url })
    socket.close()
  })

  it('answers 400 when its protocol is not offered', async () => {
    const { room, token } = await client.participant()
    const answer = await refusedSignal(server, room, ['chat', `token.${token}`])
    assertProblem(answer, 400, null, 'Sec-WebSocket-Protocol')
  })

  it('answers 426 to a plain GET, and 400 to half a handshake', async () => {
    const { room, token } = await client.participant()
    const plain = await client.get(`/api/v1/rooms/${room}/signal`)
    assertProblem(plain, 426, 'upgrade-required', plain.json.field)
    assert.equal(plain.headers.upgrade, 'websocket')
    for (const [version, key] of [
      ['13', ''],
      ['13', 'short'],
      ['12', 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ]) {
      const raw = await openRaw(server)
      raw.send(
        [
          `GET /api/v1/rooms/${room}/signal HTTP/1.1`,
          'Host: localhost',
          'Connection: Upgrade',
          'Upgrade: websocket',
          `Sec-WebSocket-Version: ${version}`,
          `Sec-WebSocket-Key: ${key}`,
          `Sec-WebSocket-Protocol: ${protocol}, token.${token}`,
          '\r\n',
        ].join('\r\n'),
      )
      const answer = await raw.answer()
      assert.ok([400, 426].includes(answer.status), `${version} ${key}: ${answer.status}`)
      raw.close()
    }
  })
})

describe('a peer that misbehaves', () => {
  for (const [what, misbehave, code] of [
    [
      'sends too large a message',
      (socket) => socket.send('x'.repeat(limit.message_bytes + 1)),
      1009,
    ],
    [
      'sends too large a message in fragments',
      (socket) => {
        for (let i = 0; i < 20; ++i) socket.send('x'.repeat(1000), { fin: false })
      },
      1009,
    ],
    ['sends bytes instead of text', (socket) => socket.send(Buffer.from([1, 2, 3])), 1003],
    [
      'sends text that is no UTF-8',
      (socket) => socket.send(Buffer.from([0xff, 0xfe]), { binary: false }),
      1007,
    ],
    [
      'floods',
      (socket) => {
        const state = '{"type":"state","microphone":true,"camera":true,"screen":false}'
        for (let bytes = 0; bytes < 2 << 20; bytes += state.length) socket.send(state)
      },
      1008,
    ],
  ]) {
    it(`is sent away with ${code} that ${what}`, async () => {
      const { name } = await client.room()
      const { socket } = await enter(name)
      misbehave(socket)
      const { code: given } = await within(30_000, 'for the close', socket.closed)
      assert.equal(given, code)
      await stillOpens()
    })
  }

  it('is cut off that sends frames without a mask', async () => {
    const { name } = await client.room()
    const { socket } = await enter(name)
    socket._socket.write(Buffer.from([0x81, 0x02, 0x7b, 0x7d]))
    const { code } = await within(30_000, 'for the close', socket.closed)
    assert.equal(code, 1002)
  })

  it('is not let into the room’s talk with messages that make no sense', async () => {
    const { name } = await client.room()
    const ada = await enter(name)
    for (const text of [
      '',
      'x',
      '[]',
      '{}',
      'null',
      '{"type":7}',
      '{"type":"nothing-like-it"}',
      '['.repeat(10_000),
      '{"to":"nobody","type":"offer"}',
    ]) {
      if (ada.socket.readyState === ada.socket.OPEN) ada.socket.send(text)
    }
    ada.socket.close()
    await ada.socket.closed
    await stillOpens()
  })

  it('is cut off that does not read what others send it', async () => {
    const { name } = await client.room()
    const slow = await enter(name, 'Slow')
    const loud = await enter(name, 'Loud')
    const isWelcome = ({ type }) => type === 'welcome'
    const [{ connection }] = (await messageOf(loud.socket, 'Loud is welcome', isWelcome)).peers
    slow.socket._socket.pause()
    const signal = JSON.stringify({
      type: 'signal',
      to: slow.id,
      connection,
      data: { link: 'x', peer_link: null, description: { type: 'offer', sdp: 'x'.repeat(15_000) } },
    })
    for (let i = 0; i < limit.messages_per_second * 9; ++i) loud.socket.send(signal)
    await until('Slow was cut off', () => {
      // However much the kernel's buffers hold: more, at a pace that is allowed.
      loud.socket.send(signal)
      return loud.socket.received.some(({ type, id }) => type === 'left' && id === slow.id)
    })
    assert.ok(residentMemory_KiB(server.child.pid) < 512 * 1024)
    slow.socket._socket.resume()
    slow.socket.terminate()
    loud.socket.close()
    await stillOpens()
  })
})

describe('ending a room', () => {
  it('sends everybody in it out', async () => {
    const { name } = await client.room()
    const people = [await enter(name, 'Ada'), await enter(name, 'Grace')]
    await client.delete(`/api/v1/rooms/${name}`)
    for (const { socket } of people) {
      const { code } = await within(30_000, 'for the close', socket.closed)
      assert.ok(code >= 4000 || code === 1000, String(code))
    }
  })
})

function residentMemory_KiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
}
