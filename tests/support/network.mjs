// Ports, and the network that isolated.sh gives a test.
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Whether it is the test's own, to change as it likes: nothing but loopback, and nobody else's. */
export const isOwnNetwork = () => Object.keys(networkInterfaces()).every((name) => name === 'lo')

/** Firefox looks for the address of its default route and takes part in no call without one. */
export function addDefaultRoute() {
  if (!isOwnNetwork() || networkInterfaces().lo?.some(({ address }) => address === '192.0.2.1')) return
  for (const words of ['addr add 192.0.2.1/32 dev lo', 'route add default dev lo']) {
    execFileSync('ip', words.split(' '))
  }
}

/** A port of loopback that nobody listens on, for programs that cannot choose one themselves. */
export async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}
