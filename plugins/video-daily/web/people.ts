// From Daily's participants to the contract's. Pure.
//
// A participant's id is ours: the meeting token carries it as user_id. Daily's own session_id is new
// with every join, so after a reload a person may be listed twice for a while.
import type { DailyParticipant, DailyParticipantsObject, DailyTrackState } from '@daily-co/daily-js'
import type { LocalState, Participant } from 'vuedeo'

const isOn = (track: DailyTrackState | undefined): boolean =>
  track !== undefined && track.state !== 'off' && track.state !== 'blocked'

const trackOf = (track: DailyTrackState | undefined): MediaStreamTrack | null =>
  isOn(track) ? (track?.persistentTrack ?? null) : null

const joinedAt = ({ joined_at }: DailyParticipant): number =>
  joined_at ? new Date(joined_at).getTime() : 0

/** `interrupted`: session ids to which the connection is broken. */
export function participantsOf(
  all: DailyParticipantsObject,
  selfId: string,
  interrupted: ReadonlySet<string>,
): Participant[] {
  const latest = new Map<string, DailyParticipant>()
  for (const one of Object.values(all)) {
    const id = one.user_id || one.session_id
    if (one.local || id === selfId) continue
    const known = latest.get(id)
    if (!known || joinedAt(one) > joinedAt(known)) latest.set(id, one)
  }
  return [...latest].map(([id, one]) => ({
    id,
    name: one.user_name || 'Guest',
    audio: trackOf(one.tracks.audio),
    video: trackOf(one.tracks.video),
    screen: trackOf(one.tracks.screenVideo),
    microphoneOn: isOn(one.tracks.audio),
    cameraOn: isOn(one.tracks.video),
    connection: interrupted.has(one.session_id) ? 'reconnecting' : 'connected',
  }))
}

export function localOf({ local }: Partial<DailyParticipantsObject>): LocalState {
  return {
    audio: trackOf(local?.tracks.audio),
    video: trackOf(local?.tracks.video),
    screen: trackOf(local?.tracks.screenVideo),
    microphoneOn: isOn(local?.tracks.audio),
    cameraOn: isOn(local?.tracks.video),
  }
}
