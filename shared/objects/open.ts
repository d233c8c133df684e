import { fileURLToPath } from 'node:url'
import { openFolderStore } from './folder-store.ts'
import type { ObjectStore } from './object-store.ts'

/** Opens the store at a location: `file:///…`, or `s3://…` (s3-store.ts). @throws Error where a folder can't be made */
export async function openObjectStore(location: string): Promise<ObjectStore> {
  const url = new URL(location)
  if (url.protocol !== 's3:') return openFolderStore(fileURLToPath(url))
  // Only who has such a store pays for loading its client.
  const { openS3Store } = await import('./s3-store.ts')
  return openS3Store(url)
}
