// What went wrong and what to do about it, in words for the people in front of the page.
import { Problem } from '../api/client'

export interface Words {
  title: string
  text: string
  /** Trying the same again may help. */
  retry: boolean
}

const kBySlug: Record<string, Words> = {
  network: {
    title: 'The server cannot be reached',
    text: 'Check your internet connection, then try again.',
    retry: true,
  },
  timeout: {
    title: 'The server took too long to answer',
    text: 'It may be busy. Try again in a moment.',
    retry: true,
  },
  'room-not-found': {
    title: 'This room does not exist',
    text: 'Check the link for a typing mistake, ask for a new one, or create a room of your own.',
    retry: false,
  },
  'room-ended': {
    title: 'This call has ended',
    text: 'Nobody can join it any more. Create a new room to go on talking.',
    retry: false,
  },
  'room-full': {
    title: 'This room is full',
    text: 'Wait until somebody leaves, then try again, or create another room.',
    retry: true,
  },
  'admin-token-required': {
    title: 'This server is private',
    text: 'Rooms are made by whoever runs this server. Ask for a link.',
    retry: false,
  },
  'provider-unavailable': {
    title: 'Calls are not available right now',
    text: 'The video service does not answer. Try again in a minute; if it stays like this, tell whoever runs this server.',
    retry: true,
  },
  'store-unavailable': {
    title: 'The metrics cannot be read right now',
    text: 'Their store does not answer. Calls are not affected. Try again in a minute.',
    retry: true,
  },
  'store-busy': {
    title: 'The metrics store is busy',
    text: 'Try again in a few seconds.',
    retry: true,
  },
}

/** Slugs whose server text names the part at fault better than a fixed sentence here could. */
export function wordsOf(error: unknown): Words {
  if (!(error instanceof Problem))
    return {
      title: 'Something went wrong in this page',
      text: 'Reload it and try again.',
      retry: true,
    }
  const known = kBySlug[error.slug]
  if (known) return known
  if (error.status === 429)
    return {
      title: 'Too many requests',
      text: `Wait ${error.retryAfter_s ?? 10} seconds, then try again.`,
      retry: true,
    }
  if (error.status >= 500 || error.status === 0)
    return {
      title: 'The server has a problem',
      text: `${error.detail || error.title} Try again in a minute.`,
      retry: true,
    }
  return { title: error.title, text: error.detail || 'The server refused this.', retry: false }
}

export function logUnexpected(what: string, error: unknown): void {
  console.warn(`Vuedeo: ${what}:`, error)
}
