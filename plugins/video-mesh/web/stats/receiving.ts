// What arrives from one participant: inbound-rtp (W3C webrtc-stats, section 8.3).
import { amount, earlier, kindOf, ofType, type Report } from './reports'
import { Interval, Maximum, Ratio, Sum } from './stream'

export class Receiving {
  readonly bps = { audio: new Sum(), video: new Sum() }
  readonly loss = { audio: new Ratio(), video: new Ratio() }
  readonly jitter = new Ratio()
  readonly fps = new Ratio()
  readonly height = new Maximum()
  readonly freezes = new Sum()
  readonly frozenSeconds = new Sum()
  readonly concealed = new Ratio()

  add(before: readonly Report[], after: readonly Report[]): void {
    for (const report of ofType(after, 'inbound-rtp')) {
      const kind = kindOf(report)
      if (!kind) continue
      const interval = Interval.between(earlier(report, before), report, ['bytesReceived', 'packetsReceived'])
      if (!interval) continue
      this.addStream(kind, report, interval)
    }
  }

  private addStream(kind: 'audio' | 'video', report: Report, interval: Interval): void {
    const bps = interval.perSecond('bytesReceived')
    this.bps[kind].add(bps === null ? null : bps * 8)

    const lost = interval.grownSigned('packetsLost')
    const received = original(interval)
    if (lost !== null && received !== null) this.loss[kind].add(lost, received + lost)

    const arrived = interval.grown('packetsReceived')
    if (arrived === 0) return // nothing is sent: what follows would describe the past
    const jitter = amount(report, 'jitter')
    if (jitter !== null && arrived !== null) this.jitter.add(jitter * arrived, arrived)
    if (kind === 'audio') this.addAudio(interval)
    else this.addVideo(report, interval)
  }

  private addAudio(interval: Interval): void {
    const concealed = interval.grown('concealedSamples')
    const silent = interval.grown('silentConcealedSamples')
    if (concealed === null || silent === null) return
    this.concealed.add(Math.max(0, concealed - silent), interval.grown('totalSamplesReceived'))
  }

  private addVideo(report: Report, interval: Interval): void {
    this.fps.add(amount(report, 'framesPerSecond') ?? interval.perSecond('framesDecoded'), 1)
    this.height.add(amount(report, 'frameHeight'))
    this.freezes.add(interval.grown('freezeCount'))
    this.frozenSeconds.add(interval.grown('totalFreezesDuration'))
  }
}

/** Without retransmissions, which would hide the loss that they repaired (Firefox does not tell). */
function original(interval: Interval): number | null {
  const received = interval.grown('packetsReceived')
  if (received === null) return null
  return Math.max(0, received - (interval.grown('retransmittedPacketsReceived') ?? 0))
}
