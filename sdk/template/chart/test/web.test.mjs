// The part of the browser half that needs no page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import plugin, { pieces } from '../web/plugin.js'

test('breaks a line where a value is unknown, and never draws it as zero', () => {
  const line = { time: [0, 1000, 2000, 3000], value: [10, 5, null, 10] }
  assert.deepEqual(pieces(line, { from: 0, to: 3000 }, 10), ['0.0,0.0 200.0,100.0', '600.0,0.0'])
})

test('draws nothing of what is wholly unknown', () => {
  assert.deepEqual(pieces({ time: [0], value: [null] }, { from: 0, to: 1000 }, 0), [])
})

test('takes the documents of its server half', () => {
  assert.equal(plugin.mediaType, 'application/vnd.chart-template+json')
})
