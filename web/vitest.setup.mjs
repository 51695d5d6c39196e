// What every browser has and Node 18 has not yet.
import { webcrypto } from 'node:crypto'

globalThis.crypto ??= webcrypto
