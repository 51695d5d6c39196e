// The browser half, with as much of a page as it touches.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import plugin from '../web/plugin.js'

function page() {
  const frame = new EventTarget()
  frame.remove = () => (element.frame = null)
  const element = {
    frame: null,
    ownerDocument: { createElement: () => frame },
    append: (child) => (element.frame = child),
  }
  return { element, frame }
}

function joinOptions(element, signal) {
  const states = []
  return {
    session: { url: 'https://meet.example.org/daily-sync' },
    participant: { id: 'p1', name: 'Ada "Countess"' },
    element,
    signal,
    on: { state: (state) => states.push(state) },
    states,
  }
}

test('shows the room in a frame until the person leaves', async () => {
  const { element, frame } = page()
  const options = joinOptions(element, new AbortController().signal)
  const joining = plugin.join(options)
  assert.equal(
    element.frame.src,
    'https://meet.example.org/daily-sync#userInfo.displayName=%22Ada%20%5C%22Countess%5C%22%22',
  )
  frame.dispatchEvent(new Event('load'))
  const call = await joining
  assert.deepEqual(options.states, ['connected'])
  assert.deepEqual(Object.keys(await call.stats()), ['sampled_at'])
  await call.leave()
  assert.equal(element.frame, null)
})

test('leaves nothing behind when the person gives up', async () => {
  const { element } = page()
  const abort = new AbortController()
  const joining = plugin.join(joinOptions(element, abort.signal))
  abort.abort()
  await assert.rejects(joining, { code: 'connection-failed', retry: true })
  assert.equal(element.frame, null)
})
