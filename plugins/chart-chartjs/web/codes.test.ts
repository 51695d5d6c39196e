import { describe, expect, it } from 'vitest'
import { valueText } from './codes'
import type { Dataset } from './document'
import { makeFormats } from './format'

const formats = makeFormats('en', 'UTC')
const text = (field: string, unit: string, value: number | null) =>
  valueText({ field, unit } as Dataset, value, formats)

describe('the text of a value', () => {
  it('is a word for a level or a code', () => {
    expect(text('path_type', '', 4)).toBe('relayed (TURN)')
    expect(text('path_protocol', '', 1)).toBe('UDP')
    expect(text('send_codec', '', 3)).toBe('H.264')
    expect(text('cpu_pressure', '', 0)).toBe('nominal')
  })

  it('is the number of a code that came later, and unknown when it is', () => {
    expect(text('path_type', '', 9)).toBe('9')
    expect(text('send_codec', '', null)).toBe('unknown')
  })

  it('is a quantity for all else', () => expect(text('rtt_s', 'ms', 41)).toBe('41 ms'))
})
