// The two ways to have a call of Daily's: its own user interface in a frame, or a call object without.
import Daily, { type DailyCall, type DailyCallOptions } from '@daily-co/daily-js'
import type { JoinOptions } from 'vuedeo'
import { videoError } from './errors'
import type { Session } from './session'

interface Created {
  call: DailyCall
  /** For the call's join(). */
  properties: DailyCallOptions
}

export function create(session: Session, options: JoinOptions): Created {
  const { url, token, displayName: userName } = session
  const { microphoneOn, cameraOn } = options.start
  const properties = {
    url,
    token,
    userName,
    startAudioOff: !microphoneOn,
    startVideoOff: !cameraOn,
  }
  return session.ui === 'tracks'
    ? { call: createObject(), properties: { ...properties, ...devicesOf(options.media) } }
    : { call: createFrame(session, options.element), properties }
}

/** Several calls of one page may overlap: one that is being left must not keep the next from joining. */
const several = { allowMultipleCallInstances: true }

function createFrame({ lang }: Session, element: HTMLElement | undefined): DailyCall {
  if (!element) throw videoError('internal', 'The page gave the call no place. Reload the page.')
  const call = Daily.createFrame(element, {
    ...several,
    iframeStyle: { width: '100%', height: '100%', border: '0' },
    showFullscreenButton: true,
    ...(lang ? { lang } : {}),
  })
  const frame = call.iframe()
  if (frame) frame.title = 'Video call'
  return call
}

function createObject(): DailyCall {
  // Daily's call machine comes as a script: the page's policy allows that, but no eval.
  return Daily.createCallObject({ ...several, dailyConfig: { avoidEval: true } })
}

/** Daily opens the devices itself, and again whenever they change: it gets which ones, not the tracks. */
function devicesOf(media: JoinOptions['media']): DailyCallOptions {
  const [audioSource, videoSource] = [media?.audio, media?.video].map((track) => {
    const deviceId = track?.getSettings().deviceId
    track?.stop()
    return deviceId
  })
  return { ...(audioSource ? { audioSource } : {}), ...(videoSource ? { videoSource } : {}) }
}
