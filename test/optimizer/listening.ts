// Listens to server-sent events as a browser would, and tells what it heard.
export interface Heard {
  readonly id: string | undefined
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects
  readonly data: any
}

/** Until the stream ends, the connection is lost, or whoever is told says that it is enough. */
export async function listenTo(
  url: string,
  token: string,
  { after, isEnough = () => false }: { after?: string | undefined; isEnough?: (heard: Heard) => boolean } = {},
): Promise<Heard[]> {
  const leaving = new AbortController()
  const heard: Heard[] = []
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, ...(after !== undefined && { 'last-event-id': after }) },
      signal: leaving.signal,
    })
    if (response.status !== 200 || !response.body)
      throw new Error(`No stream: ${response.status} ${await response.text()}`)
    let text = ''
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const told = heardIn(text.slice(0, end))
        text = text.slice(end + 2)
        if (!told) continue
        heard.push(told)
        if (isEnough(told)) return heard
      }
    }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('No stream')) throw error
  } finally {
    leaving.abort()
  }
  return heard
}

function heardIn(block: string): Heard | undefined {
  const fields = new Map(
    block.split('\n').map((line) => [line.split(': ', 1)[0] ?? '', line.slice(line.indexOf(': ') + 2)]),
  )
  const [event, data] = [fields.get('event'), fields.get('data')]
  return event === undefined || data === undefined ? undefined : { id: fields.get('id'), event, data: JSON.parse(data) }
}
