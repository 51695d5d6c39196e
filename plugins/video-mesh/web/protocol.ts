// The messages of the signalling channel (README.md, "Protocol"), and a reader that trusts none.

export interface MediaState {
  microphone: boolean
  camera: boolean
  screen: boolean
}

export interface PeerInfo extends MediaState {
  id: string
  name: string
  /** Of the participant's present connection: grows each time it connects again. */
  connection: number
}

export interface SignalData {
  /** The sender's RTCPeerConnection, and the receiver's one that this is meant for, once known. */
  link: string
  peer_link: string | null
  description?: RTCSessionDescriptionInit
  candidate?: RTCIceCandidateInit
}

export type ServerMessage =
  | { type: 'welcome'; you: PeerInfo; peers: PeerInfo[]; max_participants: number }
  | { type: 'joined'; peer: PeerInfo }
  | { type: 'left'; id: string; connection: number; reason: 'left' | 'dropped' }
  | ({ type: 'state'; id: string; connection: number } & MediaState)
  | { type: 'signal'; from: string; connection: number; data: SignalData }
  | { type: 'pong' }
  | { type: 'error'; code: string; detail: string }

export type ClientMessage =
  | { type: 'signal'; to: string; connection: number; data: SignalData }
  | ({ type: 'state' } & MediaState)
  | { type: 'leave' }
  | { type: 'ping' }

type Fields = Record<string, unknown>

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function isMediaState(value: Fields): boolean {
  return [value.microphone, value.camera, value.screen].every((flag) => typeof flag === 'boolean')
}

function isPeer(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    typeof value.name === 'string' &&
    typeof value.connection === 'number' &&
    isMediaState(value)
  )
}

function isSignalData(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.link === 'string' &&
    (value.peer_link === null || typeof value.peer_link === 'string') &&
    (isObject(value.description) || isObject(value.candidate))
  )
}

const checks: Record<ServerMessage['type'], (m: Fields) => boolean> = {
  welcome: (m) => isPeer(m.you) && Array.isArray(m.peers) && m.peers.every(isPeer),
  joined: (m) => isPeer(m.peer),
  left: (m) => typeof m.id === 'string' && typeof m.connection === 'number',
  state: (m) => typeof m.id === 'string' && isMediaState(m),
  signal: (m) => typeof m.from === 'string' && typeof m.connection === 'number' && isSignalData(m.data),
  pong: () => true,
  error: (m) => typeof m.code === 'string',
}

/** Null for what this version does not understand: a newer server may send more. */
export function parseServerMessage(text: unknown): ServerMessage | null {
  if (typeof text !== 'string') return null
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return null
  }
  if (!isObject(message) || typeof message.type !== 'string') return null
  const known = Object.prototype.hasOwnProperty.call(checks, message.type)
  if (!known || !checks[message.type as ServerMessage['type']](message)) return null
  return message as unknown as ServerMessage
}
