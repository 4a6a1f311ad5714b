// Which addresses a webhook may have: hosts that the settings name, over https; and whatever a name leads to, never a machine
// of our own network, unless the settings say so. Asked when it is made, and again each time the name is looked up.
import { BlockList, isIP } from 'node:net'

export interface WebhookHosts {
  /** Host names; *.example.com stands for all below it. */
  readonly hosts: readonly string[]
  /** Loopback and private addresses too, and http to them. */
  readonly mayBePrivate: boolean
}

const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6')

/** IPv4 within IPv6 is the IPv4 that it stands for. */
export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return PRIVATE.check(mapped, 'ipv4')
  if (/^::ffff:/i.test(address)) return true
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** What is wrong with it; nothing when it may be called. */
export function addressFault(url: string, { hosts, mayBePrivate }: WebhookHosts): string | undefined {
  const address = URL.parse(url)
  if (address === null) return 'is not an address'
  if (address.username !== '' || address.password !== '') return 'must not hold a name or a password'
  const host = address.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (!hosts.some((allowed) => isAmong(host, allowed.toLowerCase())))
    return `names a host that is not allowed; allowed are ${hosts.join(', ') || 'none'} (WEBHOOK_HOSTS)`
  const isOwn = isIP(host) !== 0 ? isPrivate(host) : host === 'localhost' || host.endsWith('.localhost')
  if (isOwn && !mayBePrivate) return 'names a machine of our own network, which is not allowed (WEBHOOK_PRIVATE)'
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && isOwn)) return 'must be https'
  return undefined
}

const isAmong = (host: string, allowed: string): boolean =>
  allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) && host.length > allowed.length - 1 : host === allowed
