// The text of an answer that another service gives, of which no more is read than it may be long. Knows no service.

export class AnswerTooLongError extends Error {
  override readonly name = 'AnswerTooLongError'
}

export async function answerText(body: AsyncIterable<Uint8Array> | null, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > mostBytes) throw new AnswerTooLongError(`An answer is longer than ${mostBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
