// vuedeo-plugin-check finds nothing in the plugins that ship, and each check finds the plugin that
// breaks its rule.
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { executable, repository, temporaryFolder } from '../support/server.mjs'

const prefix = dirname(dirname(executable))
const program = join(prefix, 'bin/vuedeo-plugin-check')
const broken = join(prefix, 'tests/libbroken.so')
const pluginFolder = (id) => join(prefix, 'lib/vuedeo/plugins', id)

/** Runs the tool: {code, stdout, stderr}. */
function check(args, env = {}) {
  return new Promise((done) =>
    execFile(program, args, { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, stdout, stderr }),
    ),
  )
}

/** A copy of a plugin's folder whose library breaks the rule of `name`, as `change` leaves it. */
function brokenCopy(id, name, change = () => {}) {
  const folder = join(temporaryFolder(), id)
  cpSync(pluginFolder(id), folder, { recursive: true })
  const manifest = join(folder, 'manifest.toml')
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replace(/library = .*/, 'library = "libbroken.so"'),
  )
  copyFileSync(broken, join(folder, 'libbroken.so'))
  const env = { VUEDEO_REAL: join(pluginFolder(id), `lib${id}.so`), VUEDEO_BREAK: name }
  return { folder: change(folder) ?? folder, env }
}

/** A library made of a line of C in the place of the plugin's. */
const ofC = (code) => (folder) => {
  const source = join(folder, 'plugin.c')
  writeFileSync(source, code)
  execFileSync('cc', ['-shared', '-fPIC', '-o', join(folder, 'libbroken.so'), source])
}

const webModule = (text) => (folder) =>
  writeFileSync(join(folder, 'web', 'chart-chartjs.js'), text)

/** The plugin that is broken for the sake of each check, where it is not of the check's own kind. */
const breaks = {
  'id-plain': {
    change(folder) {
      const renamed = join(dirname(folder), 'Video_Mesh')
      mkdirSync(renamed)
      cpSync(folder, renamed, { recursive: true })
      const manifest = join(renamed, 'manifest.toml')
      writeFileSync(
        manifest,
        readFileSync(manifest, 'utf8').replace('id = "video-mesh"', 'id = "Video_Mesh"'),
      )
      return renamed
    },
  },
  'binds-at-once': {
    change: ofC('int missing(void); const void* vuedeo_module_v1(void) { return missing() ? "" : 0; }'),
  },
  'one-symbol': { change: ofC('void vuedeo_module_v1(void) {} void other(void) {}') },
  'schema-examples': { id: 'metrics-sqlite' },
  'schema-closed': { id: 'metrics-sqlite' },
  'config-not-object': { id: 'metrics-sqlite' },
  'config-wrong-type': { id: 'metrics-sqlite' },
  'no-secret-logged': { config: { secret: 'a secret of the tests' } },
  'two-instances': { id: 'chart-chartjs' },
  'web-loads': { id: 'chart-chartjs', change: webModule("import './nowhere.js'") },
  'web-exports': { id: 'chart-chartjs', change: webModule('export default { apiVersion: 2 }') },
}

function pluginOf(name) {
  if (name.startsWith('store-')) return 'metrics-sqlite'
  return name.startsWith('chart-') ? 'chart-chartjs' : 'video-mesh'
}

describe('the plugins that ship', () => {
  for (const [id, config] of [
    ['video-mesh', {}],
    ['metrics-sqlite', {}],
    ['chart-chartjs', {}],
    ['chart-svg', {}],
    ['video-daily', { api_key: '0123456789abcdef'.repeat(4) }],
    ['import-call-metrics', {}],
  ]) {
    it(`${id} breaks no rule`, async () => {
      const { code, stdout } = await check([pluginFolder(id), '--config', JSON.stringify(config)])
      assert.equal(code, 0, stdout)
      assert.match(stdout, /ok {7}one-symbol/)
    })
  }
})

describe('the tool', async () => {
  const { stdout } = await check(['--list'])
  const names = stdout.trim().split('\n').map((line) => line.split(/\s/)[0])

  it('has its checks, and answers as JSON', async () => {
    assert.ok(names.length >= 25, `${names.length} checks`)
    const { code, stdout: text } = await check([pluginFolder('video-mesh'), '--json', '--only', '^room-'])
    const { plugin, checks } = JSON.parse(text)
    assert.equal(code, 0)
    assert.equal(plugin, 'video-mesh')
    assert.ok(checks.length > 0 && checks.every(({ result }) => result === 'ok'), text)
  })

  it('is named, check by check, in the contract', () => {
    const contract = readFileSync(join(repository, 'sdk/CONTRACT.md'), 'utf8')
    const named = [...contract.matchAll(/\[([a-z]+(?:-[a-z]+)+)\]/g)].map(([, name]) => name)
    assert.deepEqual([...named].sort(), [...names].sort())
  })

  it('finds nothing in the plugin that stands behind the broken ones', async () => {
    for (const id of ['video-mesh', 'metrics-sqlite', 'chart-chartjs']) {
      const { folder, env } = brokenCopy(id, '')
      const { code, stdout: text } = await check([folder], env)
      assert.equal(code, 0, text)
    }
  })

  it('says what it does not understand', async () => {
    assert.equal((await check(['--such'])).code, 101)
    assert.equal((await check([temporaryFolder()])).code, 102)
  })

  for (const name of names) {
    it(`finds a plugin that breaks the rule of ${name}`, async () => {
      const { id = pluginOf(name), config = {}, change } = breaks[name] ?? {}
      const { folder, env } = brokenCopy(id, name, change)
      const args = [folder, '--only', `^${name}$`, '--config', JSON.stringify(config)]
      const { code, stdout: text } = await check(args, env)
      assert.equal(code, 1, text)
      assert.match(text, new RegExp(`^FAILED {3}${name}$`, 'm'))
    })
  }
})
