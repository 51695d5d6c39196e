// The administrator's token of a private server: kept for this tab, or on this device if so wished, and
// sent only with what needs it (making and listing rooms).
import { ref } from 'vue'
import { Problem } from '../api/client'
import { isString, local, session } from './storage'

const kKey = 'vuedeo.admin'

const kept = ref(session.read(kKey, isString) ?? local.read(kKey, isString))

/** Undefined: none is kept, and none is needed as far as is known. */
export const adminToken = (): string | undefined => kept.value ?? undefined

export function keepAdminToken(token: string, onThisDevice: boolean): void {
  forgetAdminToken()
  kept.value = token
  const store = onThisDevice ? local : session
  store.write(kKey, token)
}

export function forgetAdminToken(): void {
  kept.value = null
  session.remove(kKey)
  local.remove(kKey)
}

/** Whether a page has to ask for the token, and whether the one that was given is wrong. */
export function useAdmin() {
  const asks = ref<'nothing' | 'token' | 'another token'>('nothing')

  /** True when the token is what the request failed for: a wrong one is not kept. */
  function wants(error: unknown): boolean {
    if (!(error instanceof Problem) || error.slug !== 'admin-token-required') return false
    asks.value = adminToken() === undefined ? 'token' : 'another token'
    forgetAdminToken()
    return true
  }

  return { asks, wants, satisfied: () => (asks.value = 'nothing') }
}
