// Errors as the app shows them: what happened and what can be done, in words for people.
import type {
  DailyCameraErrorType,
  DailyEventObjectFatalError,
  DailyFatalConnectionError,
  DailyFatalErrorType,
} from '@daily-co/daily-js'
import type { VideoError } from 'vuedeo'

export function videoError(code: VideoError['code'], message: string, retry = false): VideoError {
  return Object.assign(new Error(message), { name: 'VideoError', code, retry })
}

type Words = [code: VideoError['code'], message: string, retry: boolean]

const fatal: Record<Exclude<DailyFatalErrorType, 'connection-error'>, Words> = {
  ejected: ['removed', 'An owner removed you, or the call was ended for everybody.', false],
  'nbf-room': ['not-allowed', 'This room is not open yet. Try again later.', true],
  'nbf-token': [
    'not-allowed',
    'Your admission is not valid yet. Check the clock of this device, then try again.',
    true,
  ],
  'exp-room': [
    'room-ended',
    'The time of this room is over. Create a new room to go on talking.',
    false,
  ],
  'exp-token': ['not-allowed', 'Your admission has run out. Join again to get a new one.', true],
  // Vuedeo admitted the person: the room is open here, and is made anew once its loss is noticed.
  'no-room': [
    'connection-failed',
    'The video service does not have this room any more. Join again in half a minute, and it is made anew.',
    true,
  ],
  'meeting-full': ['room-full', 'Wait until somebody leaves, then try again.', true],
  'end-of-life': [
    'unsupported',
    'The video service does not support this page any more. Tell whoever runs this server.',
    false,
  ],
  'not-allowed': ['not-allowed', 'The video service does not let you into this room.', false],
}

const connection: Partial<Record<DailyFatalConnectionError['details']['on'], string>> = {
  load: 'The video service (daily.co) could not be loaded. Check your network; a firewall or an extension may block it.',
  reconnect:
    'The connection to the video service was lost for too long. Check your network and join again.',
}

const fatalByType = new Map<unknown, Words>(Object.entries(fatal))

/** For the event "error", after which a call is over. */
export function fatalError(event: Partial<DailyEventObjectFatalError>): VideoError {
  const { error } = event
  const words = fatalByType.get(error?.type)
  if (words) return videoError(...words)
  if (error?.type === 'connection-error') {
    const { on } = (error as Partial<DailyFatalConnectionError>).details ?? {}
    const otherwise =
      'The connection to the video service failed. Check your network and try again.'
    return videoError('connection-failed', (on && connection[on]) ?? otherwise, true)
  }
  return videoError(
    'internal',
    'The call failed for a reason that the video service did not tell. Try again.',
    true,
  )
}

const camera: Record<DailyCameraErrorType, string> = {
  permissions:
    'The browser has no permission to use it. Allow it beside the address and try again.',
  'not-found': 'No such device was found. Connect one and try again.',
  'cam-in-use': 'It is in use by another program. Close that one and try again.',
  'mic-in-use': 'It is in use by another program. Close that one and try again.',
  'cam-mic-in-use': 'They are in use by another program. Close that one and try again.',
  constraints: 'The chosen device is no longer there. Choose another one.',
  'undefined-mediadevices': 'Browsers give it only to pages over https.',
  unknown: 'It could not be started. Try again, or choose another one.',
}

/** For the event "camera-error", which is about microphones, too. */
export function deviceError(type: unknown): VideoError {
  const advice = camera[type as DailyCameraErrorType] ?? camera.unknown
  return videoError('device-failed', `Camera or microphone: ${advice}`, true)
}
