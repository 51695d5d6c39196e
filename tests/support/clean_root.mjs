// A root folder of its own to install packages into: the machine's, without this checkout and without
// anybody's folders; what is written there is gone with the process.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository, temporaryFolder } from './server.mjs'

const layers = `
  set -e
  mount -t tmpfs none "$1"
  mkdir "$1/root" "$1/upper" "$1/work"
  mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
  for folder in /proc /dev; do mount --rbind "$folder" "$1/root$folder"; done
  mount --bind "$2" "$1/root/mnt"
  for folder in /tmp /root /home "$3"; do
    mkdir -p "$1/root$folder"
    mount -t tmpfs none "$1/root$folder"
  done
  echo ready
  cat  # until the process ends that started this one`

/** In it, /mnt is the folder given. Throws where the system does not allow one. */
export async function cleanRoot(mnt) {
  const folder = temporaryFolder()
  const layered = join(folder, 'layers')
  mkdirSync(layered)
  const holder = spawn('unshare',
    ['--mount', '--propagation', 'private', 'sh', '-c', layers, 'layers', layered, mnt, repository],
    { stdio: ['pipe', 'pipe', 'pipe'] })
  await new Promise((done, failed) => {
    let said = ''
    holder.stderr.on('data', (text) => (said += text))
    holder.stdout.once('data', done)
    holder.on('error', failed)
    holder.on('close', () => failed(new Error(`no root folder of our own: ${said.trim()}`)))
  })
  holder.unref()
  const enter = [`--mount=/proc/${holder.pid}/ns/mnt`, 'chroot', join(layered, 'root')]
  return {
    /** Runs a command there to its end and returns what it printed; throws that when it fails. */
    run(...command) {
      try {
        return execFileSync('nsenter', [...enter, 'env', 'DEBIAN_FRONTEND=noninteractive', ...command],
          { encoding: 'utf8', stdio: 'pipe' })
      } catch (error) {
        throw new Error(`${command.join(' ')}\n${error.stdout}${error.stderr}`)
      }
    },
    /** A program of here that runs that one there, its arguments behind the words given. */
    program(...command) {
      const file = join(folder, command.at(-1).replaceAll('/', '-'))
      const words = ['nsenter', ...enter, ...command].map((word) => `'${word}'`).join(' ')
      writeFileSync(file, `#!/bin/sh\nexec ${words} "$@"\n`)
      chmodSync(file, 0o755)
      return file
    },
    remove: () => holder.stdin.end(),
  }
}
