// localStorage and sessionStorage that never throw: they are refused in some private windows and
// full in others, and nothing that the app keeps there is worth failing for.

export interface Keeper {
  read<T>(key: string, isValid: (value: unknown) => value is T): T | null
  write(key: string, value: unknown): void
  remove(key: string): void
}

export function keeper(storage: () => Storage): Keeper {
  return {
    read(key, isValid) {
      try {
        const value: unknown = JSON.parse(storage().getItem(key) ?? 'null')
        return isValid(value) ? value : null
      } catch {
        return null
      }
    },
    write(key, value) {
      try {
        storage().setItem(key, JSON.stringify(value))
      } catch {
        // Kept for this page only, by whoever called.
      }
    },
    remove(key) {
      try {
        storage().removeItem(key)
      } catch {
        // Nothing was kept.
      }
    },
  }
}

export const local = keeper(() => localStorage)
export const session = keeper(() => sessionStorage)

export const isString = (value: unknown): value is string => typeof value === 'string'

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
