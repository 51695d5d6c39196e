// Runs postgres_bench beside a PostgreSQL of its own: node postgres.mjs batches|series|readers ...
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { startPostgres } from '../../support/postgres.mjs'
import { executable } from '../../support/server.mjs'

const database = await startPostgres({
  settings: { shared_buffers: '1GB', max_wal_size: '8GB' },
})
const build = dirname(dirname(executable))
const args = [join(build, 'lib/vuedeo/plugins/metrics-timescale'), ...process.argv.slice(2)]
const bench = spawn(join(build, 'tests/postgres_bench'), args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...database.environment,
    VUEDEO_STORE_CONFIG: JSON.stringify(database.connection),
  },
})
const [code] = await once(bench, 'close')
process.exit(code)
