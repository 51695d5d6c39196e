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

test('the old camera is given back before another is opened, and opened again if that fails', async () => {
  const live = new Set<string>()
  const asked: string[] = []
  const open = async ({ video }: { video?: { deviceId?: { ideal: string } } }) => {
    const deviceId = video?.deviceId?.ideal ?? 'first'
    asked.push(deviceId)
    if (live.size > 0 || deviceId === 'broken') throw new DOMException('', 'NotReadableError')
    live.add(deviceId)
    const track = { getSettings: () => ({ deviceId }), stop: () => live.delete(deviceId) }
    return { getAudioTracks: () => [], getVideoTracks: () => [track] }
  }
  vi.stubGlobal('navigator', {
    mediaDevices: { getUserMedia: open, enumerateDevices: async () => [] },
  })
  const scope = effectScope()
  const lobby = scope.run(useLobby)!
  await lobby.set('video', true)
  await lobby.choose('video', 'second')
  expect([...live]).toEqual(['second'])
  await lobby.choose('video', 'broken')
  expect(asked).toEqual(['first', 'second', 'broken', 'second'])
  expect(lobby.tracks.video).not.toBeNull()
  expect(lobby.state).toMatchObject({ problems: { video: 'busy' }, chosen: { video: 'second' } })
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
