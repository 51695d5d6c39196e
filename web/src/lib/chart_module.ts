// The chart plugin in force: its browser half, or why there is none.
import type { ChartModule } from 'vuedeo'
import { api, type ApiClient } from '../api/client'
import { importPlugin } from '../call/video_module'
import { isRecord } from './storage'

function isChartModule(value: unknown): value is ChartModule {
  return isRecord(value) && value.apiVersion === 1 && typeof value.mount === 'function'
}

/** Where the browser half of the chart plugin in force is. Throws with a reason for people. */
export async function findChartModule(client: Pick<ApiClient, 'plugins'> = api): Promise<string> {
  const charts = (await client.plugins()).filter(({ kind }) => kind === 'chart')
  const ready = charts.find(({ state, module }) => state === 'ready' && module)
  if (!ready?.module)
    throw new Error(charts[0]?.reason ?? 'No chart plugin is running on this server.')
  return ready.module
}

/** Fetches and compiles it, so that it is at hand once a chart comes into view. */
export function preloadModule(url: string): void {
  const link = document.createElement('link')
  link.rel = 'modulepreload'
  link.href = url
  document.head.append(link)
}

/** Throws with a reason for people. Browsers run a module only once, however often it is imported. */
export async function importChartModule(
  url: string,
  load?: (url: string) => Promise<unknown>,
): Promise<ChartModule> {
  const module = await importPlugin(url, load)
  if (!isChartModule(module)) throw new Error(`The module ${url} draws no charts.`)
  return module
}
