// Camera and microphone before a call: asking for them, and saying in words why there are none.

export type MediaProblem = 'refused' | 'none' | 'busy' | 'unavailable'
export type MediaKind = 'audio' | 'video'

export interface Acquired {
  audio: MediaStreamTrack | null
  video: MediaStreamTrack | null
  problems: Partial<Record<MediaKind, MediaProblem>>
}

export interface Wanted {
  /** A device's id, or "" for the browser's choice; null: not wanted. */
  audio: string | null
  video: string | null
}

export function mediaProblemOf(error: unknown): MediaProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'unavailable'
}

function constraintsOf({ audio, video }: Wanted): MediaStreamConstraints {
  const device = (id: string) => (id ? { deviceId: { ideal: id } } : {})
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } }
  return {
    audio: audio === null ? false : { ...device(audio), echoCancellation: true },
    video: video === null ? false : { ...device(video), ...size },
  }
}

/** One question to the person for both; if that fails, one each, so that a missing camera does not
 * cost the microphone. */
export async function acquire(
  wanted: Wanted,
  devices?: Pick<MediaDevices, 'getUserMedia'>,
): Promise<Acquired> {
  const result: Acquired = { audio: null, video: null, problems: {} }
  const kinds = (['audio', 'video'] as const).filter((kind) => wanted[kind] !== null)
  if (kinds.length === 0) return result
  if (!devices) {
    for (const kind of kinds) result.problems[kind] = 'unavailable'
    return result
  }
  try {
    const stream = await devices.getUserMedia(constraintsOf(wanted))
    result.audio = stream.getAudioTracks()[0] ?? null
    result.video = stream.getVideoTracks()[0] ?? null
  } catch (error) {
    if (kinds.length === 1) {
      result.problems[kinds[0]!] = mediaProblemOf(error)
      return result
    }
    const audio = await acquire({ audio: wanted.audio, video: null }, devices)
    const video = await acquire({ audio: null, video: wanted.video }, devices)
    result.audio = audio.audio
    result.video = video.video
    result.problems = { ...audio.problems, ...video.problems }
  }
  return result
}

const kNames: Record<MediaKind, string> = { audio: 'microphone', video: 'camera' }

function helpFor(problem: MediaProblem, what: string): string {
  switch (problem) {
    case 'refused':
      return `The browser was told not to use your ${what}. Allow it with the icon beside the address, then try again.`
    case 'none':
      return `No ${what} was found. Plug one in, or join without.`
    case 'busy':
      return `Your ${what} is in use by another program, or turned off. Close that program, then try again.`
    case 'unavailable':
      return `This browser gives no access to a ${what} here.`
  }
}

/** One sentence for both when they fail for the same reason. */
export function mediaHelp(problems: Partial<Record<MediaKind, MediaProblem>>): string[] {
  const { audio, video } = problems
  if (audio && audio === video) return [helpFor(audio, 'camera and microphone')]
  const kinds = (['audio', 'video'] as const).filter((kind) => problems[kind])
  return kinds.map((kind) => helpFor(problems[kind]!, kNames[kind]))
}

export async function listDevices(): Promise<MediaDeviceInfo[]> {
  try {
    return (await navigator.mediaDevices?.enumerateDevices()) ?? []
  } catch {
    // Asked before any permission in some browsers; the choice simply stays empty.
    return []
  }
}
