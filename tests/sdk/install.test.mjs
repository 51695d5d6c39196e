// Somebody who has only the installed package writes plugins against it and runs them.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { before, describe, it } from 'node:test'
import { send, startWithClient } from '../support/client.mjs'
import { sampleAt } from '../support/samples.mjs'
import { executable, repository, run, temporaryFolder } from '../support/server.mjs'

const folder = temporaryFolder()
const prefix = join(folder, 'moved', 'vuedeo')
const program = join(prefix, 'bin/vuedeo')

/** Runs a program to its end and returns what it printed; throws that when it fails. */
function command(cwd, name, ...args) {
  try {
    return execFileSync(name, args, { cwd, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    throw new Error(`${name} ${args.join(' ')}\n${error.stdout}${error.stderr}`)
  }
}

/** A plugin from the template of its kind, built, tested and installed beside those that ship. */
async function newPlugin(kind, name, compiler) {
  const source = join(folder, name)
  const made = await run(['new-plugin', kind, name, source], { program })
  assert.equal(made.code, 0, made.output)
  command(source, 'cmake', '-B', 'build', `-DCMAKE_PREFIX_PATH=${prefix}`,
    `-DCMAKE_CXX_COMPILER=${compiler}`, '-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror')
  command(source, 'cmake', '--build', 'build')
  const tested = command(source, 'ctest', '--test-dir', 'build', '--output-on-failure')
  assert.match(tested, /100% tests passed, 0 tests failed out of [12]/)
  command(source, 'cmake', '--install', 'build', '--prefix', prefix)
  command(source, join(prefix, 'bin/vuedeo-plugin-check'), join(prefix, 'lib/vuedeo/plugins', name))
}

before(() => {
  // Installed at one place and moved to another: nothing in it may know where it stands.
  const built = dirname(dirname(executable))
  command(folder, 'cmake', '--install', built, '--prefix', join(folder, 'first'))
  mkdirSync(dirname(prefix))
  renameSync(join(folder, 'first'), prefix)
})

describe('an installation', () => {
  it('has its plugins, its documents and the headers', async () => {
    const config = join(prefix, 'share/vuedeo/config/embedded.toml')
    const { code, stdout } = await run(['--config', config, '--list-plugins'], { program })
    assert.equal(code, 0)
    for (const id of ['video-mesh', 'metrics-sqlite', 'chart-chartjs']) {
      assert.ok(stdout.includes(join(prefix, 'lib/vuedeo/plugins', id)), stdout)
    }
    for (const file of [
      'include/vuedeo/abi.h',
      'share/doc/vuedeo/sdk/README.md',
      'share/vuedeo/sdk/vuedeo.d.ts',
      'share/vuedeo/web/index.html',
    ]) {
      assert.ok(existsSync(join(prefix, file)), file)
    }
    assert.ok(!existsSync(join(prefix, 'lib/vuedeo/plugins/video-plain-c')), 'a plugin of the tests')
  })

  it('builds and runs a provider from its template, with another compiler', async () => {
    await newPlugin('video', 'video-acme', 'clang++')
    const { server, client, stop } = await startWithClient({
      program,
      settings: { 'video.plugin': 'video-acme' },
    })
    const room = await client.room({ name: 'daily-sync' })
    assert.equal(room.provider.id, 'video-acme')
    const { video } = await client.join(room.name)
    assert.deepEqual(video.session, { url: 'https://meet.jit.si/daily-sync' })
    const module = await send(server, 'GET', video.module)
    assert.equal(module.text, readFileSync(join(folder, 'video-acme/web/plugin.js'), 'utf8'))
    const page = await send(server, 'GET', '/room/daily-sync')
    assert.match(page.headers['content-security-policy'], /frame-src [^;]*https:\/\/meet\.jit\.si/)
    await stop()
  })

  it('is described by a README whose commands work as they stand', () => {
    const guide = readFileSync(join(prefix, 'share/doc/vuedeo/sdk/README.md'), 'utf8')
    const commands = /^```sh\n(.*?)^```/ms.exec(guide)[1]
    const guided = join(folder, 'guided')
    mkdirSync(guided)
    const variables = [`PREFIX=${prefix}`, `PATH=${prefix}/bin:${process.env.PATH}`]
    const said = command(guided, 'env', ...variables, 'sh', '-ec', commands)
    assert.match(said, /embedded\.toml: good/)
  })

  it('builds and runs a metrics store from its template', async () => {
    await newPlugin('metrics', 'metrics-acme', 'g++')
    const data = temporaryFolder()
    const settings = { 'metrics.plugin': 'metrics-acme', 'server.data_dir': data }
    const first = await startWithClient({ program, settings })
    const ada = await first.client.participant('Ada')
    const at = Date.now()
    await first.client.store(ada, [sampleAt(at)])
    await first.stop()
    const { client, stop } = await startWithClient({ program, settings })
    const { participants } = (await client.get(`/api/v1/rooms/${ada.room}`)).json
    assert.deepEqual(participants.map(({ name, sample_count }) => [name, sample_count]), [['Ada', 1]])
    await stop()
  })

  it('builds and runs a chart from its template', async () => {
    await newPlugin('chart', 'chart-acme', 'g++')
    const { client, stop } = await startWithClient({
      program,
      settings: { 'chart.plugin': 'chart-acme' },
    })
    const ada = await client.participant('Ada')
    await client.store(ada, [sampleAt(Date.now())])
    const chart = await client.get(`/api/v1/rooms/${ada.room}/chart`)
    assert.equal(chart.headers['content-type'], 'application/vnd.chart-acme+json')
    assert.deepEqual(chart.json.lines.map((line) => line.name), ['Ada'])
    await stop()
  })

  it('serves a C compiler by pkg-config', () => {
    const flags = (...names) =>
      command(folder, 'env', `PKG_CONFIG_PATH=${join(prefix, 'lib/pkgconfig')}`, 'pkg-config',
        ...names, 'vuedeo').trim()
    const source = join(folder, 'plain')
    cpSync(join(repository, 'tests/abi/video-plain-c'), source, { recursive: true })
    command(source, 'cc', '-std=c99', '-shared', '-fPIC', ...flags('--cflags').split(' '),
      `-Wl,--version-script=${flags('--variable=version_script')}`, 'plain.c', '-o', 'plain.so')
    assert.equal(flags('--modversion'), '1.0.0')
    assert.match(command(source, 'nm', '-D', '--defined-only', 'plain.so'), /^\S+ T vuedeo_module_v1\n$/)
  })

  it('is no answer to who asks for another major version', () => {
    const source = join(folder, 'later')
    cpSync(join(folder, 'chart-acme'), source, {
      recursive: true,
      filter: (path) => !path.endsWith('build'),
    })
    assert.throws(
      () => command(source, 'sh', '-c',
        `sed -i 's/Vuedeo 1/Vuedeo 2/' CMakeLists.txt && cmake -B build -DCMAKE_PREFIX_PATH=${prefix}`),
      /requested\s+version\s+"2"/,
    )
  })
})
