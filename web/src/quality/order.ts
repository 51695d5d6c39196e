// Whom the metrics of a room show, and in which order: what helps to find one among many.
import type { SeriesParticipant } from '../api/client'
import { summarize } from './summary'

export type Order = 'joined' | 'name' | 'worst'

/** The mean loss of the worse direction, then the mean round trip; who was not measured comes last. */
function badness(one: SeriesParticipant): [loss: number, rtt_s: number] {
  const mean = (field: string) => summarize(one, field, 'highest').mean ?? -1
  return [Math.max(mean('send_loss'), mean('recv_loss')), mean('rtt_s')]
}

function worstFirst(participants: SeriesParticipant[]): SeriesParticipant[] {
  const rated = participants.map((one) => ({ one, bad: badness(one) }))
  rated.sort((a, b) => b.bad[0] - a.bad[0] || b.bad[1] - a.bad[1])
  return rated.map(({ one }) => one)
}

export function chosen(
  participants: SeriesParticipant[],
  order: Order,
  search: string,
): SeriesParticipant[] {
  const wanted = search.trim().toLocaleLowerCase()
  const found = participants.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
  if (order === 'worst') return worstFirst(found)
  if (order === 'name') return found.sort((a, b) => a.name.localeCompare(b.name))
  return found
}
