// The browser half: calls in which every browser is connected to every other one (a mesh).
import type { VideoModule } from 'vuedeo'
import { MeshCall } from './call'
import { videoError } from './errors'
import { parseSession } from './session'

function unsupported(): string | null {
  if (typeof RTCPeerConnection === 'undefined') return 'This browser cannot make video calls (it has no WebRTC).'
  if (!globalThis.isSecureContext) return 'Calls need a secure page: open it by https.'
  return null
}

const module: VideoModule = {
  apiVersion: 1,
  presents: 'tracks',
  unsupported,
  async join(options) {
    const reason = unsupported()
    if (reason) throw videoError('unsupported', reason)
    return new MeshCall(options, parseSession(options.session)).join()
  },
}

export default module
