// A sample of the dictionary's fields from two snapshots of getStats(). Pure.
//
// Missing is null, never 0. Bit rates are payload bits (RFC 3550) summed over participants; losses,
// round-trip times and jitters are weighted by packets or measurements.
import type { LinkQuality, Sample } from 'vuedeo'
import { pathRoundTrip, selectedPair } from './path'
import { Receiving } from './receiving'
import type { LinkReports, Report, Snapshot } from './reports'
import { amount } from './reports'
import { Sending } from './sending'
import { Ratio, Sum } from './stream'

/** The largest values that the dictionary accepts (sdk/include/vuedeo/abi/quality_fields.h). */
const most = { s: 3600, fraction: 1, bps: 1e11, fps: 1000, height: 65535, count: 1e6, interval: 86400 }

/** Null for what the dictionary does not accept: one absurd number must not cost the whole sample. */
function within(unit: keyof typeof most, value: number | null): number | null {
  return value !== null && value >= 0 && value <= most[unit] ? value : null
}

function both(parts: { audio: Sum; video: Sum }): number | null {
  const sum = new Sum()
  sum.add(parts.audio.value)
  sum.add(parts.video.value)
  return sum.value
}

function bothShares(parts: { audio: Ratio; video: Ratio }): number | null {
  const ratio = new Ratio()
  ratio.merge(parts.audio)
  ratio.merge(parts.video)
  return ratio.value
}

function reportsBefore(previous: Snapshot | null, link: string): readonly Report[] {
  return previous?.links.find((other) => other.link === link)?.reports ?? []
}

export function derive(previous: Snapshot | null, current: Snapshot): Sample {
  const sending = new Sending()
  const receiving = new Receiving()
  const roundTrip = new Ratio()
  const available = new Sum()
  for (const { link, reports } of current.links) {
    const before = reportsBefore(previous, link)
    const pair = selectedPair(before, reports)
    const measuredBefore = sending.roundTrip.weight
    sending.add(before, reports)
    receiving.add(before, reports)
    available.add(amount(pair, 'availableOutgoingBitrate'))
    if (sending.roundTrip.weight === measuredBefore) roundTrip.merge(pathRoundTrip(before, pair))
  }
  roundTrip.merge(sending.roundTrip)
  return sample(sending, receiving, {
    sampled_at: Math.round(current.taken_at),
    available_send_bps: within('bps', available.value),
    rtt_s: within('s', roundTrip.value),
    interval_s: previous ? within('interval', (current.taken_at - previous.taken_at) / 1000) : null,
  })
}

function sample(sending: Sending, receiving: Receiving, rest: Sample): Sample {
  return {
    ...rest,
    send_bps: within('bps', both(sending.bps)),
    recv_bps: within('bps', both(receiving.bps)),
    send_loss: within('fraction', bothShares(sending.loss)),
    recv_loss: within('fraction', bothShares(receiving.loss)),
    audio_send_bps: within('bps', sending.bps.audio.value),
    audio_recv_bps: within('bps', receiving.bps.audio.value),
    audio_send_loss: within('fraction', sending.loss.audio.value),
    audio_recv_loss: within('fraction', receiving.loss.audio.value),
    video_send_bps: within('bps', sending.bps.video.value),
    video_recv_bps: within('bps', receiving.bps.video.value),
    video_send_loss: within('fraction', sending.loss.video.value),
    video_recv_loss: within('fraction', receiving.loss.video.value),
    send_jitter_s: within('s', sending.jitter.value),
    recv_jitter_s: within('s', receiving.jitter.value),
    send_fps: within('fps', sending.fps.value),
    recv_fps: within('fps', receiving.fps.value),
    send_height: within('height', sending.height.value),
    recv_height: within('height', receiving.height.value),
    freeze_count: within('count', receiving.freezes.value),
    freeze_s: within('interval', receiving.frozenSeconds.value),
    concealed_audio: within('fraction', receiving.concealed.value),
    limited_by_cpu: within('fraction', sending.limitedByCpu.value),
    limited_by_bandwidth: within('fraction', sending.limitedByBandwidth.value),
  }
}

/** Of the connection to one participant. */
export function linkQuality(previous: LinkReports | null, current: LinkReports): LinkQuality {
  const before = previous?.link === current.link ? previous.reports : []
  const sending = new Sending()
  const receiving = new Receiving()
  sending.add(before, current.reports)
  receiving.add(before, current.reports)
  const measured = sending.roundTrip.value
  const rtt = measured ?? pathRoundTrip(before, selectedPair(before, current.reports)).value
  return {
    rtt_s: within('s', rtt),
    recv_loss: within('fraction', bothShares(receiving.loss)),
    recv_bps: within('bps', both(receiving.bps)),
  }
}
