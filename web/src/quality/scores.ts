// One number for what is heard and one for what is seen, from a sample. Pure. Unknown is null: a score
// of which a part is unknown would not be comparable.
//
// audio_mos: the E-model of ITU-T G.107 in its reduced form, with the delay term of Cole and Rosenbluth
// (ACM CCR 31(2), 2001). An estimate from network figures, of nobody's opinion.
//
// video_score: Vuedeo's own, after no standard. 100 for a picture of 720 lines at 25 frames a second
// that never stands still and loses nothing; each fault takes its share of what the others leave:
//     100 * moving * motion * detail * intact
//     moving = 1 - 2 * share of the time frozen      (half of the time frozen: 0)
//     motion = (frames a second / 25) ^ 1/2          (15: 0.77, 5: 0.45)
//     detail = (lines / 720) ^ 1/4                   (360: 0.84, 180: 0.71)
//     intact = 1 - 5 * packet loss                   (10 %: 0.5)
import type { Sample } from 'vuedeo'

/** From the server's configuration: R without a fault, and what the codec impairs and bears. */
export interface EModel {
  base_r: number
  ie: number
  bpl: number
}

/** Of speech in one packet, before it can be sent. */
const packetization_ms = 20
const fluent_fps = 25
const sharp_lines = 720

const between = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value))

/** R by the loss as a fraction, the delay in the jitter buffer and the round-trip time. */
export function rating(loss: number, jitterBuffer_s: number, rtt_s: number, model: EModel): number {
  const delay_ms = packetization_ms + 1000 * (jitterBuffer_s + rtt_s / 2)
  const delayed = 0.024 * delay_ms + 0.11 * Math.max(0, delay_ms - 177.3)
  const percent = 100 * loss
  const lost = model.ie + (95 - model.ie) * (percent / (percent + model.bpl)) // losses in no bursts
  return between(0, model.base_r - delayed - lost, 100)
}

/** The polynomial falls below 1 for small R. */
export function mosOf(r: number): number {
  return between(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r), 4.5)
}

function known(sample: Sample, ...fields: string[]): number[] | null {
  const values = fields.map((field) => sample[field] ?? null)
  return values.includes(null) ? null : (values as number[])
}

export function audioMos(sample: Sample, model: EModel): number | null {
  const values = known(sample, 'audio_recv_loss', 'jitter_buffer_s', 'rtt_s')
  if (!values) return null
  const [loss, jitterBuffer_s, rtt_s] = values as [number, number, number]
  return mosOf(rating(loss, jitterBuffer_s, rtt_s, model))
}

export function videoScore(sample: Sample): number | null {
  const values = known(sample, 'freeze_s', 'interval_s', 'recv_fps', 'recv_height', 'video_recv_loss')
  if (!values) return null
  const [frozen_s, interval_s, fps, lines, loss] = values as [number, number, number, number, number]
  if (interval_s === 0) return null
  const moving = between(0, 1 - 2 * (frozen_s / interval_s), 1)
  const motion = between(0, fps / fluent_fps, 1) ** (1 / 2)
  const detail = between(0, lines / sharp_lines, 1) ** (1 / 4)
  const intact = between(0, 1 - 5 * loss, 1)
  return 100 * moving * motion * detail * intact
}
