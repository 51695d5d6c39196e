// Which video codec is in use, as the dictionary's code.
import { referred, text, type Report } from './reports'

const codes = new Map([['video/vp8', 1], ['video/vp9', 2], ['video/h264', 3], ['video/av1', 4], ['video/h265', 5]])

/** Of several streams, that of the one with the most bytes. */
export class MainCodec {
  value: number | null = null
  private most = 0

  add(stream: Report, bytes: number | null, reports: readonly Report[]): void {
    if (bytes === null || bytes <= this.most) return
    this.most = bytes
    const type = text(referred(reports, stream, 'codecId'), 'mimeType') ?? ''
    this.value = codes.get(type.toLowerCase()) ?? null
  }
}
