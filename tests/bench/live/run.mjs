// What the viewers of a busy room cost those who store: durable POSTs into another room, with and
// without them.
//
//     node run.mjs [viewers [rounds [seconds a round]]]
//
// The room that is watched gets up to 20 samples a second, as many as 300 people store.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from '../../support/client.mjs'
import { openLive } from '../../support/live.mjs'
import { sampleAt } from '../../support/samples.mjs'
import { executable, startServer } from '../../support/server.mjs'

const connections = 256
const perSecond = 20

/** The viewers, in a process of their own. */
async function view(port, room, count) {
  const viewers = []
  for (let i = 0; i < count; ++i) viewers.push(await openLive({ port }, room))
  console.log('watching')
  process.stdin.on('end', () => {
    const messages = viewers.reduce((sum, { received }) => sum + received.length, 0)
    console.log(`${messages} messages for ${count} viewers`)
    process.exit()
  })
  process.stdin.resume()
}

if (process.argv[2] === 'view') {
  await view(...process.argv.slice(3))
} else {
  const [viewers = 500, rounds = 3, seconds = 3] = process.argv.slice(2).map(Number)
  const server = await startServer({
    settings: {
      'log.level': 'warning',
      'log.access': false,
      'server.limits.connections_per_address': 4 * connections + viewers,
    },
  })
  const client = await Client.of(server)
  const watched = await client.participant()
  const { name } = await client.room()
  const tokens = []
  for (let i = 0; i < connections; ++i)
    tokens.push((await client.join(name, `Participant ${i}`)).token)

  let isOver = false
  const storing = (async () => {
    for (let at = Date.now() - 86_400_000; !isOver; at += 1000)
      await Promise.all([client.store(watched, [sampleAt(at)]), sleep(1000 / perSecond)])
  })()
  const measure = async () => {
    const bench = join(dirname(dirname(executable)), 'tests/http_bench')
    const load = spawn(bench, [server.port, name, rounds, seconds, 5, 0].map(String), {
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    load.stdin.end(tokens.join('\n'))
    await once(load, 'close')
  }
  console.log('without viewers')
  await measure()
  const watching = spawn(
    process.execPath,
    [fileURLToPath(import.meta.url), 'view', server.port, watched.room, viewers].map(String),
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  await once(watching.stdout, 'data')
  console.log(`with ${viewers} viewers`)
  await measure()
  watching.stdin.end()
  const [told] = await once(watching.stdout, 'data')
  console.log(String(told).trim())
  isOver = true
  await storing
  client.close()
  await server.stop()
}
