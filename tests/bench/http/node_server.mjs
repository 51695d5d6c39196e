// What people write first: node:http, a pool of ten connections, one INSERT a request, answered once
// it is committed. Takes what Vuedeo takes, but believes any token. Environment: libpq's; prints the
// port that it listens on.
import { createServer } from 'node:http'
import pg from 'pg'
import { claims } from '../../support/token.mjs'

const fields = [
  ...['send_bps', 'recv_bps', 'send_loss', 'recv_loss', 'video_send_bps', 'video_recv_bps'],
  ...['rtt_s', 'send_fps', 'recv_fps'],
]
const columns = ['room', 'participant', 'sampled_at', ...fields]
const pool = new pg.Pool({ max: 10 })
pool.on('error', () => process.exit()) // the database has gone: so has the benchmark
await pool.query(`CREATE TABLE IF NOT EXISTS node_samples (
  room text NOT NULL, participant text NOT NULL, sampled_at timestamptz NOT NULL,
  ${fields.map((name) => `${name} real`).join(', ')},
  PRIMARY KEY (participant, sampled_at))`)
const insert = {
  name: 'insert',
  text: `INSERT INTO node_samples (${columns}) VALUES (${columns.map((_, i) => `$${i + 1}`)})
    ON CONFLICT DO NOTHING`,
}

async function store(request, body) {
  const { room, sub } = claims(request.headers.authorization)
  const [sample] = JSON.parse(body).samples
  const values = [room, sub, new Date(sample.sampled_at), ...fields.map((name) => sample[name])]
  return (await pool.query({ ...insert, values })).rowCount
}

const server = createServer((request, response) => {
  const answer = (status, document) => {
    const text = JSON.stringify(document)
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
    })
    response.end(text)
  }
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    store(request, body).then(
      (stored) => answer(201, { stored }),
      (error) => answer(500, { detail: error.message }),
    )
  })
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
