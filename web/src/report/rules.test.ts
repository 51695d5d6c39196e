import { describe, expect, it } from 'vitest'
import { person } from './fixture'
import type { Person, Values } from './measures'
import { momentsOf } from './moments'
import { causesOf, kRules } from './rules'

/** The causes of Ada's worst moment, when the others were as said. */
function causes(ada: Partial<Values>[], ...others: Person[]) {
  const self = person('Ada', ...ada)
  const moment = momentsOf([self])[0]
  if (!moment) throw new Error('Ada had no bad moment')
  return causesOf(moment, [self, ...others])
}
const rulesOf = (ada: Partial<Values>[], ...others: Person[]) =>
  causes(ada, ...others).map(({ rule }) => rule)

const fine = { send_loss: 0, recv_loss: 0, rtt_s: 0.03 }

const kCases: [rule: string, ada: Partial<Values>[], others: Person[], text: RegExp][] = [
  ['own-upload', [{ send_loss: 0.062 }], [person('Bob', fine)], /^Ada’s own upload lost 6\.2 %/],
  ['one-sender', [{ recv_loss: 0.08, send_loss: 0 }], [person('Bob', { send_loss: 0.07 })], /^Bob’s upload lost 7\.0 % .* Ada’s download/],
  [
    'one-sender',
    [{ recv_loss: 0.08, send_loss: 0 }],
    [person('Bob', { send_loss: 0.07 }), person('Cy', { send_loss: 0, recv_loss: 0.05 })],
    /^Bob’s upload .* everybody else’s download/,
  ],
  ['own-download', [{ recv_loss: 0.08 }], [person('Bob', fine)], /^Ada’s own download lost 8\.0 % .* nobody’s upload/],
  ['cpu', [{ freeze_s: 3, limited_by_cpu: 0.5 }], [], /held the picture back for 50 %/],
  ['cpu', [{ freeze_s: 3, cpu_pressure: 2 }], [], /under serious load/],
  ['cpu', [{ freeze_s: 3, cpu_pressure: 3 }], [], /under critical load/],
  ['bandwidth', [{ rtt_s: 0.5, available_send_bps: 120_000 }], [], /room for an upload of 120 kbit\/s only/],
  ['bandwidth', [{ rtt_s: 0.5, limited_by_bandwidth: 0.4 }], [], /held the picture back for 40 %/],
  ['relay', [{ rtt_s: 0.5, path_type: 4 }], [], /relay \(TURN\), with a round trip of 500 ms/],
  ['round-trip-rose', [{ rtt_s: 0.5 }, fine, fine], [], /rose from 30 ms to 500 ms/],
  ['long-way', [{ rtt_s: 0.5 }, { rtt_s: 0.5 }], [], /was 500 ms for most of the call/],
  ['hidden-tab', [{ freeze_s: 3, hidden: 0.8 }], [], /in the background for 80 %/],
  ['freezes-without-loss', [{ freeze_s: 3, recv_loss: 0 }], [], /stood still for 20 %/],
]

describe('the cause of a bad moment', () => {
  it.each(kCases)('%s', (rule, ada, others, text) => {
    const found = causes(ada, ...others)
    expect(found.map((one) => one.rule)).toContain(rule)
    expect(found.find((one) => one.rule === rule)!.text).toMatch(text)
  })

  it('has a test for every rule of the table', () => {
    expect(new Set(kCases.map(([rule]) => rule))).toEqual(new Set(kRules.map(({ name }) => name)))
  })
})

describe('what the data do not decide', () => {
  it('is unknown: loss without the numbers of the others', () => {
    expect(rulesOf([{ recv_loss: 0.2 }])).toEqual([])
    expect(rulesOf([{ recv_loss: 0.2 }], person('Bob', { rtt_s: 0.1 }))).toEqual([])
  })

  it('is unknown: two senders that lose packets', () => {
    const [bob, cy] = [person('Bob', { send_loss: 0.1 }), person('Cy', { send_loss: 0.1 })]
    expect(rulesOf([{ recv_loss: 0.2 }], bob, cy)).toEqual([])
  })

  it('blames no sender whom somebody else heard well', () => {
    const [bob, cy] = [person('Bob', { send_loss: 0.1 }), person('Cy', { send_loss: 0, recv_loss: 0 })]
    expect(rulesOf([{ recv_loss: 0.2, send_loss: 0 }], bob, cy)).toEqual([])
  })

  it('does not take what is unknown for 0', () => {
    expect(rulesOf([{ freeze_s: 3 }])).toEqual([])
    expect(rulesOf([{ rtt_s: 0.3, audio_mos: 2 }])).toEqual([])
  })

  it('looks at nobody who was not there at that time', () => {
    const later = person('Bob', null, { send_loss: 0.2 })
    expect(rulesOf([{ recv_loss: 0.2 }], later)).toEqual([])
  })

  it('names no relay for a fast path, and no short rise', () => {
    expect(rulesOf([{ send_loss: null, recv_loss: null, freeze_s: 3, path_type: 4, rtt_s: 0.05 }])).toEqual([])
    expect(rulesOf([{ rtt_s: 0.5 }, { rtt_s: 0.3 }, { rtt_s: 0.3 }])).toEqual([])
  })
})
