// From getNetworkStats() and getCpuLoadStats() of daily-js to one sample of the dictionary. Pure.
//
// Versions of daily-js differ in which members they have; null and missing are unknown, never 0. Loss
// is a fraction, jitter and round-trip time are seconds, rates are bit/s: as in the dictionary.
import type { Sample } from 'vuedeo'

type Record_ = Record<string, unknown>

const isRecord = (value: unknown): value is Record_ => typeof value === 'object' && value !== null
const within = (object: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), object)

/** The largest values that the dictionary accepts (sdk/include/vuedeo/abi/quality_fields.h). */
const most = { bps: 1e11, fraction: 1, s: 3600, fps: 1000, px: 65535 }
type Unit = keyof typeof most

/** Null for what the dictionary does not accept: one absurd number must not cost the whole sample. */
function known(value: unknown, unit: Unit): number | null {
  return typeof value === 'number' && value >= 0 && value <= most[unit] ? value : null
}

function mean(values: unknown[], unit: Unit): number | null {
  const numbers = values.map((value) => known(value, unit)).filter((value) => value !== null)
  return numbers.length ? numbers.reduce((sum, value) => sum + value, 0) / numbers.length : null
}

/** W3C Compute Pressure's states, as the dictionary's levels. */
const pressures: unknown[] = ['nominal', 'fair', 'serious', 'critical']

function pressure(state: unknown): number | null {
  const level = pressures.indexOf(state)
  return level < 0 ? null : level
}

/** A measurement's time further away than this from now is no time of measurement. */
const plausible_ms = 60_000
/** Unix seconds are below this until the year 5138, milliseconds have been above it since 1973. */
const secondsEnd = 1e11

/** When the numbers were measured, in Unix milliseconds; null when that cannot be told. */
export function measuredAt(network: unknown, now: number): number | null {
  const timestamp = within(network, 'stats', 'latest', 'timestamp')
  if (typeof timestamp !== 'number') return null
  const at = timestamp < secondsEnd ? timestamp * 1000 : timestamp
  return Math.abs(at - now) <= plausible_ms ? Math.round(at) : null
}

/** `cpu` holds the numbers of the processor and of the pictures received. */
export function sampleOf(network: unknown, cpu: unknown, now: number): Sample {
  const latest = within(network, 'stats', 'latest')
  const number = (name: string, unit: Unit) => known(within(latest, name), unit)
  const both = (way: 'Send' | 'Recv') =>
    mean([within(latest, `audio${way}Jitter`), within(latest, `video${way}Jitter`)], 's')
  const listed = within(cpu, 'stats', 'latest', 'cpuInboundVideoStats')
  const pictures = Array.isArray(listed) ? listed : []
  return {
    sampled_at: measuredAt(network, now) ?? now,
    send_bps: number('sendBitsPerSecond', 'bps'),
    recv_bps: number('recvBitsPerSecond', 'bps'),
    send_loss: number('totalSendPacketLoss', 'fraction'),
    recv_loss: number('totalRecvPacketLoss', 'fraction'),
    audio_send_bps: number('audioSendBitsPerSecond', 'bps'),
    audio_recv_bps: number('audioRecvBitsPerSecond', 'bps'),
    audio_send_loss: number('audioSendPacketLoss', 'fraction'),
    audio_recv_loss: number('audioRecvPacketLoss', 'fraction'),
    video_send_bps: number('videoSendBitsPerSecond', 'bps'),
    video_recv_bps: number('videoRecvBitsPerSecond', 'bps'),
    video_send_loss: number('videoSendPacketLoss', 'fraction'),
    video_recv_loss: number('videoRecvPacketLoss', 'fraction'),
    available_send_bps: number('availableOutgoingBitrate', 'bps'),
    rtt_s: number('networkRoundTripTime', 's'),
    send_jitter_s: both('Send'),
    recv_jitter_s: both('Recv'),
    recv_fps: mean(
      pictures.map((one) => within(one, 'fps')),
      'fps',
    ),
    recv_height: mean(
      pictures.map((one) => within(one, 'frameHeight')),
      'px',
    ),
    recv_width: mean(
      pictures.map((one) => within(one, 'frameWidth')),
      'px',
    ),
    cpu_pressure: pressure(within(cpu, 'stats', 'latest', 'cpuPressureState')),
  }
}

/** What is known when Daily has measured nothing new: that the participant was there. */
export function emptySample(now: number): Sample {
  return sampleOf(null, null, now)
}
