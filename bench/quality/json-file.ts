// A JSON file that must have the shape a schema states. Knows no content.
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'

/** Undefined when there is no such file; its first fault, in one line and with its name, when it is another shape. */
export async function readJsonFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const { success, data, error } = schema.safeParse(contentOf(text, path))
  if (success) return data
  const [issue] = error.issues
  throw new Error(`${path}: ${issue?.path.join('.') || 'all of it'}: ${issue?.message}`, { cause: error })
}

function contentOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${path} is not JSON`, { cause })
  }
}
