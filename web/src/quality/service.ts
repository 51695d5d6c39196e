// The one outbox and sender of this page. Starts with the app, so that samples of earlier calls which
// the server has not acknowledged yet leave without anybody joining a call.
import { api } from '../api/client'
import { openOutbox, type Entry, type Outbox, type Source } from './outbox'
import { Sender, type Renewal } from './sender'

/** Who can speak for a participant while its call runs. */
export interface TokenHolder extends Source {
  readonly token: string
  renew(): Promise<Renewal>
}

let outbox: Promise<Outbox> | null = null
let sender: Promise<Sender> | null = null
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
  outbox ??= openOutbox()
  sender ??= outbox.then(
    (opened) =>
      new Sender({
        outbox: opened,
        send: (...request) => api.sendSamples(...request),
        token: (source) => holderOf(source)?.token ?? null,
        renew: async (source) => (await holderOf(source)?.renew()) ?? false,
      }),
  )
  addEventListener('online', () => void sender?.then((running) => running.wake()))
  void flushSamples()
}

export async function keepSample(entry: Entry): Promise<void> {
  await (await outbox)?.put(entry)
}

export async function flushSamples(): Promise<void> {
  await (await sender)?.flush()
}

/** For a page that is going away: a request that outlives it. Unanswered, the sample stays kept. */
export async function sendLastSample({ room, token, sample }: Entry): Promise<void> {
  await api.sendSamples(room, token, [sample], true)
}
