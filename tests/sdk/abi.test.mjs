// What holds for a plugin whatever it is written in, seen from the host and from its file.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { assertProblem, startWithClient } from '../support/client.mjs'
import { executable } from '../support/server.mjs'

const prefix = dirname(dirname(executable))

/** Those of a folder of plugins: {id, library}. */
function pluginsIn(folder) {
  return readdirSync(folder)
    .map((id) => ({ id, library: join(folder, id, `lib${id}.so`) }))
    .filter(({ library }) => existsSync(library))
}

describe('a plugin in plain C99', () => {
  it('makes rooms and admits people, or does not', async () => {
    const { client, stop } = await startWithClient({
      settings: {
        'plugins.path': JSON.stringify([join(prefix, 'tests/sdk-plugins')]),
        'video.plugin': 'video-plain-c',
      },
    })
    const room = await client.room()
    assert.equal(room.provider.id, 'video-plain-c')
    const { participant, video } = await client.join(room.name)
    assert.deepEqual(video.session, { admitted: participant.id })
    const path = `/api/v1/rooms/${room.name}/participants`
    assertProblem(await client.post(path, { name: 'Mallory' }), 403)
    await stop()
  })
})

describe('the library of a plugin that ships', () => {
  for (const { id, library } of pluginsIn(join(prefix, 'lib/vuedeo/plugins'))) {
    it(`exports one symbol: ${id}`, () => {
      const lines = execFileSync('nm', ['-D', '--defined-only', library], { encoding: 'utf8' })
      assert.deepEqual(
        lines.trim().split('\n').map((line) => line.split(' ').at(-1)),
        ['vuedeo_module_v1'],
      )
    })
  }
})
