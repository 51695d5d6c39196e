// Viewers of a room's live channel, as the browser app is one.
import { once } from 'node:events'
import WebSocket from 'ws'
import { within } from './wait.mjs'

export const livePath = (room, after) =>
  `/api/v1/rooms/${room}/live${after ? `?after=${encodeURIComponent(after)}` : ''}`

/**
 * An open channel: {received, cursor, closed}; `received` are its messages. Node's own WebSocket
 * client answers no pings while its socket is paused, as a stopped process does not.
 */
export async function openLive(server, room, { after, ...options } = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${livePath(room, after)}`, options)
  socket.closed = new Promise((done) => socket.once('close', (code) => done(code)))
  socket.on('error', () => {}) // 'close' follows
  socket.received = []
  socket.cursor = after
  socket.on('message', (data) => {
    const message = JSON.parse(data)
    socket.received.push(message)
    socket.cursor = message.cursor
  })
  await within(30_000, 'for the live channel to open', once(socket, 'open'))
  return socket
}

export const samplesOf = (socket) =>
  socket.received.flatMap(({ type, samples }) => (type === 'samples' ? samples : []))

export const identity = ({ participant_id, sampled_at }) => `${participant_id} ${sampled_at}`
