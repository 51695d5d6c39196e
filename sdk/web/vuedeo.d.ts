// The contract between the browser app and a plugin's browser half.
//
// A browser half is one ES module, web/<module>.js in the plugin's folder, bundled with everything it
// needs: it shares no framework with the app. It is imported when it is first needed and may be used
// for several calls or charts, one after another or at once. Strings that people read are English.

// ---- Quality ------------------------------------------------------------------------------------

/** One sample in the dictionary's units (GET /api/v1/fields). What is unknown is null, never 0.
 *
 * The app adds hidden, network_type, audio_mos and video_score, and cpu_pressure unless the module
 * knows it. */
export interface Sample {
  /** End of the measured interval, Unix time in milliseconds. */
  sampled_at: number
  /** Quality fields by name: bit/s, fractions 0..1, seconds. */
  [field: string]: number | null
}

// ---- Video --------------------------------------------------------------------------------------

/** "tracks": the app draws tiles and controls. "element": the module fills `element` itself. */
export type Presents = 'tracks' | 'element'

export interface VideoModule {
  apiVersion: 1
  /** Who draws the call. A module that can do both decides by the session of each call. */
  presents: Presents | ((session: unknown) => Presents)
  /** Why this browser cannot make calls, for people; null when it can. */
  unsupported?(): string | null
  /** Resolves once this participant is in the room; rejects with a VideoError. */
  join(options: JoinOptions): Promise<Call>
}

export interface JoinOptions {
  /** What the provider's admission answered, unchanged. */
  session: unknown
  participant: { id: string; name: string }
  room: { name: string; url: string }
  /** For presents "element": an empty element of the app's, sized by the app. It stays on the page
   * until leave() has resolved, or until `signal` aborts. */
  element?: HTMLElement
  /** For presents "tracks": what the person chose before joining. Either may be null. The tracks
   * belong to the call from here on: it stops them when it leaves. */
  media?: { audio: MediaStreamTrack | null; video: MediaStreamTrack | null }
  /** What shall be on from the first moment: what the person wants and the browser allowed. */
  start: { microphoneOn: boolean; cameraOn: boolean }
  /** Aborts when the person gives up before join() has resolved: it should reject soon then. */
  signal: AbortSignal
  /** A WebSocket to the provider's half on the server, or a reason to fail. The module opens it anew
   * whenever it needs to; the app adds address and credentials. */
  openSignal(): WebSocket
  on: CallEvents
}

/** Called by the module; every one may be called from join() until leave() has resolved. */
export interface CallEvents {
  /** Somebody came, went, or changed (name, microphone, tracks). The whole list, self not included. */
  participants(list: Participant[]): void
  /** The local tracks or devices changed (a device was unplugged, a screen share was ended by the
   * browser's own button). */
  local(state: LocalState): void
  /** The connection of the call as a whole. `detail` is for people and says what is being done. */
  state(state: 'connected' | 'reconnecting', detail?: string): void
  /** The call is over without leave(): ended, removed, or beyond repair. null: the person left by a
   * control of the module's own. */
  ended(error: VideoError | null): void
}

export interface Participant {
  id: string
  name: string
  audio: MediaStreamTrack | null
  video: MediaStreamTrack | null
  screen: MediaStreamTrack | null
  microphoneOn: boolean
  cameraOn: boolean
  /** Of the connection to this participant. */
  connection: 'connecting' | 'connected' | 'reconnecting'
}

export interface LocalState {
  audio: MediaStreamTrack | null
  video: MediaStreamTrack | null
  screen: MediaStreamTrack | null
  microphoneOn: boolean
  cameraOn: boolean
}

export interface Call {
  leave(): Promise<void>
  setMicrophone(on: boolean): Promise<void>
  setCamera(on: boolean): Promise<void>
  shareScreen(on: boolean): Promise<void>
  /** Switches to another device; the module acquires it. */
  setDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void>
  /** Quality since the last call of stats() (or since joining). Called once an interval. */
  stats(): Promise<Sample>
  /** Quality by participant id, cheaply, for the dots beside names; called every few seconds and
   * independent of stats(). */
  quality(): Promise<Record<string, LinkQuality>>
}

export interface LinkQuality {
  rtt_s: number | null
  recv_loss: number | null
  recv_bps: number | null
}

/** What went wrong, in words for people, and what they can do about it. */
export interface VideoError extends Error {
  code:
    | 'room-full'
    | 'room-ended'
    | 'not-allowed'
    | 'removed'
    | 'connection-failed'
    | 'device-failed'
    | 'unsupported'
    | 'internal'
  /** A retry by joining again may help. */
  retry: boolean
}

// ---- Chart --------------------------------------------------------------------------------------

export interface ChartModule {
  apiVersion: 1
  /** The media type that mount() understands: the chart plugin's own. */
  mediaType: string
  mount(element: HTMLElement, options: ChartOptions): Chart
}

export interface ChartOptions {
  /** The body of GET /api/v1/rooms/{room}/chart: parsed when the media type is JSON, else text. It is
   * of one participant when the request named one. */
  document: unknown
  theme: 'light' | 'dark'
  /** BCP 47. */
  locale: string
  /** The person chose another range by drag or wheel; null: all of it again. Times in Unix ms. */
  onZoom?(range: { from: number; to: number } | null): void
}

export interface Chart {
  /** Shows another document in place: no flicker, and the zoom stays. */
  update(document: unknown): void
  setTheme(theme: 'light' | 'dark'): void
  destroy(): void
}
