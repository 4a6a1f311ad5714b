// Which object store the settings mean.
import { join, resolve } from 'node:path'
import { openFolderStore } from './folder-store.ts'
import type { ObjectStore } from './object-store.ts'
import { openS3Store, s3OptionsFrom } from './s3-store.ts'

export interface ObjectStoreSettings {
  readonly objectStoreUrl: string | undefined
  readonly dataDir: string
}

export const openObjectStore = ({ objectStoreUrl, dataDir }: ObjectStoreSettings): ObjectStore =>
  objectStoreUrl === undefined
    ? openFolderStore(join(resolve(dataDir), 'objects'))
    : openS3Store(s3OptionsFrom(objectStoreUrl))
