// The browser half: calls on Daily, shown by Daily Prebuilt in an element or by the app's own tiles.
import Daily from '@daily-co/daily-js'
import type { VideoModule } from 'vuedeo'
import { DailySession } from './call'
import { create } from './create'
import { videoError } from './errors'
import { parseSession } from './session'

function unsupported(): string | null {
  if (!globalThis.isSecureContext) return 'Calls need a secure page: open it by https.'
  if (!Daily.supportedBrowser().supported)
    return 'This browser cannot make video calls. Use a current Firefox, Chrome, Edge or Safari.'
  return null
}

const module: VideoModule = {
  apiVersion: 1,
  presents: (session) => (parseSession(session).ui === 'tracks' ? 'tracks' : 'element'),
  unsupported,
  async join(options) {
    const reason = unsupported()
    if (reason) throw videoError('unsupported', reason)
    const session = parseSession(options.session)
    const { call, properties } = create(session, options)
    return new DailySession(call, options).join(properties)
  },
}

export default module
