// Where the instances of the tests lie.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export const instanceFile = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/instances/${name}`, import.meta.url))

export const instanceText = (name: string): Promise<string> => readFile(instanceFile(name), 'utf8')
