// What the server's half answered at admission, checked.
import type { DailyLanguageSetting } from '@daily-co/daily-js'
import { videoError } from './errors'

export interface Session {
  /** The room's address, as Daily told it. */
  url: string
  /** A meeting token for this participant and this room alone. */
  token: string
  ui: 'prebuilt' | 'tracks'
  displayName: string
  /** Of Daily Prebuilt; undefined: as the room says. */
  lang?: DailyLanguageSetting
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function isSecureUrl(value: unknown): value is string {
  try {
    return isText(value) && new URL(value).protocol === 'https:'
  } catch {
    return false
  }
}

export function parseSession(session: unknown): Session {
  const { url, token, ui, display_name, lang } = (session ?? {}) as Record<string, unknown>
  const isUi = ui === 'prebuilt' || ui === 'tracks'
  if (!isSecureUrl(url) || !isText(token) || !isUi || !isText(display_name)) {
    throw videoError(
      'internal',
      'The server sent an admission that this page does not understand. Reload the page.',
    )
  }
  const session_lang = isText(lang) ? { lang: lang as DailyLanguageSetting } : {}
  return { url, token, ui, displayName: display_name, ...session_lang }
}
