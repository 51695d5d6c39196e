// Loss and narrow paths for the UDP packets that come from chosen ports, in a network of the test's own:
// nftables drops, a queue of tc holds back.
import { execFileSync } from 'node:child_process'
import { isOwnNetwork } from './network.mjs'

const run = (command, input) => execFileSync(command[0], command.slice(1), { input, stdio: 'pipe' })
const nft = (rules) => run(['nft', '-f', '-'], rules)
const tc = (words) => run(['tc', ...words.split(' ')])

/** Why nothing can be impaired here; null when it can. */
export function cannotImpair() {
  if (!isOwnNetwork()) {
    return 'this network is not the test’s own: run by tests/isolated.sh'
  }
  try {
    impair()
    return null
  } catch (error) {
    return `the kernel does not let us: ${error.stderr ?? error.message}`
  }
}

/** Of the packets from these ports so many are lost, at random, by `loss`, a fraction. */
const lossRule = ({ ports, loss }) =>
  `udp sport { ${ports.join(', ')} } numgen random mod 10000 < ${Math.round(loss * 10_000)} drop`

const kQueue_s = 0.3

/** Ends what was before, and begins with these: each {ports, loss} or {ports, bps}. */
export function impair(...flows) {
  const lossy = flows.filter(({ loss }) => loss)
  nft(`
    add table ip impaired
    delete table ip impaired
    table ip impaired {
      chain arriving {
        type filter hook prerouting priority 0;
        ${lossy.map(lossRule).join('\n')}
      }
    }`)
  tc('qdisc replace dev lo root pfifo') // ends the lanes of before
  tc('qdisc replace dev lo root handle 1: htb default 1')
  tc('class replace dev lo parent 1: classid 1:1 htb rate 10gbit')
  flows
    .filter(({ bps }) => bps)
    .forEach(({ ports, bps }, index) => {
      const lane = `1:${index + 2}`
      tc(`class replace dev lo parent 1: classid ${lane} htb rate ${bps}bit burst 4000 cburst 4000`)
      tc(`qdisc replace dev lo parent ${lane} bfifo limit ${Math.round((kQueue_s * bps) / 8)}`)
      for (const port of ports) {
        tc(`filter add dev lo parent 1: protocol ip u32 match ip sport ${port} 0xffff flowid ${lane}`)
      }
    })
}
