import { effectScope, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useLobby } from './use_lobby'

afterEach(() => vi.unstubAllGlobals())

/** A browser whose permission question stays open until the test answers it. */
function lobbyWithOpenQuestion() {
  const answers: (() => void)[] = []
  const stream = { getTracks: () => [], getAudioTracks: () => [], getVideoTracks: () => [] }
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: () => new Promise((resolve) => answers.push(() => resolve(stream))),
      enumerateDevices: () => Promise.resolve([]),
    },
  })
  const scope = effectScope()
  const lobby = scope.run(useLobby)!
  const started = lobby.start()
  return { lobby, started, answer: () => answers.forEach((give) => give()), scope }
}

test('joining waits for the answer to the browser’s question', async () => {
  const { lobby, started, answer, scope } = lobbyWithOpenQuestion()
  let settled = false
  void lobby.settled().then(() => (settled = true))
  await nextTick()
  expect(settled).toBe(false)
  answer()
  await started
  await vi.waitFor(() => expect(settled).toBe(true))
  scope.stop()
})

test('who turns both devices off need not answer', async () => {
  const { lobby, scope } = lobbyWithOpenQuestion()
  const settled = lobby.settled()
  await lobby.set('audio', false)
  await lobby.set('video', false)
  await settled
  scope.stop()
})
