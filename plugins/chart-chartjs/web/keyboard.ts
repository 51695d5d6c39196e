// What the keys do on a chart: moving a cursor from point to point, zooming, moving along, resetting.

export interface Range {
  from: number
  to: number
}

export type Command =
  | { kind: 'move'; by: number }
  | { kind: 'zoom'; factor: number }
  | { kind: 'pan'; widths: number }
  | { kind: 'reset' }

export function commandOf(event: { key: string; shiftKey: boolean }): Command | null {
  const far = event.shiftKey ? 10 : 1
  switch (event.key) {
    case 'ArrowLeft':
      return { kind: 'move', by: -far }
    case 'ArrowRight':
      return { kind: 'move', by: far }
    case 'Home':
      return { kind: 'move', by: -Infinity }
    case 'End':
      return { kind: 'move', by: Infinity }
    case '+':
    case '=':
      return { kind: 'zoom', factor: 0.5 }
    case '-':
    case '−':
      return { kind: 'zoom', factor: 2 }
    case 'PageUp':
      return { kind: 'pan', widths: -0.5 }
    case 'PageDown':
      return { kind: 'pan', widths: 0.5 }
    case 'Escape':
      return { kind: 'reset' }
    default:
      return null
  }
}

/** The point `by` further; from nowhere, the first or last one in sight. */
export function nextIndex(
  times: readonly number[],
  current: number | null,
  by: number,
  range: Range,
): number | null {
  if (times.length === 0) return null
  const last = times.length - 1
  if (current !== null || !Number.isFinite(by)) {
    return Math.max(0, Math.min(last, (current ?? 0) + by))
  }
  const inSight = times.map((_, index) => index).filter((i) => times[i]! >= range.from && times[i]! <= range.to)
  return (by > 0 ? inSight[0] : inSight[inSight.length - 1]) ?? 0
}

/** The range so many of its widths later, within the whole. */
export function pannedRange(zoom: Range, whole: Range, widths: number): Range {
  const width = zoom.to - zoom.from
  const from = Math.max(whole.from, Math.min(whole.to - width, Math.round(zoom.from + width * widths)))
  return { from, to: from + width }
}

/** The range made `factor` times as wide around a moment; null once it is the whole again. */
export function zoomedRange(
  zoom: Range | null,
  whole: Range,
  factor: number,
  around: number | undefined,
  minRange: number,
): Range | null {
  const now = zoom ?? whole
  const width = Math.max(minRange, (now.to - now.from) * factor)
  if (width >= whole.to - whole.from) return null
  const middle = around ?? (now.from + now.to) / 2
  const share = Math.min(1, Math.max(0, (middle - now.from) / (now.to - now.from)))
  const from = Math.max(whole.from, Math.min(whole.to - width, middle - width * share))
  return { from: Math.round(from), to: Math.round(from + width) }
}
