// What is kept of a call is what really happened to it: loss, delay and a narrow path that the test
// itself inflicts, each in its own direction, come back as that person's numbers and nobody else's.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gathering } from '../support/browser.mjs'
import { startWithClient } from '../support/client.mjs'
import { cannotImpair, impair } from '../support/impairment.mjs'
import { Relay } from '../support/relay.mjs'

const interval_s = 1
/** Samples until none is of what was before: sound is reported on every 2.5 to 7.5 seconds. */
const wornOff = 10
const skip = cannotImpair() ?? false

/** story(call): the tests. Ada's browser is of that engine, Grace's is Chromium. */
function recordOf(name, engine, story) {
  describe(name, { skip }, () => {
    let stop, people
    const call = { relay: new Relay() }
    before(async () => {
      if (skip) return
      let server
      ;({ server, client: call.client, stop } = await startWithClient({
        settings: { 'quality.interval_s': interval_s },
      }))
      people = gathering((person) => call.relay.standBefore(person))
      const [ada, grace] = [await people.arrive('Ada', { engine }), await people.arrive('Grace')]
      Object.assign(call, { ada, grace, both: [ada, grace], room: (await call.client.room()).name })
      const address = `${server.url}/room/${call.room}`
      await Promise.all(call.both.map((person) => person.join(address)))
      await Promise.all(call.both.map((person) => person.seesAndHears(1)))
      for (const person of call.both) person.ports = await portsOf(person)
    })
    after(async () => {
      await people?.goHome()
      await stop?.()
      call.relay.close()
    })
    story(call)
  })
}

/** From which a person's media comes. Not those that the relay seems to give it. */
function portsOf(person) {
  return person.page.evaluate(async () => {
    const ports = []
    for (const connection of window.connections)
      for (const report of (await connection.getStats()).values())
        if (report.type === 'local-candidate' && report.candidateType === 'host' && report.port)
          if (report.protocol === 'udp') ports.push(report.port)
    return ports
  })
}

/** Packets of media that were on the way to this person up to now, whether they arrived or not. */
function packetsTo(person) {
  return person.page.evaluate(async () => {
    const packets = { all: 0, audio: 0 }
    for (const connection of window.connections)
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue
        const repaired = report.retransmittedPacketsReceived ?? 0
        const expected = report.packetsReceived - repaired + report.packetsLost
        packets.all += expected
        if (report.kind === 'audio') packets.audio += expected
      }
    return packets
  })
}

const sampled = ({ both }, count) =>
  Promise.all(both.map((person) => person.samplesAcknowledged(person.acknowledged.size + count)))

/** What is kept of both over so many samples, once what was before has worn off. */
async function kept(call, samples, settling = wornOff) {
  const { client, room, both } = call
  await sampled(call, settling)
  const from = Date.now()
  const before = await Promise.all(both.map(packetsTo))
  await sampled(call, samples)
  const to = Date.now()
  const after = await Promise.all(both.map(packetsTo))
  const { participants } = await client.series(room, { interval: interval_s, from, to })
  return both.map((person, at) => {
    const { values } = participants.find(({ name }) => name === person.name)
    const known = (field) => {
      const all = values[field].value.filter((value) => value !== null)
      // Of the few reports on sound some are lost, too.
      assert.ok(all.length >= 2, `${person.name}: ${field} is hardly known`)
      return all
    }
    return {
      isKnown: (field) => values[field].value.some((value) => value !== null),
      median: (field) => known(field).sort((a, b) => a - b)[Math.floor(known(field).length / 2)],
      mean: (field) => known(field).reduce((a, b) => a + b) / known(field).length,
      packets: {
        all: after[at].all - before[at].all,
        audio: after[at].audio - before[at].audio,
      },
    }
  })
}

/** Chance alone goes beyond once in a million times. */
const allowance = (loss, packets) => 5 * Math.sqrt((loss * (1 - loss)) / packets) + 0.001

function assertBetween(what, least, found, most) {
  assert.ok(found >= least && found <= most, `${what}: ${found}, must be ${least} to ${most}`)
}

/** Of what `sender` sends to `receiver`, whose numbers these are. */
function assertLoss(injected, sender, receiver, packets) {
  const assertKept = (what, found, count) => {
    const off = allowance(injected, count)
    assertBetween(`${what}, of ${count} packets`, injected - off, found, injected + off)
  }
  assertKept('loss down', receiver.mean('recv_loss'), packets.all)
  assertKept('audio loss down', receiver.mean('audio_recv_loss'), packets.audio)
  assertKept('audio loss up', sender.mean('audio_send_loss'), packets.audio)
  // Chromium counts what it sends to probe the path as sent, which no receiver report counts: of
  // pictures the share of what was lost may come out too small.
  const most = injected + allowance(injected, packets.audio)
  assertBetween('loss up', injected / 3, sender.mean('send_loss'), most)
}

/** The clocks of reports are a little off, and a busy machine adds to the delay now and then. */
function assertDelay(injected_s, records) {
  for (const { median } of records)
    assertBetween('rtt_s', injected_s - 0.01, median('rtt_s'), injected_s + 0.04)
}

/** Few browsers tell, and not on every machine. */
const rare = ['network_type', 'cpu_pressure']

/** sdk/QUALITY.md says so, and GET /api/v1/fields. */
async function assertSupplied({ client }, supplier, record) {
  const { fields } = (await client.get('/api/v1/fields')).json
  const isPromised = ({ suppliers }) => suppliers.includes(supplier)
  const names = (list) => list.map(({ name }) => name).filter((name) => !rare.includes(name))
  assert.deepEqual(
    names(fields.filter(({ name }) => record.isKnown(name))),
    names(fields.filter(isPromised)),
  )
}

recordOf('the record of a call', 'chromium', (call) => {
  it('tells a screen from the camera beside it', async () => {
    await call.ada.button('Share screen').click()
    const [a, g] = await kept(call, 4, 3)
    assertBetween('the screen', 1, a.mean('screen_send_bps'), a.mean('video_send_bps') - 1)
    assertBetween('the screen', 1, g.mean('screen_recv_bps'), g.mean('video_recv_bps') - 1)
    assert.equal(g.mean('screen_send_bps'), 0)
    assert.equal(a.mean('screen_recv_bps'), 0)
    await call.ada.button('Share screen').click()
  })

  it('has the loss of one direction there alone, and the delay of the path', async () => {
    call.relay.delay_ms = 60
    impair({ ports: call.grace.ports, loss: 0.02 })
    const [a, g] = await kept(call, 20)
    assertLoss(0, a, g, g.packets)
    assertLoss(0.02, g, a, a.packets)
    assertDelay(0.12, [a, g])
    await assertSupplied(call, 'chromium', a)
  })

  it('has different losses of both directions, and how they were made good', async () => {
    call.relay.delay_ms = 0
    impair({ ports: call.ada.ports, loss: 0.1 }, { ports: call.grace.ports, loss: 0.05 })
    const [a, g] = await kept(call, 20)
    assertLoss(0.1, a, g, g.packets)
    assertLoss(0.05, g, a, a.packets)
    assertDelay(0, [a, g])
    for (const { mean } of [a, g]) {
      for (const field of ['send_nack_rate', 'recv_nack_rate', 'retransmitted'])
        assert.ok(mean(field) > 0, field)
      assertBetween('audio_mos', 1, mean('audio_mos'), 4.2)
    }
  })

  it('has the bandwidth of a narrow path, and who suffers from it', async () => {
    const narrow_bps = 200_000
    impair({ ports: call.ada.ports, bps: narrow_bps })
    const [a, g] = await kept(call, 10)
    for (const [what, found] of [
      ['send_bps', a.mean('send_bps')],
      ['recv_bps', g.mean('recv_bps')],
    ]) {
      assertBetween(what, narrow_bps / 4, found, narrow_bps) // headers need some of it
      assert.ok(g.mean('send_bps') > 1.2 * found, 'the other direction is wide')
    }
    const available_bps = a.mean('available_send_bps')
    assertBetween('available_send_bps', narrow_bps / 4, available_bps, 1.5 * narrow_bps)
    assert.ok(g.mean('available_send_bps') > 1.5 * narrow_bps)
    // A busy machine limits pictures as well.
    const limited = a.mean('limited_by_bandwidth') + a.mean('limited_by_cpu')
    assertBetween('limited by bandwidth or cpu', 0.25, limited, 1)
    assert.ok(a.mean('limited_by_bandwidth') > g.mean('limited_by_bandwidth'))
  })
})

recordOf('the record of a call in Firefox', 'firefox', (call) => {
  it('has the losses of both directions and the delay of the path', async () => {
    call.relay.delay_ms = 60
    impair({ ports: call.ada.ports, loss: 0.1 }, { ports: call.grace.ports, loss: 0.05 })
    const [a, g] = await kept(call, 20)
    assertLoss(0.1, a, g, g.packets)
    assertLoss(0.05, g, a, a.packets)
    assertDelay(0.12, [a, g])
    await assertSupplied(call, 'firefox', a)
  })
})
