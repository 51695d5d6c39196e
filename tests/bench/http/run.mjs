// Durable single-sample POSTs against no-op POSTs: node run.mjs [rounds [seconds a round]]
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { Client } from '../../support/client.mjs'
import { executable, startServer } from '../../support/server.mjs'

const connections = 256
const server = await startServer({
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
const load = spawn(bench, [server.port, name, ...process.argv.slice(2)], {
  stdio: ['pipe', 'inherit', 'inherit'],
})
load.stdin.end(tokens.join('\n'))
const code = await new Promise((done) => load.on('close', done))

const { participants } = (await client.get(`/api/v1/rooms/${name}`)).json
const stored = participants.reduce((sum, { sample_count }) => sum + sample_count, 0)
console.log(`${stored} samples are stored`)
client.close()
await server.stop()
process.exit(code)
