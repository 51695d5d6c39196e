// Has the browser read its data of languages while the app starts.

export function readLanguages(): void {
  try {
    const worker = new Worker(new URL('./language.worker.ts', import.meta.url), { type: 'module' })
    // Without it the first date is only slower.
    worker.onerror = () => worker.terminate()
  } catch {
    // A browser without module workers: the same.
  }
}
