// The one outbox and sender of this page. Starts with the app, so that samples of earlier calls which
// the server has not acknowledged yet leave without anybody joining a call.
import { readonly, ref } from 'vue'
import { api } from '../api/client'
import { LastingOutbox } from './lasting_outbox'
import type { Entry, Source } from './outbox'
import { Sender, type Renewal } from './sender'

/** Who can speak for a participant while its call runs. */
export interface TokenHolder extends Source {
  readonly token: string
  renew(): Promise<Renewal>
}

const lasting = ref(true)
/** Whether samples outlive this page; false while the browser lets us keep them in memory alone. */
export const samplesLast = readonly(lasting)

const outbox = new LastingOutbox({ onLasting: (now) => (lasting.value = now) })
const sender = new Sender({
  outbox,
  send: (...request) => api.sendSamples(...request),
  token: (source) => holderOf(source)?.token ?? null,
  renew: async (source) => (await holderOf(source)?.renew()) ?? false,
})
let holder: TokenHolder | null = null

const holderOf = ({ room, participant }: Source) =>
  holder && holder.room === room && holder.participant === participant ? holder : null

export function setTokenHolder(next: TokenHolder): void {
  holder = next
}

/** Unless another call has begun meanwhile. */
export function dropTokenHolder(old: TokenHolder): void {
  if (holder === old) holder = null
}

export function startQuality(): void {
  addEventListener('online', () => void sender.wake())
  void sender.flush()
}

export const keepSample = (entry: Entry): Promise<void> => outbox.put(entry)
export const flushSamples = (): Promise<void> => sender.flush()

/** For a page that is going away: a request that outlives it. Unanswered, the sample stays kept. */
export async function sendLastSample({ room, token, sample }: Entry): Promise<void> {
  await api.sendSamples(room, token, [sample], true)
}
