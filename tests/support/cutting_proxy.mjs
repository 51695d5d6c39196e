// Stands between a client and a server. When asked to, it cuts all connections, or swallows everything; and
// cuts those to PostgreSQL in the middle of a commit.
import { connect, createServer } from 'node:net'

const commit = Buffer.from('COMMIT')

export class CuttingProxy {
  cuts = 0
  #mode = null
  #swallows = false
  #sockets = new Set()

  static async to(port) {
    const proxy = new CuttingProxy()
    proxy.server = createServer((client) => proxy.#serve(client, port))
    await new Promise((done) => proxy.server.listen(0, '127.0.0.1', done))
    proxy.port = proxy.server.address().port
    return proxy
  }

  /** 'before': the COMMIT does not arrive; 'after': it does, and its answer does not. */
  cutNextCommit(mode) {
    this.#mode = mode
  }

  /** From now on nothing gets through in either direction, and no connection ends; not even a new one. */
  swallow(does = true) {
    this.#swallows = does
  }

  #serve(client, port) {
    const server = connect(port, '127.0.0.1')
    let deaf = false
    const end = () => {
      client.destroy()
      server.destroy()
      this.#sockets.delete(end)
    }
    this.#sockets.add(end)
    for (const socket of [client, server]) {
      socket.setNoDelay()
      socket.on('error', end)
      socket.on('close', end)
    }
    client.on('data', (data) => {
      if (this.#swallows) return
      const mode = data.includes(commit) ? this.#mode : null
      if (mode !== null) {
        this.#mode = null
        this.cuts += 1
        if (mode === 'before') return end()
        deaf = true
      }
      server.write(data)
    })
    server.on('data', (data) => {
      if (this.#swallows) return
      if (deaf) end()
      else client.write(data)
    })
  }

  /** Ends the connections that there are; new ones get through. */
  cut() {
    for (const end of [...this.#sockets]) end()
  }

  close() {
    this.server.close()
    this.cut()
  }
}
