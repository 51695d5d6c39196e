// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import { findChartModule, importChartModule } from './lib/chart_module'
import { createAppRouter, isRoomName } from './router'

vi.stubGlobal('scrollTo', () => {})
afterEach(() => void vi.restoreAllMocks())

async function routeOf(path: string) {
  const router = createAppRouter(createMemoryHistory())
  await router.push(path)
  return router.currentRoute.value
}

describe('the router', () => {
  it.each([
    ['/', 'home', 'Vuedeo'],
    ['/room/k7m2-x9d4w-t8hn', 'room', 'k7m2-x9d4w-t8hn · Vuedeo'],
    ['/metrics', 'metrics', 'Metrics · Vuedeo'],
    ['/metrics/Team_1', 'room-metrics', 'Metrics of Team_1 · Vuedeo'],
    ['/admin/plugins', 'plugins', 'Plugins · Vuedeo'],
    ['/nowhere', 'not-found', 'Page not found · Vuedeo'],
  ])('opens %s as %s and titles it', async (path, name, title) => {
    expect((await routeOf(path)).name).toBe(name)
    expect(document.title).toBe(title)
  })

  it.each(['/room/a%20b', '/metrics/..%2Fx', `/room/${'x'.repeat(129)}`])(
    'shows that %s is no room',
    async (path) => expect((await routeOf(path)).name).toBe('not-found'),
  )
})

describe('isRoomName', () => {
  it('takes what the server takes', () => {
    for (const name of ['a', 'Team_1-standup', 'x'.repeat(128)]) expect(isRoomName(name)).toBe(true)
    for (const name of ['', 'a b', 'a.b', 'ä', 'x'.repeat(129), 7, undefined])
      expect(isRoomName(name)).toBe(false)
  })
})

describe('the chart plugin', () => {
  const plugin = {
    id: 'c',
    kind: 'chart',
    name: 'C',
    version: '1',
    state: 'ready',
    reason: null as string | null,
    module: '/c.js' as string | null,
    media_type: 'x/y',
    abi: 1,
    calls: 0,
    errors: 0,
    details: null,
    latency: null,
    last_error: null,
    ready_since: null,
    settings: null,
  }
  const client = (...plugins: (typeof plugin)[]) => ({ plugins: async () => plugins })
  const module = { apiVersion: 1, mediaType: 'x/y', mount: () => ({}) }

  it('takes the chart plugin that is ready', async () => {
    const found = client({ ...plugin, kind: 'video-provider' }, plugin)
    const url = await findChartModule(found)
    expect(url).toBe('/c.js')
    expect(await importChartModule(url, async () => ({ default: module }))).toBe(module)
  })

  it('gives the reason of one that is not', async () => {
    const failed = client({ ...plugin, state: 'failed', module: null, reason: 'It is broken.' })
    await expect(findChartModule(failed)).rejects.toThrow('It is broken.')
    await expect(findChartModule(client())).rejects.toThrow('No chart plugin')
  })

  it('refuses a module of another kind', async () => {
    await expect(importChartModule('/c.js', async () => ({}))).rejects.toThrow('draws no charts')
  })
})
