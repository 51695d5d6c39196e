// How much each stream may take. In a mesh the picture is encoded and sent once for every other
// participant: what is generous for two has to shrink when there are six.
import type { Source } from './local_media'

interface Budget {
  bps: number
  /** The largest picture height worth sending at that rate. */
  height: number
}

const cameraBudgets: Budget[] = [
  { bps: 1_700_000, height: 720 }, // for one other participant
  { bps: 1_000_000, height: 540 },
  { bps: 650_000, height: 480 },
  { bps: 450_000, height: 360 },
  { bps: 350_000, height: 360 },
  { bps: 200_000, height: 270 }, // for six and more
]
const screenBudgets = [2_500_000, 1_800_000, 1_200_000, 900_000, 700_000, 500_000]
const audioBps = 40_000
const screenFps = 15

function at<T>(list: readonly T[], others: number): T {
  return list[Math.min(Math.max(others, 1), list.length) - 1] as T
}

export interface EncodingLimits {
  maxBitrate: number
  scaleResolutionDownBy?: number
  maxFramerate?: number
}

/** others: participants to whom it is sent; height: of the picture as captured, if known. */
export function limitsFor(source: Source, others: number, height: number | undefined): EncodingLimits {
  if (source === 'audio') return { maxBitrate: audioBps }
  // Text has to stay readable: a screen gives up frames rather than pixels.
  if (source === 'screen') return { maxBitrate: at(screenBudgets, others), maxFramerate: screenFps }
  const budget = at(cameraBudgets, others)
  return { maxBitrate: budget.bps, scaleResolutionDownBy: Math.max(1, (height ?? 0) / budget.height) }
}

export async function limitSender(sender: RTCRtpSender, source: Source, others: number): Promise<void> {
  const parameters = sender.getParameters()
  if (!parameters.encodings?.length) return // not negotiated yet
  const limits = limitsFor(source, others, sender.track?.getSettings().height)
  for (const encoding of parameters.encodings) Object.assign(encoding, limits)
  if (source !== 'audio') {
    parameters.degradationPreference = source === 'screen' ? 'maintain-resolution' : 'balanced'
  }
  try {
    await sender.setParameters(parameters)
  } catch {
    // Closed meanwhile, or a browser that does not know a member: its own limits hold then.
  }
}
