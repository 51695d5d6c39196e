// The signalling WebSocket of a room, as a browser opens it, and what may go wrong on the way.
import { once } from 'node:events'
import WebSocket from 'ws'
import { until, within } from './wait.mjs'

export const protocol = 'vuedeo.signal.v1'

export function signalUrl(server, room) {
  return `ws://127.0.0.1:${server.port}/api/v1/rooms/${room}/signal`
}

/** Resolves with an open socket. */
export async function openSignal(server, room, token, options = {}) {
  const socket = new WebSocket(signalUrl(server, room), [protocol, `token.${token}`], options)
  socket.closed = new Promise((done) =>
    socket.once('close', (code, reason) => done({ code, reason: String(reason) })),
  )
  socket.on('error', () => {}) // 'close' follows and says how it ended
  socket.received = []
  socket.on('message', (data) => socket.received.push(JSON.parse(data)))
  await within(30_000, 'for the WebSocket to open', once(socket, 'open'))
  return socket
}

/** Resolves with the HTTP answer by which the server refuses a handshake. */
export function refusedSignal(server, room, protocols, options = {}) {
  return refusedHandshake(signalUrl(server, room), protocols, options)
}

export function refusedHandshake(url, protocols, options = {}) {
  const socket = new WebSocket(url, protocols, options)
  return within(
    30_000,
    'for the handshake to be refused',
    new Promise((done, failed) => {
      socket.once('open', () => failed(new Error('the handshake was accepted')))
      socket.once('error', failed)
      socket.once('unexpected-response', (request, response) => {
        let text = ''
        response.on('data', (data) => (text += data))
        response.on('end', () => {
          request.destroy()
          done({
            status: response.statusCode,
            headers: response.headers,
            text,
            get json() {
              return JSON.parse(text)
            },
          })
        })
      })
    }),
  )
}

/** Resolves with the first message, received or still to come, of which `wanted` is true. */
export function messageOf(socket, what, wanted) {
  return until(what, () => socket.received.find(wanted))
}
