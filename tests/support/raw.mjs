// A bare socket to the server: for requests that no HTTP client would send.
import { connect } from 'node:net'
import { once } from 'node:events'
import { within } from './wait.mjs'

export async function openRaw(server) {
  const socket = connect(server.port, '127.0.0.1')
  socket.setNoDelay(true)
  await once(socket, 'connect')
  return new Raw(socket)
}

/** Sends `text` on a connection of its own and resolves with the one answer. */
export async function exchange(server, text) {
  const raw = await openRaw(server)
  raw.send(text)
  const answer = await raw.answer()
  raw.close()
  return answer
}

class Raw {
  constructor(socket) {
    this.socket = socket
    this.received = Buffer.alloc(0)
    this.closed = false
    this.wake = () => {}
    socket.on('data', (data) => {
      this.received = Buffer.concat([this.received, data])
      this.wake()
    })
    socket.on('error', () => {}) // a reset is an end like any other; 'close' follows
    socket.on('close', () => {
      this.closed = true
      this.wake()
    })
  }

  send(bytes) {
    if (!this.socket.destroyed) this.socket.write(bytes)
  }

  close() {
    this.socket.destroy()
  }

  async change() {
    await new Promise((done) => (this.wake = done))
  }

  /** The next answer, taken off what has been received: {status, headers, text, json}. */
  answer({ timeout_ms = 30_000, head = false } = {}) {
    return within(timeout_ms, 'for an answer', this.#answer(head))
  }

  async #answer(head) {
    for (;;) {
      const parsed = parse(this.received, head)
      if (parsed) {
        this.received = this.received.subarray(parsed.length)
        return parsed
      }
      if (this.closed) throw new Error(`closed without an answer: "${this.received}"`)
      await this.change()
    }
  }

  /** Resolves when the server has closed the connection. */
  ended({ timeout_ms = 30_000 } = {}) {
    const closing = async () => {
      while (!this.closed) await this.change()
    }
    return within(timeout_ms, 'for the server to close the connection', closing())
  }
}

function parse(bytes, head) {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  const size = head ? 0 : Number(headers['content-length'] ?? 0)
  const length = end + 4 + size
  if (bytes.length < length) return null
  const text = bytes.subarray(end + 4, length).toString()
  return {
    status: Number(first.split(' ')[1]),
    headers,
    text,
    length,
    get json() {
      return JSON.parse(text)
    },
  }
}
