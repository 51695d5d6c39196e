// The browser half: shows the room's page in a frame. The types are those of vuedeo.d.ts.
class TemplateError extends Error {
  constructor(code, message, retry) {
    super(message)
    Object.assign(this, { name: 'VideoError', code, retry })
  }
}

async function pageControlsIt() {
  throw new TemplateError('unsupported', 'Use the controls in the call itself.', false)
}

/** Resolves once the frame has loaded its page; rejects when the person gives up before. */
function loaded(frame, signal) {
  return new Promise((done, failed) => {
    const giveUp = () =>
      failed(new TemplateError('connection-failed', 'You left before the call began.', true))
    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    frame.addEventListener('load', () => done(), { once: true })
  })
}

export default {
  apiVersion: 1,
  presents: 'element',

  async join({ session, participant, element, signal, on }) {
    const frame = element.ownerDocument.createElement('iframe')
    frame.title = 'Video call'
    frame.allow = 'camera; microphone; display-capture; fullscreen'
    frame.style = 'width: 100%; height: 100%; border: 0'
    const name = encodeURIComponent(JSON.stringify(participant.name))
    frame.src = `${session.url}#userInfo.displayName=${name}`
    element.append(frame)
    try {
      await loaded(frame, signal)
    } catch (error) {
      frame.remove()
      throw error
    }
    on.state('connected')
    return {
      async leave() {
        frame.remove()
      },
      setMicrophone: pageControlsIt,
      setCamera: pageControlsIt,
      shareScreen: pageControlsIt,
      setDevice: pageControlsIt,
      // What the page does not tell is unknown: left out, never 0.
      async stats() {
        return { sampled_at: Date.now() }
      },
      async quality() {
        return {}
      },
    }
  },
}
