// Light or dark: the system's choice until the person makes another, which this browser remembers. Paper is
// light, the charts on it too.
import { readonly, ref } from 'vue'
import { isString, local } from './storage'

export type Theme = 'light' | 'dark'

const kKey = 'vuedeo.theme'
const current = ref<Theme>('light')
export const theme = readonly(current)

function isTheme(value: unknown): value is Theme {
  return isString(value) && (value === 'light' || value === 'dark')
}

function show(next: Theme): void {
  current.value = next
  document.documentElement.dataset.theme = next
}

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)')
const systemTheme = (): Theme => (systemDark().matches ? 'dark' : 'light')

export function startTheme(): void {
  show(local.read(kKey, isTheme) ?? systemTheme())
  systemDark().addEventListener('change', () => {
    if (!local.read(kKey, isTheme)) show(systemTheme())
  })
  let onScreen = current.value
  addEventListener('beforeprint', () => {
    onScreen = current.value
    show('light')
  })
  addEventListener('afterprint', () => show(onScreen))
}

export function toggleTheme(): void {
  const next: Theme = current.value === 'dark' ? 'light' : 'dark'
  // Back at the system's choice, follow the system again.
  if (next === systemTheme()) local.remove(kKey)
  else local.write(kKey, next)
  show(next)
}
