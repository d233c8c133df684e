/** Files that records name, and how secret texts are said to be: read off the records, and compared with what there is and was said. */
import { createHash } from 'node:crypto'
import type { ServiceError } from '@grpc/grpc-js'
import { explained } from '#shared/grpc/client.ts'
import { download } from '#shared/grpc/transfer.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import type { Marked } from '../world/tally.ts'
import type { Findings } from './findings.ts'

type Message = Readonly<Record<string, unknown>> & { readonly $type: string }

function* messagesIn(value: unknown): Generator<Message> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  if ('$type' in value) yield value as Message
  for (const inner of Object.values(value)) yield* messagesIn(inner)
}

const hex = (bytes: unknown): string => Buffer.from(bytes as Uint8Array).toString('hex')

/** Every attachment that evidence names lies there, and is what the evidence says. */
export async function compareFiles(stubs: Stubs, records: readonly ReadRecord[], findings: Findings): Promise<void> {
  const named = new Map<string, string>()
  for (const record of records)
    for (const { $type, location, sha256 } of messagesIn(readFact(record).fact))
      if ($type === 'qiantou.record.v1.Evidence' && `${location}`.includes('/attachments/'))
        named.set(`${location}`, hex(sha256))
  for (const [name, sha256] of named) {
    const hash = createHash('sha256')
    try {
      for await (const bytes of download(stubs.attachments, name, { offsetBytes: 0 })) hash.update(bytes)
      findings.same(name, hash.digest('hex'), sha256)
    } catch (error) {
      findings.differs(`${name} is named and can't be had: ${explained(error as ServiceError)?.reason ?? error}`)
    }
    findings.counted('files')
  }
}

const references = (record: ReadRecord | undefined): readonly string[] =>
  record === undefined
    ? []
    : [...messagesIn(readFact(record).fact)]
        .filter(({ $type }) => $type === 'qiantou.record.v1.ContentReference')
        .map(({ secrecy, publication }) => `${secrecy ?? '-'} ${publication ?? '-'}`)

/** Each text is as secret as whoever wrote it said, and no other says anything; a state secret is nowhere. */
export function compareMarks(marked: readonly Marked[], records: readonly ReadRecord[], findings: Findings): void {
  const said = new Map(marked.map(({ source, sequence, mark }) => [`${source} ${sequence}`, mark]))
  for (const record of records) {
    const mark = said.get(`${record.source} ${record.sequence}`) ?? '- -'
    for (const reference of references(record)) {
      findings.same(`${record.subject} ${record.sequence} is marked`, reference, mark)
      findings.counted('texts')
      if (mark !== '- -') findings.counted('marked texts')
    }
  }
}
