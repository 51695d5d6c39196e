// Waiting for a condition: never a guessed time.

/** Asks `condition` until it answers something true, and resolves with that. */
export async function until(what, condition, { timeout_ms = 30_000, every_ms = 20 } = {}) {
  const deadline = Date.now() + timeout_ms
  for (;;) {
    const answer = await condition()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`waited ${timeout_ms} ms in vain until ${what}`)
    await new Promise((done) => setTimeout(done, every_ms))
  }
}

/** `promise`, or an error when it takes longer: so that a test that would hang fails with a name. */
export function within(timeout_ms, what, promise) {
  let timer
  const late = new Promise((_, failed) => {
    timer = setTimeout(
      () => failed(new Error(`waited ${timeout_ms} ms in vain: ${what}`)),
      timeout_ms,
    )
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
