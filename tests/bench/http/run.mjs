// Durable single-sample POSTs against no-op POSTs, and with PostgreSQL also against a Node server:
//
//     node run.mjs [sqlite|postgres] [rounds [seconds a round [days]]]
//
// The samples were measured so many days ago; 0, the default with PostgreSQL: just now.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '../../support/client.mjs'
import { postgresToml, startPostgres } from '../../support/postgres.mjs'
import { executable, startServer } from '../../support/server.mjs'

const connections = 256
const args = process.argv.slice(2)
const store = ['sqlite', 'postgres'].includes(args[0]) ? args.shift() : 'sqlite'
const [rounds = 5, seconds = 4, days = store === 'sqlite' ? 5 : 0] = args

async function startNodeServer(database) {
  const program = fileURLToPath(new URL('node_server.mjs', import.meta.url))
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...database.environment, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.on('exit', () => child.kill())
  const [port] = await once(child.stdout, 'data')
  return Number(port)
}

const database =
  store === 'postgres' &&
  (await startPostgres({ settings: { shared_buffers: '1GB', max_wal_size: '8GB' } }))
const rival = database ? await startNodeServer(database) : 0
const server = await startServer({
  ...(database && { config: postgresToml(database) }),
  settings: {
    'log.level': 'warning',
    'log.access': false,
    'server.limits.connections_per_address': 2 * connections,
  },
})
const client = await Client.of(server)
const { name } = await client.room()
const tokens = []
for (let i = 0; i < connections; ++i)
  tokens.push((await client.join(name, `Participant ${i}`)).token)

const bench = join(dirname(dirname(executable)), 'tests/http_bench')
const load = spawn(bench, [server.port, name, rounds, seconds, days, rival].map(String), {
  stdio: ['pipe', 'inherit', 'inherit'],
})
load.stdin.end(tokens.join('\n'))
const [code] = await once(load, 'close')

const { participants } = (await client.get(`/api/v1/rooms/${name}`)).json
const stored = participants.reduce((sum, { sample_count }) => sum + sample_count, 0)
console.log(`${stored} samples are stored`)
client.close()
await server.stop()
process.exit(code)
