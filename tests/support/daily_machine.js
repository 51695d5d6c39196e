// Stands in for Daily's call machine, in a browser under test: the script that daily-js loads from
// Daily's servers, or the page that it puts into a frame. It speaks with daily-js as the machine of
// daily-js 0.92.2 does (a private protocol), and carries calls from browser to browser, by way of the
// test (daily_stand_in.mjs): window.dailyStandIn() asks it, window.dailyStandInTells() hears it.
;(() => {
  if (window.dailyStandInTells) return // one serves all calls of a page
  const what = 'iframe-call-message'
  const isFrame = window.parent !== window
  const kinds = ['audio', 'video', 'screenVideo'] // in this order in every description
  const machines = new Map()

  const post = (callClientId, message) => {
    const audience = isFrame ? window.parent : window
    audience.postMessage({ what, from: 'embedded', callClientId, ...message }, '*')
  }

  /** The connection to one other person, and what is known of them. */
  class Peer {
    constructor(machine, about) {
      Object.assign(this, about, { on: {} })
      this.machine = machine
      this.pc = new RTCPeerConnection()
      this.work = Promise.resolve()
      this.pc.ontrack = () => machine.changed(this)
    }

    offer() {
      for (const kind of kinds) this.pc.addTransceiver(kind === 'audio' ? 'audio' : 'video')
      this.describe()
    }

    receive({ description, on }) {
      if (on) {
        this.on = on
        this.machine.changed(this)
      }
      if (!description) return
      this.inTurn(async () => {
        await this.pc.setRemoteDescription(description)
        if (description.type === 'offer') this.describe()
      })
    }

    describe() {
      this.inTurn(async () => {
        for (const [i, { sender }] of this.transceivers().entries()) {
          await sender.replaceTrack(this.machine.sent(kinds[i]))
        }
        await this.pc.setLocalDescription()
        // Every candidate is the machine's own: complete descriptions come as quickly as trickling ones.
        while (this.pc.iceGatheringState !== 'complete') {
          await new Promise((done) =>
            this.pc.addEventListener('icegatheringstatechange', done, { once: true }),
          )
        }
        this.send({ description: this.pc.localDescription.toJSON() })
      })
    }

    transceivers() {
      const all = this.pc.getTransceivers()
      for (const one of all) one.direction = 'sendrecv'
      return all
    }

    track(kind) {
      return this.on[kind] ? this.pc.getTransceivers()[kinds.indexOf(kind)]?.receiver.track : null
    }

    resend(kind) {
      const transceiver = this.pc.getTransceivers()[kinds.indexOf(kind)]
      this.inTurn(() => transceiver?.sender.replaceTrack(this.machine.sent(kind)))
    }

    send(data) {
      window.dailyStandIn({
        type: 'send',
        session: this.machine.me.session_id,
        to: this.session_id,
        data,
      })
    }

    inTurn(step) {
      this.work = this.work.then(step).catch((error) => {
        if (this.pc.signalingState !== 'closed') console.error('the stand-in for Daily:', error)
      })
    }
  }

  class Machine {
    constructor(callClientId) {
      this.id = callClientId
      this.me = null
      this.tracks = { audio: null, video: null, screenVideo: null }
      this.on = { audio: false, video: false, screenVideo: false }
      this.devices = {}
      this.peers = new Map()
      this.before = null
      const instance = window._daily?.instances[callClientId]
      const store = { getState: () => this.state(), subscribe: () => () => {}, dispatch() {} }
      if (instance) instance.callMachine = { store, reset: () => {} }
      this.post({ action: 'call-machine-initialized' })
    }

    post(message) {
      post(this.id, message)
    }

    async receive({ action, callbackStamp, ...message }) {
      const answer = (more) => this.post({ action, callbackStamp, ...more })
      switch (action) {
        case 'iframe-launch-config':
          return this.post({ action: 'loaded' })
        case 'join-meeting':
          return this.join(message.properties)
        case 'leave-meeting':
          return this.leave()
        case 'local-audio':
          return this.turn('audio', message.state)
        case 'local-video':
          return this.turn('video', message.state)
        case 'set-input-devices':
          await this.switchDevices(message)
          return answer({})
        case 'local-screen-start':
          return this.turn('screenVideo', true)
        case 'local-screen-stop':
          return this.turn('screenVideo', false)
        case 'get-calc-stats':
          await this.measure()
          return answer({ stats: this.measured?.stats ?? {} })
        case 'get-cpu-load-stats':
          return answer({ cpuStats: { cpuLoadState: 'low', stats: this.measured?.cpu ?? {} } })
      }
    }

    async join({ url, token, startAudioOff, startVideoOff, audioSource, videoSource }) {
      const answer = await window.dailyStandIn({ type: 'enter', url, token })
      if (answer.error) return this.fail(answer.error)
      this.me = answer.me
      for (const other of answer.others) this.meet(other)
      this.devices = { audio: audioSource, video: videoSource }
      if (!startAudioOff) await this.turn('audio', true)
      if (!startVideoOff) await this.turn('video', true)
      for (const { session_id } of answer.others) this.peers.get(session_id)?.offer()
      const others = [...this.peers.values()].map((peer) => [peer.session_id, this.describe(peer)])
      const participants = { local: this.describe(this), ...Object.fromEntries(others) }
      this.post({ action: 'joined-meeting', participants })
      this.show()
    }

    meet(about) {
      const peer = new Peer(this, about)
      this.peers.set(peer.session_id, peer)
      peer.send({ on: this.on })
      return peer
    }

    /** From the test: about other people, or about this one. */
    hear({ type, from, about, data, error, message }) {
      const peer = this.peers.get(from)
      if (type === 'joined') {
        this.post({ action: 'participant-joined', participant: this.describe(this.meet(about)) })
      } else if (type === 'left' && peer) {
        peer.pc.close()
        this.peers.delete(from)
        this.post({ action: 'participant-left', participant: this.describe(peer) })
      } else if (type === 'data') peer?.receive(data)
      else if (type === 'fatal') this.fail(error)
      else if (type === 'post') this.post(message)
      this.show()
    }

    fail(error) {
      this.close()
      this.post({
        action: 'error',
        errorMsg: error.msg ?? error.type,
        error: { msg: '', ...error },
      })
    }

    leave() {
      if (this.me) window.dailyStandIn({ type: 'leave', session: this.me.session_id })
      this.close()
      this.post({ action: 'left-meeting' })
    }

    close() {
      for (const peer of this.peers.values()) peer.pc.close()
      for (const kind of kinds) this.put(kind, null)
      this.peers.clear()
      machines.delete(this.id)
    }

    // ---- What is sent

    sent(kind) {
      return this.on[kind] ? this.tracks[kind] : null
    }

    async turn(kind, on) {
      try {
        if (on && !this.tracks[kind]) this.put(kind, await this.open(kind))
        // A muted microphone stays open, a camera and a screen are given back.
        if (!on && kind !== 'audio') this.put(kind, null)
      } catch (cause) {
        return this.refused(kind, cause)
      }
      this.on[kind] = on
      if (kind === 'screenVideo' && on) this.post({ action: 'local-screen-share-started' })
      for (const peer of this.peers.values()) {
        peer.resend(kind)
        peer.send({ on: this.on })
      }
      this.changed(this)
    }

    async open(kind) {
      const { mediaDevices } = navigator
      const device = this.devices[kind] ? { deviceId: this.devices[kind] } : true
      const stream =
        kind === 'screenVideo'
          ? await mediaDevices.getDisplayMedia({ video: true })
          : await mediaDevices.getUserMedia({ [kind]: device })
      return stream.getTracks()[0]
    }

    refused(kind, { name, message }) {
      if (kind === 'screenVideo') return this.post({ action: 'local-screen-share-canceled' })
      const type = { NotAllowedError: 'permissions', NotFoundError: 'not-found' }[name] ?? 'unknown'
      this.post({
        action: 'camera-error',
        errorMsg: { errorMsg: message },
        error: { type, msg: message },
      })
    }

    async switchDevices({ audioDeviceId, videoDeviceId }) {
      for (const [kind, id] of Object.entries({ audio: audioDeviceId, video: videoDeviceId })) {
        if (!id) continue
        this.devices[kind] = id
        if (!this.on[kind]) continue
        this.put(kind, null)
        await this.turn(kind, true)
      }
    }

    put(kind, track) {
      this.tracks[kind]?.stop()
      this.tracks[kind] = track
    }

    track(kind) {
      return this.sent(kind)
    }

    // ---- What daily-js is told

    describe(one) {
      const about = one === this ? this.me : one
      const tracks = {}
      for (const kind of [...kinds, 'screenAudio']) {
        const state = one.on[kind] ? 'playable' : 'off'
        tracks[kind] = {
          subscribed: true,
          state,
          ...(one.on[kind] ? {} : { off: { byUser: true } }),
        }
      }
      const { audio = false, video = false, screenVideo: screen = false } = one.on
      return { ...about.public, local: one === this, audio, video, screen, tracks, record: false }
    }

    changed(one) {
      if (!this.me) return
      this.post({ action: 'participant-updated', participant: this.describe(one) })
      this.show()
    }

    /** Where daily-js finds the tracks themselves. */
    state() {
      const stream = (...tracks) => ({ stream: new MediaStream(tracks.filter(Boolean)) })
      const { audio, video, screenVideo } = this.tracks
      const streams = [...this.peers.values()].flatMap((peer) =>
        kinds.map((kind) => ({
          participantId: peer.session_id,
          type: kind === 'screenVideo' ? 'screen' : 'cam',
          pendingTrack: peer.track(kind),
          starttime: 0,
        })),
      )
      const local = {
        public: {},
        streams: { cam: stream(audio, video), screen: stream(screenVideo) },
      }
      return { local, streams: Object.fromEntries(streams.entries()), participants: {} }
    }

    // ---- What is measured

    async measure() {
      const now = { at: Date.now(), audio: {}, video: {}, rtt: [], jitter: [], pictures: [] }
      const add = (kind, name, value) => {
        if (value !== undefined) now[kind][name] = (now[kind][name] ?? 0) + value
      }
      for (const { pc } of this.peers.values()) {
        for (const report of (await pc.getStats()).values()) {
          const { type, kind } = report
          if (type === 'inbound-rtp') {
            add(kind, 'recv', report.bytesReceived)
            add(kind, 'lost', Math.max(0, report.packetsLost))
            add(kind, 'got', report.packetsReceived)
            add(kind, 'decoded', report.framesDecoded)
            if (kind === 'video' && report.frameHeight) now.pictures.push(report)
          } else if (type === 'outbound-rtp') add(kind, 'sent', report.bytesSent)
          else if (type === 'candidate-pair' && report.currentRoundTripTime !== undefined)
            now.rtt.push(report.currentRoundTripTime)
        }
      }
      const before = this.before
      this.before = now
      if (!before || this.peers.size === 0) return
      const seconds = (now.at - before.at) / 1000
      const grown = (kind, name) => {
        const more = (now[kind][name] ?? NaN) - (before[kind][name] ?? NaN)
        return more >= 0 ? more : null // NaN, too
      }
      const rate = (kind, name) => {
        const bytes = grown(kind, name)
        return bytes === null ? null : (bytes * 8) / seconds
      }
      const loss = (...of) => {
        const lost = of.reduce((sum, kind) => sum + grown(kind, 'lost'), 0)
        const all = lost + of.reduce((sum, kind) => sum + grown(kind, 'got'), 0)
        return all > 0 ? lost / all : null
      }
      const latest = {
        timestamp: now.at,
        recvBitsPerSecond: rate('audio', 'recv') + rate('video', 'recv'),
        sendBitsPerSecond: rate('audio', 'sent') + rate('video', 'sent'),
        availableOutgoingBitrate: null,
        networkRoundTripTime: now.rtt.length ? Math.max(...now.rtt) : null,
        totalSendPacketLoss: null,
        totalRecvPacketLoss: loss('audio', 'video'),
      }
      for (const kind of ['audio', 'video']) {
        latest[`${kind}RecvBitsPerSecond`] = rate(kind, 'recv')
        latest[`${kind}SendBitsPerSecond`] = rate(kind, 'sent')
        latest[`${kind}RecvPacketLoss`] = loss(kind)
      }
      const fps = grown('video', 'decoded') / seconds / now.pictures.length
      const cpuInboundVideoStats = now.pictures.map(({ frameHeight }) => ({ frameHeight, fps }))
      this.measured = {
        stats: { latest },
        cpu: { latest: { timestamp: now.at, cpuInboundVideoStats } },
      }
    }

    // ---- What a frame shows

    show() {
      if (isFrame) window.dailyStandInShows?.(this)
    }
  }

  window.dailyStandInTells = (session, message) => {
    const machine = [...machines.values()].find(({ me }) => me?.session_id === session)
    machine?.hear(message)
  }
  window.dailyStandInMachines = machines

  const start = (id) => {
    if (!machines.has(id)) machines.set(id, new Machine(id))
    return machines.get(id)
  }
  window.addEventListener('message', ({ data }) => {
    if (data?.what === what && data.from === 'module') start(data.callClientId).receive(data)
  })
  const embedding = isFrame && new URLSearchParams(location.search).get('emb')
  if (embedding) post(embedding, { action: 'iframe-ready-for-launch-config' })
})()
