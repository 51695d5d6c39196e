// @vitest-environment jsdom
import { describe as group, expect, it, vi } from 'vitest'
import { readDocument, type Dataset, type Plot } from './document'
import { makeFormats } from './format'
import { makeLegend } from './legend'
import { describe, describePoint } from './summary'
import { makeTable } from './table'

const formats = makeFormats('en-GB', 'UTC')

function line(field: string, label: string, unit: string, data: (number | null)[]): Dataset {
  const known = data.filter((value): value is number => value !== null)
  const stats = known.length > 0 ? { mean: known[0]!, min: 0, max: Math.max(...known) } : null
  return {
    field,
    role: 'value',
    label,
    unit,
    direction: 'up',
    yAxisID: 'left',
    colors: { light: '#000000', dark: '#ffffff' },
    data,
    stats,
    borderWidth: 2,
    pointRadius: 0,
    order: 1,
  }
}

function plot(...datasets: Dataset[]): Plot {
  return {
    group: 'bandwidth',
    label: 'Bandwidth',
    title: 'Bandwidth and packet loss',
    data: { labels: [0, 15_000, 30_000], datasets },
    options: { scales: { x: { min: 0, max: 45_000 } } },
  }
}

const upload = line('send_bps', 'Upload', 'Mbit/s', [1.25, null, 0])
const loss = line('send_loss', 'Packet loss up', '%', [0.2, null, 7])

group('a chart in words', () => {
  it('sums up means and the worst loss', () => {
    expect(describe('Ada', plot(upload, loss), formats)).toBe(
      'Ada, bandwidth and packet loss: Upload 1.25 Mbit/s on average, Packet loss up at worst 7 %.',
    )
  })

  it('says that nothing was measured', () => {
    const empty = plot(line('send_bps', 'Upload', 'kbit/s', [null, null, null]))
    expect(describe('Ada', empty, formats)).toContain('nothing was measured')
  })

  it('reads one point, and a gap as unknown', () => {
    const read = (index: number) => describePoint(plot(upload), index, 15, formats, () => true)
    expect(read(0)).toContain('Upload 1.25 Mbit/s')
    expect(read(1)).toContain('Upload unknown')
    expect(read(9)).toBe('')
  })
})

group('the table', () => {
  it('has a caption, headers with scope and a dash for what is unknown', () => {
    const table = makeTable('Ada', plot(upload, loss), formats, { from: 0, to: 45_000 })
    expect(table.caption?.textContent).toContain('Ada')
    expect([...table.querySelectorAll('thead th')].map((th) => th.getAttribute('scope'))).toEqual(
      ['col', 'col', 'col'],
    )
    expect(table.querySelectorAll('tbody th[scope="row"]')).toHaveLength(3)
    expect(table.tBodies[0]!.rows[1]!.cells[1]!.textContent).toContain('unknown')
    expect(table.tBodies[0]!.rows[2]!.cells[1]!.textContent).toBe('0')
  })

  it('shows what is in the zoomed range only', () => {
    const table = makeTable('Ada', plot(upload), formats, { from: 10_000, to: 20_000 })
    expect(table.tBodies[0]!.rows).toHaveLength(1)
  })

  it('is bounded, and says so', () => {
    const table = makeTable('Ada', plot(upload), formats, { from: 0, to: 45_000 }, 2)
    expect(table.tBodies[0]!.rows).toHaveLength(2)
    expect(table.caption?.textContent).toContain('the first 2 rows')
  })

  it('takes names as text', () => {
    const table = makeTable('<img src=x>', plot(upload), formats, { from: 0, to: 1 })
    expect(table.querySelector('img')).toBeNull()
  })
})

group('the legend', () => {
  it('is made of buttons that show and hide a line', () => {
    const toggle = vi.fn()
    const legend = makeLegend(plot(upload, loss), formats, 'light', new Set(['send_loss']), toggle)
    const buttons = [...legend.querySelectorAll('button')]
    expect(buttons.map((button) => button.getAttribute('aria-pressed'))).toEqual(['true', 'false'])
    buttons[1]!.click()
    expect(toggle).toHaveBeenCalledWith('send_loss')
  })
})

group('a document', () => {
  it('of another version or kind is refused in words', () => {
    expect(() => readDocument({ version: 2, participants: [] })).toThrow('reload the page')
    for (const value of [null, 'text', {}, []]) expect(() => readDocument(value)).toThrow('no chart')
  })
})
