// What the server's half answered at admission, checked.
import { videoError } from './errors'

export interface Session {
  iceServers: RTCIceServer[]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isIceServer(value: unknown): value is RTCIceServer {
  return isObject(value) && Array.isArray(value.urls) && value.urls.every((url) => typeof url === 'string')
}

export function parseSession(session: unknown): Session {
  if (!isObject(session) || !Array.isArray(session.ice_servers) || !session.ice_servers.every(isIceServer)) {
    throw videoError('internal', 'The server sent an admission that this page does not understand. Reload the page.')
  }
  return { iceServers: session.ice_servers }
}
