// PostgreSQL on a disk of its own that becomes full: nothing is acknowledged while it is, and everything
// is taken again once there is room. The disk is a tmpfs, mounted where nobody else sees it.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Load } from '../support/load.mjs'
import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { startServer, temporaryFolder } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const inside = process.env.VUEDEO_OWN_MOUNTS === 'yes'
const namespace = ['--user', '--map-root-user', '--mount']
const mayMount = spawnSync('unshare', [...namespace, 'true']).status === 0

if (!inside) {
  const skip = mayMount ? false : 'this system gives nobody a mount namespace of his own'
  it('a full disk', { skip }, () => {
    const file = fileURLToPath(import.meta.url)
    const { NODE_TEST_CONTEXT, ...env } = process.env // this run is of its own
    execFileSync('unshare', [...namespace, process.execPath, '--test', file], {
      env: { ...env, VUEDEO_OWN_MOUNTS: 'yes' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
  })
} else {
  describe('a PostgreSQL whose disk is full', () => {
    const disk = temporaryFolder()
    let database, server, load
    after(async () => {
      load?.client.close()
      await server?.stop()
      database?.remove()
      execFileSync('umount', [disk])
    })

    it('lets nothing be acknowledged, and takes all of it when there is room', async () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=0755', 'none', disk])
      const folder = join(disk, 'cluster')
      mkdirSync(folder)
      database = await startPostgres({
        folder,
        settings: { max_wal_size: '64MB', min_wal_size: '32MB', wal_recycle: 'off' },
      })
      server = await startServer({
        config: postgresToml(database),
        settings: { 'log.level': 'error', 'server.limits.connections_per_address': 5000 },
      })
      load = await Load.of(server, 'full', 16)
      load.begin()
      await load.randomMoment(Math.random)

      const ballast = join(disk, 'ballast')
      assert.throws(() => writeFileSync(ballast, Buffer.alloc(200 << 20)), { code: 'ENOSPC' })
      const refused = load.lostAnswers
      await until('samples are refused', () => load.lostAnswers > refused + 32, {
        timeout_ms: 120_000,
      })
      const known = load.acknowledged
      rmSync(ballast)
      await until('samples are stored again', () => load.acknowledged > known + 500, {
        timeout_ms: 60_000,
      })
      await load.end()
      console.log(`${load}`)
      await load.assertExactlyOnce()
      await load.assertRollups()
    })
  })
}
