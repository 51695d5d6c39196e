// A stretch of network between two browsers that takes its time: every ICE candidate that one learns of
// the other leads through a UDP relay of the test, which delays what it carries by `delay_ms` each way.
// (The kernels that tests run on may have no netem.)
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4 } from 'node:net'

export class Relay {
  delay_ms = 0
  #doors = new Map() // "address:port" behind it -> its own port
  #sockets = []

  /** What shall be told to the other side in place of this candidate; null: nothing. */
  async candidate(text) {
    const [foundation, component, protocol, priority, address, port, ...rest] = text.split(' ')
    if (protocol?.toLowerCase() !== 'udp' || !isIPv4(address)) return null
    const behind = `${address}:${port}`
    if (!this.#doors.has(behind)) this.#doors.set(behind, this.#open(address, Number(port)))
    const door = await this.#doors.get(behind)
    return [foundation, component, protocol, priority, address, door, ...rest].join(' ')
  }

  /** Each who comes to the door is shown to the one behind it as a socket of its own. */
  async #open(address, port) {
    const door = await this.#bind(address)
    const visitors = new Map()
    door.on('message', async (packet, from) => {
      const key = `${from.address}:${from.port}`
      if (!visitors.has(key)) {
        visitors.set(
          key,
          this.#bind(address).then((socket) =>
            socket.on('message', (answer) => this.#pass(door, answer, from)),
          ),
        )
      }
      this.#pass(await visitors.get(key), packet, { address, port })
    })
    return door.address().port
  }

  #pass(socket, packet, { address, port }) {
    const send = () => this.#sockets.includes(socket) && socket.send(packet, port, address)
    if (this.delay_ms === 0) send()
    else setTimeout(send, this.delay_ms)
  }

  async #bind(address) {
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
