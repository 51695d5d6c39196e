// Errors as the app shows them: what happened and what can be done, in words for people.
import type { VideoError } from 'vuedeo'

export function videoError(code: VideoError['code'], message: string, retry = false): VideoError {
  return Object.assign(new Error(message), { name: 'VideoError', code, retry })
}

const deviceProblems: Record<string, string> = {
  NotAllowedError: 'The browser has no permission to use it. Allow it beside the address and try again.',
  NotFoundError: 'No such device was found. Connect one and try again.',
  NotReadableError: 'It is in use by another program. Close that one and try again.',
  OverconstrainedError: 'The chosen device is no longer there. Choose another one.',
}

/** For what getUserMedia and getDisplayMedia reject with. */
export function deviceError(device: string, cause: unknown): VideoError {
  const name = cause instanceof Error ? cause.name : ''
  const advice = deviceProblems[name] ?? 'It could not be started. Try again, or choose another one.'
  return videoError('device-failed', `${device}: ${advice}`, true)
}
