// Participant tokens as the server makes them, and as it must refuse them.
import { createHmac } from 'node:crypto'
import { secret } from './server.mjs'

const base64url = (value) => Buffer.from(value).toString('base64url')

/** The claims of a token, unverified. */
export function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'))
}

/** A JWT of these claims; alg "none" has an empty signature. */
export function forge(payload, { key = secret, header = { alg: 'HS256', typ: 'JWT' } } = {}) {
  const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(payload))}`
  if (header.alg === 'none') return `${signed}.`
  const hash = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }[header.alg] ?? 'sha256'
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`
}
