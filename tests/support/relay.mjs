// A stretch of network between two browsers that takes its time: every ICE candidate that one learns of
// the other leads through a UDP relay of the test, which delays what it carries by `delay_ms` each way.
// (The kernels that tests run on may have no netem.)
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const address = '127.0.0.1'

export class Relay {
  delay_ms = 0
  #doors = new Map() // "port" behind it -> its own port
  #sockets = []

  /** What shall be told to the other side in place of this candidate; null: nothing. */
  async candidate(text) {
    const [foundation, component, protocol, priority, , port, ...rest] = text.split(' ')
    if (protocol?.toLowerCase() !== 'udp') return null
    if (!this.#doors.has(port)) this.#doors.set(port, this.#open(Number(port)))
    const door = await this.#doors.get(port)
    return [foundation, component, protocol, priority, address, door, ...rest].join(' ')
  }

  /** Each who comes to the door is shown to the one behind it as a socket of its own. */
  async #open(port) {
    const door = await this.#bind()
    const visitors = new Map()
    door.on('message', async (packet, from) => {
      const key = `${from.address}:${from.port}`
      if (!visitors.has(key)) {
        visitors.set(
          key,
          this.#bind().then((socket) =>
            socket.on('message', (answer) => this.#pass(door, answer, from.port)),
          ),
        )
      }
      this.#pass(await visitors.get(key), packet, port)
    })
    return door.address().port
  }

  #pass(socket, packet, port) {
    const send = () => this.#sockets.includes(socket) && socket.send(packet, port, address)
    if (this.delay_ms === 0) send()
    else setTimeout(send, this.delay_ms)
  }

  async #bind() {
    const socket = createSocket('udp4')
    socket.on('error', () => {}) // nobody listens there any more
    socket.bind(0, address)
    await once(socket, 'listening')
    this.#sockets.push(socket)
    return socket
  }

  /** Before this person does anything. */
  async standBefore(person) {
    await person.context.exposeFunction('relayed', (text) => this.candidate(text))
    await person.context.addInitScript(() => {
      const prototype = window.RTCPeerConnection.prototype
      const { addIceCandidate, setRemoteDescription } = prototype
      prototype.addIceCandidate = async function (given) {
        if (!given?.candidate) return addIceCandidate.call(this, given)
        const candidate = await window.relayed(given.candidate)
        const { sdpMid, sdpMLineIndex, usernameFragment } = given
        if (candidate) {
          return addIceCandidate.call(this, { candidate, sdpMid, sdpMLineIndex, usernameFragment })
        }
      }
      prototype.setRemoteDescription = function ({ type, sdp }) {
        return setRemoteDescription.call(this, { type, sdp: sdp.replace(/^a=candidate:.*\r\n/gm, '') })
      }
    })
  }

  close() {
    for (const socket of this.#sockets.splice(0)) socket.close()
  }
}
