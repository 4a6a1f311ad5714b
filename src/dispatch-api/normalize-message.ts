// A message as it is read here, where its sender has not said it: one spelling of what means the same. Knows no channel's API.

export interface NormalizedMessage {
  readonly text: string
  readonly peer?: string
}

interface Written {
  readonly channel: string
  readonly text: string
  readonly peer?: string | undefined
}

export function normalized({ channel, text, peer }: Written): NormalizedMessage {
  const plain = text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    // Spaces of every width; those that stand where nothing else does go.
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return { text: plain, ...(peer === undefined ? {} : { peer: normalizedPeer(channel, peer) }) }
}

function normalizedPeer(channel: string, peer: string): string {
  if (channel === 'email') {
    const at = peer.lastIndexOf('@')
    // What stands before the @ is the other side's own, letters and all.
    return at < 0 ? peer.trim() : peer.slice(0, at).trim() + peer.slice(at).trim().toLowerCase()
  }
  const digits = peer.replaceAll(/[\s().\-/]/g, '')
  return /^(\+|00)\d{6,15}$/.test(digits) ? digits.replace(/^00/, '+') : peer.trim()
}
