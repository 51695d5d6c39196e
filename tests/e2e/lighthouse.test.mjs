// Lighthouse's opinion of the pages without calls. Its performance score is of the machine, too: it is
// printed, and what it depends on here is held by weight.test.mjs.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startWithClient } from '../support/client.mjs'
import { audit } from '../support/lighthouse.mjs'
import { sampleAt } from '../support/samples.mjs'

const least = 95

let server, client, stop, room
before(async () => {
  ;({ server, client, stop } = await startWithClient())
  const past = await client.participant('Ada')
  room = past.room
  const samples = Array.from({ length: 40 }, (_, i) => sampleAt(Date.now() - i * 15_000))
  await client.store(past, samples)
})
after(() => stop?.())

describe('Lighthouse', () => {
  for (const [what, path] of [
    ['the start page', () => '/'],
    ['the list of rooms', () => '/metrics'],
    ['the metrics of a room', () => `/metrics/${room}`],
  ]) {
    it(`gives ${what} ${least} or more in all but performance`, async (t) => {
      const { performance, ...others } = await audit(server.url + path())
      t.diagnostic(`performance ${performance.score} ${performance.faults.join('; ')}`)
      for (const [category, { score, faults }] of Object.entries(others))
        assert.ok(score >= least, `${category} ${score}: ${faults.join('; ')}`)
    })
  }
})
