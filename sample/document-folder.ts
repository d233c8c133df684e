import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Tests that need a real document. The documents are not ours to keep here, only facts about them are: they are read from
 * the folder named by QIANTOU_DOCUMENTS, and found there by their SHA-256, whatever their files are called. Without the
 * variable the tests are reported as skipped; where CI is true they fail, so that no build is green without them.
 * `tell` gets a function that gives the document's bytes; call it inside a test.
 */
export function describeDocument(title: string, sha256: string, tell: (document: () => Uint8Array) => void): void {
  const folder = process.env.QIANTOU_DOCUMENTS
  if (folder === undefined || folder === '') {
    const hint = `${title}: needs the folder of documents in QIANTOU_DOCUMENTS`
    if (process.env.CI === 'true') it(hint, () => expect.fail('QIANTOU_DOCUMENTS is not set'))
    else it.skip(hint)
    return
  }
  describe(title, () => tell(() => findDocument(folder, sha256)))
}

function findDocument(folder: string, sha256: string): Uint8Array {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = readFileSync(join(folder, entry.name))
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes
  }
  throw new Error(`no file in QIANTOU_DOCUMENTS has the SHA-256 ${sha256}`)
}
