// One attempt to join, which the person or the video module may stop before it has led to a call.

/** Why an attempt stopped: the person left, so there is nothing to tell. */
export const kLeft = new Error('left while joining')

export class Attempt {
  private readonly abort = new AbortController()
  private reason: Error | null = null
  private reject: (reason: Error) => void = () => {}
  private readonly stopped = new Promise<never>((_, reject) => {
    this.reject = reject
  })

  constructor() {
    // Nobody may be waiting when it is stopped.
    this.stopped.catch(() => {})
  }

  get signal(): AbortSignal {
    return this.abort.signal
  }

  stop(reason: Error): void {
    this.reason ??= reason
    this.reject(reason)
    this.abort.abort()
  }

  /** Throws the reason when it was stopped. */
  check(): void {
    if (this.reason) throw this.reason
  }

  /** Waits for a step, but no longer than the attempt lasts. */
  unlessStopped<T>(step: Promise<T>): Promise<T> {
    return Promise.race([step, this.stopped])
  }
}
