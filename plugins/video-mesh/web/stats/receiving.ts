// What arrives from one participant: inbound-rtp (W3C webrtc-stats, section 8.3).
import { MainCodec } from './codec'
import { amount, earlier, kindOf, ofType, type LinkReports, type Report } from './reports'
import { hasNoScreen, showsScreen } from './screen'
import { Interval, Largest, Ratio, Sum } from './stream'

export class Receiving {
  readonly bps = { audio: new Sum(), video: new Sum() }
  readonly screenBps = new Sum()
  readonly loss = { audio: new Ratio(), video: new Ratio() }
  readonly jitter = new Ratio()
  readonly playoutDelay = new Ratio()
  readonly nackRate = new Sum()
  readonly pliRate = new Sum()
  readonly codec = new MainCodec()
  readonly fps = new Ratio()
  readonly picture = new Largest()
  readonly freezes = new Sum()
  readonly frozenSeconds = new Sum()
  readonly concealed = new Ratio()

  add(before: readonly Report[], link: LinkReports): void {
    let isMeasured = false
    for (const report of ofType(link.reports, 'inbound-rtp')) {
      const kind = kindOf(report)
      if (!kind) continue
      const interval = Interval.between(earlier(report, before), report, ['bytesReceived', 'packetsReceived'])
      if (!interval) continue
      isMeasured = true
      this.addStream(kind, report, interval)
      if (kind === 'video') this.addVideo(report, interval, link)
    }
    if (isMeasured && hasNoScreen(link, 'inbound-rtp')) this.screenBps.add(0)
  }

  private addStream(kind: 'audio' | 'video', report: Report, interval: Interval): void {
    this.bps[kind].add(interval.bitsPerSecond('bytesReceived'))

    const lost = interval.grownSigned('packetsLost')
    const received = original(interval)
    if (lost !== null && received !== null) this.loss[kind].add(lost, received + lost)
    this.nackRate.add(interval.perSecond('nackCount'))

    const arrived = interval.grown('packetsReceived')
    if (arrived === 0) return // nothing is sent: what follows would describe the past
    const jitter = amount(report, 'jitter')
    if (jitter !== null && arrived !== null) this.jitter.add(jitter * arrived, arrived)
    if (kind === 'audio') this.addAudio(interval)
  }

  private addAudio(interval: Interval): void {
    this.playoutDelay.add(interval.grown('jitterBufferDelay'), interval.grown('jitterBufferEmittedCount'))
    const concealed = interval.grown('concealedSamples')
    const silent = interval.grown('silentConcealedSamples')
    if (concealed === null || silent === null) return
    this.concealed.add(Math.max(0, concealed - silent), interval.grown('totalSamplesReceived'))
  }

  private addVideo(report: Report, interval: Interval, link: LinkReports): void {
    this.pliRate.add(interval.perSecond('pliCount'))
    const isScreen = showsScreen(report, link)
    if (isScreen) this.screenBps.add(interval.bitsPerSecond('bytesReceived'))
    if (interval.grown('packetsReceived') === 0) return
    this.codec.add(report, interval.grown('bytesReceived'), link.reports)
    // A screen that stands still gives few frames, which is no fault of the connection.
    if (isScreen) return
    this.fps.add(amount(report, 'framesPerSecond') ?? interval.perSecond('framesDecoded'), 1)
    this.picture.add(amount(report, 'frameWidth'), amount(report, 'frameHeight'))
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
