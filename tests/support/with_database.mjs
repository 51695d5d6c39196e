// Runs a command beside a database of its own, and ends with its exit code:
//
//     node with_database.mjs postgres|timescale|apache COMMAND...
//
// apache: TimescaleDB's Apache edition. The command finds PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE in its environment,
// in VUEDEO_STORE_CONFIG the same as the configuration of a store, beside what was there, and the kind in
// VUEDEO_DATABASE.
import { spawn } from 'node:child_process'
import { startPostgres } from './postgres.mjs'
import { startTimescale } from './timescale.mjs'

const starts = {
  postgres: startPostgres,
  timescale: startTimescale,
  apache: () => startTimescale({ edition: 'apache' }),
}
const [kind, command, ...args] = process.argv.slice(2)
if (!starts[kind] || !command) {
  console.error('usage: node with_database.mjs postgres|timescale|apache COMMAND...')
  process.exit(2)
}

const database = await starts[kind]()
const config = JSON.parse(process.env.VUEDEO_STORE_CONFIG || '{}')
const child = spawn(command, args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...database.environment,
    VUEDEO_DATABASE: kind,
    VUEDEO_STORE_CONFIG: JSON.stringify({ ...database.connection, ...config }),
  },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`${command}: ${error.message}`)
  process.exit(127)
})
child.on('close', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
