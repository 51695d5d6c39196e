// What is sent to one participant: outbound-rtp, and how it arrived there by its RTCP receiver
// reports: remote-inbound-rtp (W3C webrtc-stats, sections 8.4 and 8.5).
import { MainCodec } from './codec'
import { amount, earlier, kindOf, number, ofType, text, type LinkReports, type Report } from './reports'
import { hasNoScreen, showsScreen } from './screen'
import { Interval, Largest, Maximum, Ratio, Sum } from './stream'

interface Sent {
  kind: 'audio' | 'video'
  report: Report
  interval: Interval
  active: boolean
}

export class Sending {
  readonly bps = { audio: new Sum(), video: new Sum() }
  readonly screenBps = new Sum()
  readonly loss = { audio: new Ratio(), video: new Ratio() }
  readonly jitter = new Ratio()
  readonly roundTrip = new Ratio()
  readonly nackRate = new Sum()
  readonly pliRate = new Sum()
  readonly retransmitted = new Ratio()
  readonly codec = new MainCodec()
  readonly fps = new Maximum()
  readonly picture = new Largest()
  readonly limited = { cpu: new Ratio(), bandwidth: new Ratio(), other: new Ratio() }

  add(before: readonly Report[], link: LinkReports): void {
    const after = link.reports
    const streams: Sent[] = []
    for (const report of ofType(after, 'outbound-rtp')) {
      const kind = kindOf(report)
      const interval = Interval.between(earlier(report, before), report, ['bytesSent', 'packetsSent'])
      if (!kind || !interval) continue
      // Firefox has no `active`; what sent nothing was not.
      const active = report.active !== false && interval.grown('packetsSent') !== 0
      streams.push({ kind, report, interval, active })
    }
    for (const stream of streams) {
      this.addStream(stream)
      if (stream.kind === 'video') this.addVideo(stream, link)
    }
    if (streams.length > 0 && hasNoScreen(link, 'outbound-rtp')) this.screenBps.add(0)
    for (const report of ofType(after, 'remote-inbound-rtp')) {
      const stream = streams.find(({ report: sent }) =>
        report.localId === undefined ? sent.ssrc === report.ssrc : sent.id === report.localId,
      )
      this.addReceiverReport(earlier(report, before), report, stream)
    }
  }

  private addStream({ kind, interval, active }: Sent): void {
    this.bps[kind].add(active ? interval.bitsPerSecond('bytesSent') : 0)
    this.nackRate.add(interval.perSecond('nackCount'))
    this.retransmitted.add(interval.grown('retransmittedPacketsSent'), interval.grown('packetsSent'))
  }

  private addVideo({ report, interval, active }: Sent, link: LinkReports): void {
    this.pliRate.add(interval.perSecond('pliCount'))
    const isScreen = showsScreen(report, link)
    if (isScreen) this.screenBps.add(active ? interval.bitsPerSecond('bytesSent') : 0)
    if (!active) return
    this.codec.add(report, interval.grown('bytesSent'), link.reports)
    this.addLimitations(report, interval)
    // A screen that stands still gives few frames, which is no fault of the connection.
    if (isScreen) return
    this.fps.add(amount(report, 'framesPerSecond') ?? interval.perSecond('framesEncoded'))
    this.picture.add(amount(report, 'frameWidth'), amount(report, 'frameHeight'))
  }

  private addLimitations(report: Report, interval: Interval): void {
    for (const reason of ['cpu', 'bandwidth', 'other'] as const) {
      const share = this.limited[reason]
      const seconds = interval.grownIn('qualityLimitationDurations', reason)
      if (seconds !== null) share.add(Math.min(seconds, interval.seconds), interval.seconds)
      else if (report.qualityLimitationDurations === undefined) {
        const now = text(report, 'qualityLimitationReason')
        if (now !== null) share.add(now === reason ? interval.seconds : 0, interval.seconds)
      }
    }
  }

  private addReceiverReport(before: Report | undefined, after: Report, stream: Sent | undefined): void {
    const fresh = number(before, 'timestamp') !== number(after, 'timestamp')
    if (!fresh) return // the last one that arrived, again: nothing new was measured
    const measured = Interval.between(before, after, ['totalRoundTripTime', 'roundTripTimeMeasurements'])
    this.addRoundTrip(measured, after)
    if (!stream?.active) return
    const jitter = amount(after, 'jitter')
    const packets = stream.interval.grown('packetsSent')
    if (jitter !== null && packets !== null) this.jitter.add(jitter * packets, packets)
    this.addLoss(measured, after, stream)
  }

  private addRoundTrip(measured: Interval | null, after: Report): void {
    const seconds = measured?.grown('totalRoundTripTime') ?? null
    const measurements = measured?.grown('roundTripTimeMeasurements') ?? null
    if (seconds !== null && measurements !== null) {
      this.roundTrip.add(seconds, measurements)
      return
    }
    const last = amount(after, 'roundTripTime')
    this.roundTrip.add(last, 1)
  }

  private addLoss(measured: Interval | null, after: Report, { kind, interval }: Sent): void {
    const sent = original(interval)
    if (sent === null) return
    const lost = measured?.grownSigned('packetsLost') ?? null
    if (measured && lost !== null) {
      const received = measured.grown('packetsReceived') // Firefox
      // Receiver reports come at times of their own: the packets sent between two of them.
      const expected = received !== null ? received + lost : (sent * measured.seconds) / interval.seconds
      this.loss[kind].add(Math.min(lost, expected), expected)
      return
    }
    const fraction = amount(after, 'fractionLost')
    if (fraction !== null) this.loss[kind].add(Math.min(1, fraction > 1 ? fraction / 256 : fraction) * sent, sent)
  }
}

/** Retransmissions travel as a stream of their own, which the receiver counts apart. */
function original(interval: Interval): number | null {
  const sent = interval.grown('packetsSent')
  if (sent === null) return null
  return Math.max(0, sent - (interval.grown('retransmittedPacketsSent') ?? 0))
}
