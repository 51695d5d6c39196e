// A sample of the dictionary's fields from two snapshots of getStats(). Pure.
//
// Missing is null, never 0. Bit rates are payload bits (RFC 3550) summed over participants; losses,
// round-trip times and jitters are weighted by packets or measurements.
import type { LinkQuality, Sample } from 'vuedeo'
import { pathOf, pathRoundTrip, selectedPair } from './path'
import { Receiving } from './receiving'
import type { LinkReports, Report, Snapshot } from './reports'
import { amount } from './reports'
import { Sending } from './sending'
import { Maximum, Ratio, Sum } from './stream'

/** The largest values that the dictionary accepts (sdk/include/vuedeo/abi/quality_fields.h). */
const most = { s: 3600, fraction: 1, bps: 1e11, fps: 1000, px: 65535, count: 1e6, rate: 1e6, interval: 86400 }

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
  const path = { type: new Maximum(), protocol: new Maximum() }
  for (const link of current.links) {
    const reports = link.reports
    const before = reportsBefore(previous, link.link)
    const pair = selectedPair(before, reports)
    const measuredBefore = sending.roundTrip.weight
    sending.add(before, link)
    receiving.add(before, link)
    const { type, protocol } = pathOf(reports, pair)
    path.type.add(type)
    path.protocol.add(protocol)
    available.add(amount(pair, 'availableOutgoingBitrate'))
    if (sending.roundTrip.weight === measuredBefore) roundTrip.merge(pathRoundTrip(before, pair))
  }
  roundTrip.merge(sending.roundTrip)
  return sample(sending, receiving, {
    sampled_at: Math.round(current.taken_at),
    available_send_bps: within('bps', available.value),
    rtt_s: within('s', roundTrip.value),
    // Of several connections the largest, as over an interval: a relay shows.
    path_type: path.type.value,
    path_protocol: path.protocol.value,
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
    send_width: within('px', sending.picture.width),
    send_height: within('px', sending.picture.height),
    recv_width: within('px', receiving.picture.width),
    recv_height: within('px', receiving.picture.height),
    screen_send_bps: within('bps', sending.screenBps.value),
    screen_recv_bps: within('bps', receiving.screenBps.value),
    jitter_buffer_s: within('s', receiving.playoutDelay.value),
    send_nack_rate: within('rate', sending.nackRate.value),
    recv_nack_rate: within('rate', receiving.nackRate.value),
    send_pli_rate: within('rate', sending.pliRate.value),
    recv_pli_rate: within('rate', receiving.pliRate.value),
    retransmitted: within('fraction', sending.retransmitted.value),
    send_codec: sending.codec.value,
    recv_codec: receiving.codec.value,
    freeze_count: within('count', receiving.freezes.value),
    freeze_s: within('interval', receiving.frozenSeconds.value),
    concealed_audio: within('fraction', receiving.concealed.value),
    limited_by_cpu: within('fraction', sending.limited.cpu.value),
    limited_by_bandwidth: within('fraction', sending.limited.bandwidth.value),
    limited_by_other: within('fraction', sending.limited.other.value),
  }
}

/** Of the connection to one participant. */
export function linkQuality(previous: LinkReports | null, current: LinkReports): LinkQuality {
  const before = previous?.link === current.link ? previous.reports : []
  const sending = new Sending()
  const receiving = new Receiving()
  sending.add(before, current)
  receiving.add(before, current)
  const measured = sending.roundTrip.value
  const rtt = measured ?? pathRoundTrip(before, selectedPair(before, current.reports)).value
  return {
    rtt_s: within('s', rtt),
    recv_loss: within('fraction', bothShares(receiving.loss)),
    recv_bps: within('bps', both(receiving.bps)),
  }
}
