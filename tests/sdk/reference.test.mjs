// sdk/REFERENCE.md names every function of every table, in its header's section, with its threads;
// sdk/CHANGES.md every interface.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { executable, repository } from '../support/server.mjs'

const include = join(repository, 'sdk/include/vuedeo')
const headers = ['abi.h', ...readdirSync(join(include, 'abi')).map((name) => `abi/${name}`)]

/** {struct, name, threads} of each function in a table: what plugins and hosts offer each other. */
function functionsIn(header) {
  const text = readFileSync(join(include, header), 'utf8')
  const found = []
  for (const [, body, struct] of text.matchAll(/typedef struct \w+ \{([\s\S]*?)\n\} (\w+);/g)) {
    if (!/_1$|^vuedeo_(module|host)$/.test(struct)) continue
    for (const [whole, name] of body.matchAll(/\(\*(\w+)\)\([^;]*;(?:[ \t]*\/\*[^*]*\*\/)?/g)) {
      // Its comment stands behind it, or above it with only its return type between.
      const above = /\/\*((?:(?!\/\*)[\s\S])*)\*\/[^;]*$/.exec(body.slice(0, body.indexOf(whole)))
      const comment = whole.split(';')[1] + (above?.[1] ?? '')
      const threads = /\[(main|worker|any)\]/.exec(comment)
      found.push({ struct, name, threads: threads?.[1] })
    }
  }
  return found
}

const reference = readFileSync(join(repository, 'sdk/REFERENCE.md'), 'utf8')
// What follows a header's name belongs to it until the next one is named.
const parts = reference.split(/\(`(\w+\.h)`\)/)
const rows = (header) =>
  parts
    .flatMap((part, i) => (i % 2 === 1 && part === header ? parts[i + 1].split('\n') : []))
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, name, threads]) => ({ name: name.slice(1, -1), threads }))

describe('the reference', () => {
  for (const header of headers) {
    const functions = functionsIn(header)
    if (functions.length === 0) continue
    it(`has the functions of ${header}, and no others`, () => {
      const named = rows(header.replace('abi/', ''))
      const names = (list) => list.map(({ name }) => name).sort()
      assert.deepEqual(names(named), names(functions))
      for (const { name, threads } of functions)
        // Those of the listener share one comment, above their struct.
        if (threads) assert.ok(named.some((row) => row.name === name && row.threads === threads), name)
    })
  }

  it('was held against all that there is', () => {
    const all = headers.flatMap(functionsIn)
    assert.ok(all.length >= 35, `${all.length} functions`)
    assert.ok(all.filter(({ threads }) => threads).length >= 30)
  })
})

describe('the changes', () => {
  const changes = readFileSync(join(repository, 'sdk/CHANGES.md'), 'utf8')
  const texts = headers.map((header) => readFileSync(join(include, header), 'utf8'))

  it('name every interface, and none that there is not', () => {
    const ids = texts.flatMap((text) => [...text.matchAll(/#define VUEDEO_\w+ "(vuedeo\.[a-z-]+\/\d)"/g)])
    const named = [...changes.matchAll(/`(vuedeo\.[a-z-]+\/\d)`/g)]
    const sorted = (matches) => [...new Set(matches.map(([, id]) => id))].sort()
    assert.ok(ids.length >= 12, `${ids.length} interfaces`)
    assert.deepEqual(sorted(named), sorted(ids))
  })

  it('count the fields and the checks', () => {
    const fields = texts.join('').match(/^ *X\([A-Z0-9_]+,/gm)
    const program = join(dirname(executable), 'vuedeo-plugin-check')
    const checks = execFileSync(program, ['--list'], { encoding: 'utf8' }).trim().split('\n')
    for (const count of [`${fields.length} quality fields`, `with ${checks.length} checks`])
      assert.ok(changes.includes(count), count)
  })
})
