// WebSockets from a video module to its half on the server, with address and credentials.
import type { Seat } from './seat'

const kProtocol = 'vuedeo.signal.v1'

export function signalAddress(path: string, page: { protocol: string; host: string }): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}${path}`
}

/** Opening is immediate, renewing is not: a socket that an old token cannot open fails, and by the
 * module's next attempt the new token is there. */
export function signalOpener(seat: Seat): () => WebSocket {
  return () => {
    const path = seat.admission.signal_url
    if (path === null) throw new Error('This provider has no signalling through the server')
    if (seat.isNearExpiry) void seat.renew()
    return new WebSocket(signalAddress(path, location), [kProtocol, `token.${seat.token}`])
  }
}
