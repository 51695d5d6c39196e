// vuedeo --safe-mode: plugins that did not come with Vuedeo stay off.
import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { executable } from '../support/server.mjs'

const testPlugins = join(dirname(executable), '../tests/plugins')
const admin = 'the admin token of these tests'
const thirdParty = {
  'server.admin_token': admin,
  'plugins.path': `["${testPlugins}"]`,
  'metrics.plugin': 'test-store',
  'chart.plugin': 'test-chart',
  'chart.also': '["chart-chartjs"]', // stands in already, and is there once
}

describe('in safe mode', () => {
  let server, client, stop
  before(
    async () =>
      ({ server, client, stop } = await startWithClient({
        settings: thirdParty,
        options: ['--safe-mode'],
      })),
  )
  after(() => stop?.())

  const pluginOf = async (kind) =>
    (await client.get('/api/v1/plugins')).json.plugins.find((one) => one.kind === kind)

  it('what came with Vuedeo serves', async () => {
    assert.equal((await pluginOf('video-provider')).state, 'ready')
  })

  it('the chart of Vuedeo’s own stands in for another', async () => {
    const { id, state } = await pluginOf('chart')
    assert.deepEqual([id, state], ['chart-chartjs', 'ready'])
  })

  it('nothing stands in for a store: it says why, and what needs it answers 503', async () => {
    const { id, state, reason } = await pluginOf('metrics-store')
    assert.deepEqual([id, state], ['test-store', 'failed'])
    assert.match(reason, /--safe-mode/)
    assertProblem(await client.get('/api/v1/rooms'), 503, 'plugin-unavailable')
  })

  it('a reload leaves them out again', async () => {
    const answer = await client.post('/api/v1/admin/reload', undefined, { token: admin })
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(answer.json, { kept: ['video-mesh', 'chart-chartjs'], started: [], stopped: [] })
    assert.equal((await pluginOf('metrics-store')).state, 'failed')
  })

  it('the log names all that is left out', () => {
    assert.match(server.log, /Safe mode/)
    for (const id of ['test-store', 'test-chart', 'test-video'])
      assert.match(server.log, new RegExp(`safe mode leaves out a plugin.*plugin=${id}`))
  })
})

describe('a plugin of others that is not even found', () => {
  const broken = { 'chart.plugin': 'chart-gone' }

  it('is left out in safe mode, too', async () => {
    const { client, stop } = await startWithClient({ settings: broken, options: ['--safe-mode'] })
    const { plugins } = (await client.get('/api/v1/plugins')).json
    const chart = plugins.find(({ kind }) => kind === 'chart')
    assert.deepEqual([chart.id, chart.state], ['chart-chartjs', 'ready'])
    await stop()
  })
})

describe('without it', () => {
  it('they serve', async () => {
    const { client, stop } = await startWithClient({ settings: thirdParty })
    const { plugins } = (await client.get('/api/v1/plugins')).json
    assert.deepEqual(
      plugins.map(({ id, state }) => [id, state]),
      [
        ['video-mesh', 'ready'],
        ['test-store', 'ready'],
        ['test-chart', 'ready'],
        ['chart-chartjs', 'ready'],
      ],
    )
    await stop()
  })
})
