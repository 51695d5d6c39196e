// Tells a screen from a camera: both are video.
import { kindOf, ofType, referred, text, type LinkReports, type Report } from './reports'

/** Null: nothing tells. */
export function showsScreen(stream: Report, { screen, reports }: LinkReports): boolean | null {
  if (stream.contentType === 'screenshare') return true // Chromium; it says nothing of cameras
  if (!screen) return null
  const mid = text(stream, 'mid')
  if (mid !== null && screen.mid !== null) return mid === screen.mid
  // Without `mid`: the track, of which Chromium and Safari tell by the media source what is sent.
  const track = text(stream, 'trackIdentifier') ?? text(referred(reports, stream, 'mediaSourceId'), 'trackIdentifier')
  const known = stream.type === 'inbound-rtp' ? screen.receivedTrack : screen.sentTrack
  if (track !== null && known !== null) return track === known
  return stream.type === 'outbound-rtp' && screen.sentTrack === null ? false : null
}

/** Firefox reports no stream before its first packet: none of those there are is a screen. */
export function hasNoScreen(link: LinkReports, type: 'inbound-rtp' | 'outbound-rtp'): boolean {
  const videos = ofType(link.reports, type).filter((report) => kindOf(report) === 'video')
  return link.screen !== undefined && videos.every((report) => showsScreen(report, link) === false)
}
