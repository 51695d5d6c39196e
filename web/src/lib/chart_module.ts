// The chart plugin in force: its browser half, imported once, or why there is none.
import type { ChartModule } from 'vuedeo'
import { api, type ApiClient } from '../api/client'
import { importPlugin } from '../call/video_module'
import { isRecord } from './storage'

function isChartModule(value: unknown): value is ChartModule {
  return isRecord(value) && value.apiVersion === 1 && typeof value.mount === 'function'
}

/** Throws with a reason for people. */
export async function loadChartModule(
  client: Pick<ApiClient, 'plugins'> = api,
  load?: (url: string) => Promise<unknown>,
): Promise<ChartModule> {
  const charts = (await client.plugins()).filter(({ kind }) => kind === 'chart')
  const ready = charts.find(({ state, module }) => state === 'ready' && module)
  if (!ready?.module)
    throw new Error(charts[0]?.reason ?? 'No chart plugin is running on this server.')
  const module = await importPlugin(ready.module, load)
  if (!isChartModule(module)) throw new Error(`The plugin ${ready.id} draws no charts.`)
  return module
}
