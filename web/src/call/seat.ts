// A participant's seat in a room: the admission, its token while it lasts, and the way back to the
// same seat after a reload of the tab.
import { api, Problem, type Admission, type ApiClient } from '../api/client'
import { ownerTokenOf } from '../lib/recent_rooms'
import { isRecord, isString, session, type Keeper } from '../lib/storage'
import type { Renewal } from '../quality/sender'
import type { TokenHolder } from '../quality/service'

interface Kept {
  token: string
  participant: string
}

/** Takes a name for this tab alone; false when another tab has it. */
export type Claim = (name: string) => Promise<{ granted: boolean; release: () => void }>

/** How long before its end a token counts as old: long enough to survive a few failed renewals. */
const kNearExpiry_ms = 5 * 60_000

const keyOf = (room: string) => `vuedeo.seat.${room}`

function isKept(value: unknown): value is Kept {
  return isRecord(value) && isString(value.token) && isString(value.participant)
}

/** A duplicated tab inherits sessionStorage: without this, two tabs would sit on one seat. */
export const claimInThisTab: Claim = (name) =>
  new Promise((resolve) => {
    if (!navigator.locks) return resolve({ granted: true, release: () => {} })
    const asked = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve({ granted: false, release: () => {} })
      return new Promise<void>((release) => resolve({ granted: true, release }))
    })
    // Browsers that block storage refuse locks too; a call is worth more than the check.
    asked.catch(() => resolve({ granted: true, release: () => {} }))
  })

/** Whether the server itself said that it never gives this participant a token again. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof Problem && error.fromServer && [401, 403, 404, 410].includes(error.status)
  )
}

export interface SeatParts {
  client?: Pick<ApiClient, 'admit'>
  store?: Keeper
  claim?: Claim
  now?: () => number
}

/** Whoever made the room in this browser comes as its owner. */
const asOwner: Pick<ApiClient, 'admit'> = {
  admit: (room, name, token) => api.admit(room, name, token, ownerTokenOf(room)),
}

export class Seat implements TokenHolder {
  private renewing: Promise<Renewal> | null = null

  private constructor(
    readonly admission: Admission,
    readonly room: string,
    private readonly parts: Required<SeatParts>,
    private readonly letGo: () => void,
    private current: { token: string; expires_at: number },
  ) {
    this.keep()
  }

  /** Throws a Problem when the room does not admit. */
  static async take(room: string, name: string, given: SeatParts = {}): Promise<Seat> {
    const parts = { client: asOwner, store: session, claim: claimInThisTab, now: Date.now, ...given }
    const claimFor = (id: string) => parts.claim(`vuedeo.seat.${room}.${id}`)
    const kept = parts.store.read(keyOf(room), isKept)
    const held = kept ? await claimFor(kept.participant) : null
    let admission: Admission
    try {
      admission = await parts.client.admit(room, name, held?.granted ? kept?.token : undefined)
    } catch (error) {
      held?.release()
      const refused = error instanceof Problem && (error.status === 401 || error.status === 403)
      if (!refused || !held?.granted) throw error
      admission = await parts.client.admit(room, name)
    }
    const same = held?.granted && kept?.participant === admission.participant.id
    if (!same) held?.release()
    const claimed = same && held ? held : await claimFor(admission.participant.id)
    const { token, token_expires_at } = admission
    return new Seat(admission, room, parts, claimed.release, {
      token,
      expires_at: token_expires_at,
    })
  }

  get participant(): string {
    return this.admission.participant.id
  }

  get token(): string {
    return this.current.token
  }

  get isNearExpiry(): boolean {
    const now = this.parts.now() + this.admission.clock_offset_ms
    return this.current.expires_at - now < kNearExpiry_ms
  }

  /** A new token for the same participant; false when the server gives none, 'later' when it may. */
  renew(): Promise<Renewal> {
    this.renewing ??= this.renewOnce().finally(() => {
      this.renewing = null
    })
    return this.renewing
  }

  /** Lets another tab have the seat; this tab still finds the way back to it. */
  release(): void {
    this.letGo()
  }

  private async renewOnce(): Promise<Renewal> {
    try {
      const { name } = this.admission.participant
      const answer = await this.parts.client.admit(this.room, name, this.current.token)
      if (answer.participant.id !== this.participant) return false
      this.current = { token: answer.token, expires_at: answer.token_expires_at }
      this.keep()
      return true
    } catch (error) {
      console.warn('Vuedeo: the token of this call could not be renewed:', error)
      return isFinal(error) ? false : 'later'
    }
  }

  private keep(): void {
    const kept: Kept = { token: this.current.token, participant: this.participant }
    this.parts.store.write(keyOf(this.room), kept)
  }
}
