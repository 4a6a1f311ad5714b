// The keys by which tokens are checked: they change while the service runs, and they may be out of reach.
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jwtVerifier } from '../../src/platform/jwt.ts'

const issuer = 'https://issuer.example'
const audience = 'real-dispatch'

async function keyOf(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}
const sign = (key: CryptoKey | Uint8Array, header: { alg: string; kid?: string }, more: object = {}) =>
  new SignJWT({ role: ['dispatcher', 'sales'], tenant: 'acme', actor_roles: ['technician'], ...more })
    .setProtectedHeader(header)
    .setSubject('ana')
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime('1m')
    .sign(key)

const ANA = { id: 'ana', roles: ['dispatcher'], tenant: 'acme', actorRoles: ['technician'] }

describe('a secret', () => {
  const [now, before] = ['the-secret-of-today-is-long-enough-too', 'the-secret-of-yesterday-is-long-enough']
  const bytes = (text: string) => new TextEncoder().encode(text)
  const verify = jwtVerifier({ keys: { algorithm: 'HS256', secrets: [now, before] }, issuer, audience })

  test('of today and one that still holds say who it is; any other says nothing', async () => {
    expect(await verify(await sign(bytes(now), { alg: 'HS256' }))).toEqual(ANA)
    expect(await verify(await sign(bytes(before), { alg: 'HS256' }))).toEqual(ANA)
    const other = bytes('a-secret-that-nobody-knows-about-here')
    expect(await verify(await sign(other, { alg: 'HS256' }))).toBeUndefined()
  })

  test('of a token whose claims have other names', async () => {
    const named = jwtVerifier({
      keys: { algorithm: 'HS256', secrets: [now] },
      issuer,
      audience,
      roleClaim: 'https://acme.example/roles',
      tenantClaim: 'org',
    })
    const token = await sign(bytes(now), { alg: 'HS256' }, { 'https://acme.example/roles': ['admin'], org: 'north' })
    expect(await named(token)).toMatchObject({ roles: ['admin'], tenant: 'north' })
    expect(await named(await sign(bytes(now), { alg: 'HS256' }))).toBeUndefined()
  })
})

describe('a key set', () => {
  let first: Awaited<ReturnType<typeof keyOf>>
  let second: typeof first
  beforeAll(async () => {
    first = await keyOf('first')
    second = await keyOf('second')
  })

  test('in a file is read again when it changes, and a broken one leaves the keys from before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jwks-'))
    const file = join(folder, 'jwks.json')
    let moment = 1_700_000_000
    const write = async (text: string) => {
      await writeFile(file, text)
      await utimes(file, ++moment, moment)
      await new Promise((resolve) => setTimeout(resolve, 1050))
    }
    try {
      await write(JSON.stringify({ keys: [first.jwk] }))
      const verify = jwtVerifier({ keys: { algorithm: 'RS256', jwksFile: file }, issuer, audience })
      const [older, newer] = [
        await sign(first.privateKey, { alg: 'RS256', kid: 'first' }),
        await sign(second.privateKey, { alg: 'RS256', kid: 'second' }),
      ]
      expect([await verify(older), await verify(newer)]).toEqual([ANA, undefined])
      await write(JSON.stringify({ keys: [first.jwk, second.jwk] }))
      expect([await verify(older), await verify(newer)]).toEqual([ANA, ANA])
      await write('{"keys": [')
      expect([await verify(older), await verify(newer)]).toEqual([ANA, ANA])
      await write(JSON.stringify({ keys: [second.jwk] }))
      expect([await verify(older), await verify(newer)]).toEqual([undefined, ANA])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('that cannot be read says so, and refuses nobody for good', async () => {
    const verify = jwtVerifier({ keys: { algorithm: 'RS256', jwksFile: '/nowhere/jwks.json' }, issuer, audience })
    const token = await sign(first.privateKey, { alg: 'RS256', kid: 'first' })
    await expect(verify(token)).rejects.toMatchObject({ status: 503, code: 'IDENTITY_UNAVAILABLE' })
  })

  describe('on a server', () => {
    let server: Server
    let url: string
    let keys: object[] = []
    let asked = 0
    let status = 200
    beforeAll(async () => {
      server = createServer((_, response) => {
        asked++
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
    })
    afterAll(() => void server.close())

    test('is asked once for many tokens, and again when one names a key that is new', async () => {
      keys = [first.jwk]
      const settings = { keys: { algorithm: 'RS256', jwksUrl: url, cooldownMs: 0 }, issuer, audience } as const
      const verify = jwtVerifier(settings)
      const older = await sign(first.privateKey, { alg: 'RS256', kid: 'first' })
      for (let index = 0; index < 5; index++) expect(await verify(older)).toEqual(ANA)
      expect(asked).toBe(1)
      keys = [first.jwk, second.jwk]
      expect(await verify(await sign(second.privateKey, { alg: 'RS256', kid: 'second' }))).toEqual(ANA)
      expect(asked).toBe(2)
    })

    test('that answers with an error says that it cannot be told', async () => {
      status = 500
      const verify = jwtVerifier({ keys: { algorithm: 'RS256', jwksUrl: url }, issuer, audience })
      const token = await sign(first.privateKey, { alg: 'RS256', kid: 'first' })
      await expect(verify(token)).rejects.toMatchObject({ status: 503, code: 'IDENTITY_UNAVAILABLE' })
      status = 200
      keys = [first.jwk]
      expect(await verify(token)).toEqual(ANA)
    })

    test('whose public key somebody used as a secret accepts nothing of it', async () => {
      const verify = jwtVerifier({ keys: { algorithm: 'RS256', jwksUrl: url }, issuer, audience })
      const forged = new TextEncoder().encode(JSON.stringify(first.jwk))
      expect(await verify(await sign(forged, { alg: 'HS256', kid: 'first' }))).toBeUndefined()
    })
  })
})
