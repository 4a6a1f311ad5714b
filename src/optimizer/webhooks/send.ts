// One attempt to tell somebody: signed, over one connection to an address that was looked at, without following anybody
// elsewhere. What is answered beyond the status is thrown away.
import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { addressFault, isPrivate, type WebhookHosts } from './allowed-address.ts'
import type { DueDelivery } from './webhook-store.ts'

const TIMEOUT_MS = 10_000

export type Sent = { readonly status: number } | { readonly error: string }

export function send({ eventId, url, secret, body }: DueDelivery, hosts: WebhookHosts, at: number): Promise<Sent> {
  const fault = addressFault(url, hosts)
  if (fault !== undefined) return Promise.resolve({ error: `The address ${fault}.` })
  const seconds = String(Math.floor(at / 1000))
  const address = new URL(url)
  const make = address.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve) => {
    const request = make(
      address,
      {
        method: 'POST',
        lookup: guarded(hosts),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'real-dispatch',
          'webhook-id': eventId,
          'webhook-timestamp': seconds,
          'webhook-signature': signature(secret, eventId, seconds, body),
        },
      },
      (response) => {
        response.on('error', () => undefined)
        response.resume()
        resolve({ status: response.statusCode ?? 0 })
        // Nobody is listened to for long.
        setTimeout(() => response.destroy(), 1000).unref()
      },
    )
    request.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ error: error.name === 'TimeoutError' ? 'No answer in time.' : (error.code ?? error.message) }),
    )
    request.end(body)
  })
}

/** As the Standard Webhooks specification has it: HMAC-SHA256 over id, time and body. */
export function signature(secret: string, eventId: string, seconds: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${eventId}.${seconds}.${body}`).digest('base64')}`
}

/** The very address that is connected to is the one that was looked at. */
function guarded({ mayBePrivate }: WebhookHosts): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const allowed = (addresses ?? []).filter(({ address }) => mayBePrivate || !isPrivate(address))
      const [first] = allowed
      if (error || first === undefined) {
        const fault: NodeJS.ErrnoException = error ?? new Error('The name leads into our own network.')
        if (!error) fault.code = 'ADDRESS_NOT_ALLOWED'
        done(fault, '', 4)
      } else if (options.all) done(null, allowed)
      else done(null, first.address, isIP(first.address))
    })
  }
}
