// Work that can wait, in short tasks: the page is painted and answers in between.

/** No piece is begun later in a task than that. */
const kLength_ms = 8

export class Turns {
  private readonly waiting = new Map<object, () => void>()
  private timer: ReturnType<typeof setTimeout> | undefined

  /** `owner` has one piece of work at most: the latest. */
  add(owner: object, work: () => void): void {
    this.waiting.set(owner, work)
    this.timer ??= setTimeout(() => this.next())
  }

  remove(owner: object): void {
    this.waiting.delete(owner)
  }

  /** Everything now. */
  finish(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const all = [...this.waiting.values()]
    this.waiting.clear()
    for (const work of all) work()
  }

  private next(): void {
    this.timer = undefined
    const end = performance.now() + kLength_ms
    for (const [owner, work] of this.waiting) {
      this.waiting.delete(owner)
      if (this.waiting.size > 0) this.timer ??= setTimeout(() => this.next())
      work()
      if (performance.now() >= end) return
    }
  }
}
