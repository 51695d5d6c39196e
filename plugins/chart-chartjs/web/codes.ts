// Levels and codes of the dictionary of quality fields in words (vuedeo/abi/quality_fields.h).
import type { Dataset } from './document'
import type { Formats } from './format'

const kCodecs = ['VP8', 'VP9', 'H.264', 'AV1', 'H.265']
/** From 1 on; a level from 0 on. */
const kWords: Record<string, { first: number; words: string[] }> = {
  cpu_pressure: { first: 0, words: ['nominal', 'fair', 'serious', 'critical'] },
  network_type: { first: 1, words: ['wired', 'Wi-Fi', 'cellular', 'another network'] },
  path_type: {
    first: 1,
    words: ['direct (host)', 'direct (server reflexive)', 'direct (peer reflexive)', 'relayed (TURN)'],
  },
  path_protocol: { first: 1, words: ['UDP', 'TCP', 'TLS'] },
  send_codec: { first: 1, words: kCodecs },
  recv_codec: { first: 1, words: kCodecs },
}

/** "1.25 Mbit/s", "relayed (TURN)"; a code that came later is its number. */
export function valueText(set: Dataset, value: number | null | undefined, formats: Formats): string {
  const known = kWords[set.field]
  const word = known && typeof value === 'number' ? known.words[value - known.first] : undefined
  return word ?? formats.quantity(value, set.unit)
}
