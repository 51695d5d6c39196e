// What a person asked for, until it is so or cannot be: Daily takes wishes without an answer, and
// tells of changes and of failures by events.
interface Wish {
  isDone(): boolean
  resolve(): void
  reject(error: Error): void
}

export class Wishes {
  private readonly open = new Set<Wish>()

  /** Resolves once `isDone`, asked after each change; rejects with a failure that comes before. */
  make(start: () => void, isDone: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.open.add({ isDone, resolve, reject })
      start()
      this.changed()
    })
  }

  changed(): void {
    for (const wish of this.open) if (wish.isDone()) this.close(wish).resolve()
  }

  failed(error: Error): void {
    for (const wish of this.open) this.close(wish).reject(error)
  }

  /** Nobody wants anything any more. */
  drop(): void {
    for (const wish of this.open) this.close(wish).resolve()
  }

  private close(wish: Wish): Wish {
    this.open.delete(wish)
    return wish
  }
}
