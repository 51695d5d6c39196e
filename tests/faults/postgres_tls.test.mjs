// sslmode = "verify-full": the server's certificate must be signed by a trusted authority and bear its name.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Client } from '../support/client.mjs'
import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { overrides, run, startServer, temporaryFolder } from '../support/server.mjs'
import { until } from '../support/wait.mjs'

const folder = temporaryFolder()
const path = (name) => join(folder, name)
const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })

function makeAuthority(name) {
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
    ...['-keyout', `${name}.key`, '-out', `${name}.crt`],
  )
}

function makeCertificate(host, authority) {
  writeFileSync(path(`${host}.ext`), `subjectAltName=DNS:${host}\n`)
  openssl(
    ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${host}`],
    ...['-keyout', `${host}.key`, '-out', `${host}.csr`],
  )
  openssl(
    ...['x509', '-req', '-days', '2', '-in', `${host}.csr`, '-extfile', `${host}.ext`],
    ...['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-CAcreateserial'],
    ...['-out', `${host}.crt`],
  )
}

let database

/** From now on PostgreSQL shows this host's certificate. */
async function present(host) {
  for (const [kind, setting] of Object.entries({ crt: 'ssl_cert_file', key: 'ssl_key_file' })) {
    const file = join(database.data, `${host}.${kind}`)
    copyFileSync(path(`${host}.${kind}`), file)
    chmodSync(file, 0o600)
    chownSync(file, statSync(database.data).uid, -1)
    await database.query(`alter system set ${setting} = '${host}.${kind}'`)
  }
  await database.query('alter system set ssl = on')
  await database.query('select pg_reload_conf()')
  const shown = async () => (await database.query('show ssl_cert_file'))[0].ssl_cert_file
  await until('it has read its configuration', async () => (await shown()) === `${host}.crt`)
}

const config = (authority, table = {}) =>
  postgresToml(database, {
    table: { host: 'localhost', sslmode: 'verify-full', sslrootcert: path(`${authority}.crt`), ...table },
  })

async function refusal(toml) {
  const dataDir = temporaryFolder()
  const listen = { 'server.listen': '127.0.0.1:0', 'server.data_dir': dataDir }
  const { code, output } = await run(['--config', toml, ...overrides(listen)])
  assert.equal(code, 1, output)
  assert.ok(!output.includes(database.connection.password), output)
  return output
}

before(async () => {
  for (const name of ['ours', 'theirs']) makeAuthority(name)
  for (const host of ['localhost', 'other.example']) makeCertificate(host, 'ours')
  database = await startPostgres()
})
after(() => database?.remove())

describe('sslmode = "verify-full"', () => {
  it('stores over TLS with a server whose name and authority are right', async () => {
    await present('localhost')
    const server = await startServer({ config: config('ours') })
    const client = await Client.of(server)
    try {
      const who = await client.participant()
      await client.store(who, [{ sampled_at: Date.now(), rtt_s: 1 }])
      const sessions = await database.query(
        `select s.ssl from pg_stat_ssl s join pg_stat_activity a using (pid)
         where a.application_name = 'vuedeo'`,
      )
      assert.ok(sessions.length > 0 && sessions.every(({ ssl }) => ssl))
    } finally {
      client.close()
      await server.stop()
    }
  })

  it('refuses a server that an unknown authority vouches for', async () => {
    await present('localhost')
    assert.match(await refusal(config('theirs')), /certificate verify failed/)
  })

  it('refuses a server of another name, and names both', async () => {
    await present('other.example')
    assert.match(
      await refusal(config('ours')),
      /certificate for "other\.example" does not match host name "localhost"/,
    )
  })

  it('refuses a server without TLS', async () => {
    await database.query('alter system set ssl = off')
    await database.query('select pg_reload_conf()')
    await until('it speaks without TLS only', async () => {
      return (await database.query('show ssl'))[0].ssl === 'off'
    })
    assert.match(await refusal(config('ours')), /server does not support SSL, but SSL was required/)
  })
})
