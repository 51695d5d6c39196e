// Plugins that were built with the SDK of 1.0 run in the host of today, whatever built them.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { startWithClient } from '../support/client.mjs'
import { sampleAt } from '../support/samples.mjs'
import { repository, temporaryFolder } from '../support/server.mjs'

const frozen = join(repository, 'tests/abi/v1.0')
const run = promisify(execFile)

function rewrite(file, change) {
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  assert.notEqual(after, before, `${file} is not as this test expects it`)
  writeFileSync(file, after)
}

/** As if the SDK had been older still: 26 fields, and tables that end before what came last. */
function shorten(include) {
  rewrite(join(include, 'vuedeo/abi/quality_fields.h'), (text) =>
    text.replace(/ *\\\n +X\(SCREEN_SEND_BPS[\s\S]*?X\(VIDEO_SCORE.*\n/, '\n'),
  )
  for (const [header, table, member] of [
    ['metrics_store.hpp', 'vuedeo_metrics_store_1', 'check_retention'],
    ['video_provider.hpp', 'vuedeo_video_provider_1', 'meetings'],
  ])
    rewrite(join(include, 'vuedeo', header), (text) =>
      text.replace(`sizeof(${table})`, `offsetof(${table}, ${member})`),
    )
}

async function build(plugins, { id, kind, source }, include, [compiler, ...options]) {
  const folder = join(plugins, id)
  mkdirSync(folder)
  const library = `lib${id}.so`
  writeFileSync(
    join(folder, 'manifest.toml'),
    `id = "${id}"\nkind = "${kind}"\nversion = "0.1.0"\nname = "${id}"\n` +
      `description = "Frozen."\nabi = 1\nlibrary = "${library}"\n`,
  )
  await run(compiler, [
    ...options,
    ...['-std=c++17', '-fPIC', '-shared', '-fvisibility=hidden', '-Wall', '-Wextra', '-Werror'],
    `-Wl,--version-script=${join(repository, 'sdk/cmake/plugin.map')}`,
    ...['-I', include, join(frozen, source, 'plugin.cpp'), '-o', join(folder, library)],
  ])
}

describe('plugins of 1.0', () => {
  for (const [what, compiler, older] of [
    ['by gcc', ['g++'], false],
    ['by clang with libc++', ['clang++', '-stdlib=libc++'], false],
    ['with fewer fields and shorter tables', ['g++'], true],
  ])
    it(`carry a call and keep its samples: built ${what}`, async () => {
      const folder = temporaryFolder()
      const include = join(folder, 'include')
      cpSync(join(frozen, 'include'), include, { recursive: true })
      if (older) shorten(include)
      const plugins = join(folder, 'plugins')
      mkdirSync(plugins)
      for (const plugin of [
        { id: 'video-frozen', kind: 'video-provider', source: 'video' },
        { id: 'metrics-frozen', kind: 'metrics-store', source: 'store' },
      ])
        await build(plugins, plugin, include, compiler)
      assert.equal(readdirSync(plugins).length, 2)

      const { client, stop } = await startWithClient({
        settings: {
          'plugins.path': JSON.stringify([plugins]),
          'video.plugin': 'video-frozen',
          'metrics.plugin': 'metrics-frozen',
        },
      })
      const ada = await client.participant('Ada')
      const begin = Math.floor(Date.now() / 60_000) * 60_000 - 60_000
      await client.store(ada, [sampleAt(begin + 15_000, { send_bps: 5e5, video_score: 77 })])
      const { json } = await client.get(`/api/v1/rooms/${ada.room}/series?interval=60`)
      assert.equal(json.participants[0]?.name, 'Ada', JSON.stringify(json))
      const { values } = json.participants[0]
      assert.deepEqual(values.send_bps.value, [5e5])
      assert.deepEqual(values.video_score?.value ?? [null], older ? [null] : [77])
      assert.equal((await client.get(`/api/v1/rooms/${ada.room}`)).json.name, ada.room)
      await stop()
    })
})
