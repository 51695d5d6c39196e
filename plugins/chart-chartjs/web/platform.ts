// How a chart learns its size. Chart.js asks the page's layout several times for each chart, between its changes
// of it, so that the browser lays the page out anew each time; here it is told what was measured once for all.
import { DomPlatform } from 'chart.js'

export interface Size {
  width: number
  height: number
}

const sizes = new WeakMap<HTMLCanvasElement, Size>()

/** The inner size of a canvas' box, before its first chart is made; later ones come from an observer. */
export function setSize(canvas: HTMLCanvasElement, { width, height }: Size): void {
  sizes.set(canvas, { width: Math.floor(width), height: Math.floor(height) })
}

export class PlotPlatform extends DomPlatform {
  override getMaximumSize(canvas: HTMLCanvasElement, width?: number, height?: number): Size {
    if (width !== undefined && height !== undefined) setSize(canvas, { width, height })
    return sizes.get(canvas) ?? super.getMaximumSize(canvas, width, height)
  }
}
