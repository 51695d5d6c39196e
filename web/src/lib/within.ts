/** `promise`, or an error of these words when it takes longer. */
export function within<T>(limit_ms: number, otherwise: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), limit_ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
