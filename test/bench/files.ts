// Where the instances of the tests lie, and the published ones where they are at hand.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { instanceName, readText } from '../../bench/instances/file.ts'
import type { Instance } from '../../bench/instances/instance.ts'
import { parseInstance } from '../../bench/instances/read.ts'

export const PUBLISHED = fileURLToPath(new URL('../../../shared/data', import.meta.url))

export const instanceFile = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/instances/${name}`, import.meta.url))

export const instanceText = (name: string): Promise<string> => readFile(instanceFile(name), 'utf8')

export const readInstance = async (path: string): Promise<Instance> =>
  parseInstance(await readText(path), instanceName(path))
