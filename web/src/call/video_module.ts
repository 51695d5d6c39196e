// Loads a video plugin's browser half and checks that it keeps the contract of sdk/web/vuedeo.d.ts.
import type { Presents, VideoError, VideoModule } from 'vuedeo'
import { isRecord } from '../lib/storage'
import type { Words } from '../lib/words'

type Import = (url: string) => Promise<unknown>
const importModule: Import = (url) => import(/* @vite-ignore */ url)

/** A plugin's module, as its default export or as the module itself. */
export async function importPlugin(url: string, load: Import = importModule): Promise<unknown> {
  const loaded = await load(url)
  return isRecord(loaded) && 'default' in loaded ? loaded.default : loaded
}

function isPresents(value: unknown): value is Presents {
  return value === 'tracks' || value === 'element'
}

function isVideoModule(value: unknown): value is VideoModule {
  return (
    isRecord(value) &&
    value.apiVersion === 1 &&
    typeof value.join === 'function' &&
    (isPresents(value.presents) || typeof value.presents === 'function')
  )
}

/** Who draws the call of this session. */
export function presentsOf({ presents }: VideoModule, session: unknown): Presents {
  const decided = typeof presents === 'function' ? presents(session) : presents
  if (!isPresents(decided)) throw new Error('the video module presents neither tracks nor an element')
  return decided
}

export async function loadVideoModule(url: string, load?: Import): Promise<VideoModule> {
  const module = await importPlugin(url, load)
  if (!isVideoModule(module)) throw new Error(`${url} is no video module of API version 1`)
  return module
}

const kTitles: Record<VideoError['code'], string> = {
  'room-full': 'This room is full',
  'room-ended': 'This call has ended',
  'not-allowed': 'You cannot join this room',
  removed: 'You were removed from this room',
  'connection-failed': 'The connection failed',
  'device-failed': 'Camera or microphone failed',
  unsupported: 'This browser cannot make calls',
  internal: 'The call failed',
}

export function isVideoError(error: unknown): error is VideoError {
  return error instanceof Error && 'code' in error && String(error.code) in kTitles
}

export function wordsOfVideoError(error: VideoError): Words {
  return { title: kTitles[error.code], text: error.message, retry: error.retry }
}

/** Why calls are impossible in this browser whatever the provider; null when they may work. */
export function browserProblem(scope: Window & typeof globalThis = window): Words | null {
  if (!scope.isSecureContext)
    return {
      title: 'Calls need a secure connection',
      text: 'Browsers give camera and microphone only to pages over HTTPS (or on localhost). Open this address with https:// or ask whoever runs this server to set it up.',
      retry: false,
    }
  if (typeof scope.RTCPeerConnection === 'undefined')
    return {
      title: 'This browser cannot make calls',
      text: 'It has no WebRTC, or that is turned off. Open this room’s link in a current Firefox, Chrome, Edge or Safari.',
      retry: false,
    }
  return null
}
