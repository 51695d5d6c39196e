// The Debian packages, installed where nothing of this checkout is.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { cleanRoot } from '../support/clean_root.mjs'
import { startWithClient } from '../support/client.mjs'
import { sampleAt } from '../support/samples.mjs'
import { executable, temporaryFolder } from '../support/server.mjs'

const packages = join(temporaryFolder(), 'packages')
mkdirSync(packages)
const root = await cleanRoot(packages).catch((error) => ({ missing: error.message }))
const skip = root.missing ?? false

const config = '/etc/vuedeo/vuedeo.toml'
const asVuedeo = ['setpriv', '--reuid=vuedeo', '--regid=vuedeo', '--clear-groups']

describe('the Debian packages', { skip }, () => {
  let host
  let sdk
  before(() => {
    const built = dirname(dirname(executable))
    const scratch = join(packages, 'scratch')
    execFileSync('cpack', ['--config', join(built, 'CPackConfig.cmake'), '-B', scratch], { stdio: 'pipe' })
    const files = readdirSync(scratch).filter((name) => name.endsWith('.deb')).sort()
    assert.deepEqual(files.map((name) => name.split('_')[0]), ['vuedeo-sdk', 'vuedeo'])
    ;[sdk, host] = files.map((name) => `/mnt/scratch/${name}`)
  })
  after(() => root.remove())

  it('hold what they say, and name the libraries that they need', () => {
    const needs = root.run('dpkg-deb', '-f', host, 'Depends')
    for (const library of ['libpoco', 'libpqxx', 'libsqlite3', 'libssl', 'libstdc++6', 'libc6 ('])
      assert.ok(needs.includes(library), `${library} is not in ${needs}`)
    const listed = root.run('dpkg-deb', '-c', host)
    assert.match(listed, /\.\/usr\/lib\/vuedeo\/plugins\/video-mesh\/libvideo-mesh\.so$/m)
    assert.doesNotMatch(listed, /\.\/usr\/include|plugin-check/)
    const outside = listed.split('\n').filter((line) => line && !/ \.\/(usr|etc)\//.test(line))
    assert.deepEqual(outside.filter((line) => !line.startsWith('d')), [])
    assert.doesNotMatch(root.run('dpkg-deb', '-f', sdk, 'Depends'), /poco|pqxx/)
  })

  it('install', () => {
    root.run('dpkg', '-i', host, sdk)
    assert.match(root.run('vuedeo', '--version'), /^vuedeo 1\.0\.0/i)
    assert.equal(root.run('stat', '-c', '%U:%G %a', config), 'root:vuedeo 640\n')
    assert.equal(root.run('stat', '-c', '%U:%G %a', '/var/lib/vuedeo'), 'vuedeo:vuedeo 750\n')
    assert.match(root.run(...asVuedeo, 'vuedeo', '--config', config, '--check-config'), /: good$/m)
  })

  it('bring a service that systemd takes and finds well confined', () => {
    const unit = '/usr/lib/systemd/system/vuedeo.service'
    // It warns of a key that it does not know, and ends with 0 all the same.
    assert.equal(root.run('sh', '-c', `systemd-analyze verify ${unit} 2>&1`), '')
    root.run('systemd-analyze', 'security', '--offline=true', '--threshold=20', 'vuedeo.service')
    const link = '/etc/systemd/system/multi-user.target.wants/vuedeo.service'
    assert.equal(root.run('readlink', link), '/lib/systemd/system/vuedeo.service\n')
  })

  it('serve a call, as their user and with their configuration', async () => {
    const { client, stop } = await startWithClient({
      program: root.program(...asVuedeo, '/usr/bin/vuedeo'),
      config,
      settings: { 'server.data_dir': null, 'server.secret': null },
    })
    const ada = await client.participant('Ada')
    await client.store(ada, [sampleAt(Date.now())])
    assert.equal((await client.get(`/api/v1/rooms/${ada.room}`)).json.participants[0].sample_count, 1)
    await stop()
    const kept = root.run('find', '/var/lib/vuedeo', '-type', 'f', '-printf', '%u %f\\n')
    assert.match(kept, /^vuedeo metrics\.db$/m)
  })

  it('let authors build a plugin that the server finds', () => {
    root.run('vuedeo', 'new-plugin', 'video', 'video-acme', '/tmp/video-acme')
    root.run('cmake', '-S', '/tmp/video-acme', '-B', '/tmp/build')
    root.run('cmake', '--build', '/tmp/build')
    root.run('cmake', '--install', '/tmp/build', '--prefix', '/usr')
    root.run('vuedeo-plugin-check', '/usr/lib/vuedeo/plugins/video-acme')
    const said = root.run(...asVuedeo, 'vuedeo', '--config', config, '--set', 'video.plugin=video-acme',
      '--check-config')
    assert.match(said, /: good$/m)
  })

  it('keep what an administrator wrote, and the record of calls when they are purged', () => {
    root.run('sh', '-c', `echo '# mine' >>${config}`)
    root.run('dpkg', '-i', host)
    assert.equal(root.run('tail', '-n1', config), '# mine\n')
    root.run('dpkg', '--purge', 'vuedeo-sdk', 'vuedeo')
    root.run('sh', '-c', `! test -e ${config} && ! test -e /usr/bin/vuedeo`)
    root.run('find', '/var/lib/vuedeo', '-name', 'metrics.db')
  })
})
