/** Texts that people wrote, on their way out: shown in a resource, or asked for alone. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { Text } from '#proto/qiantou/record/v1/record.ts'
import { keepsText } from '#shared/archive/kept.ts'
import type { RecordsUnder } from '#shared/archive/records-under.ts'
import { type ContentRef, toContentReference } from '#shared/domain/content.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import type { Kind } from '#shared/domain/resource-name.ts'
import { readContent } from '#shared/postgres/content.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { Fields } from './fields.ts'
import type { Call } from './method.ts'

/** Texts by their hash in hex; one that does not fit into an answer, or was erased, is not there. */
export type Texts = ReadonlyMap<string, string>

export const toText = (ref: ContentRef, texts: Texts): Text => ({
  $type: 'qiantou.record.v1.Text',
  reference: toContentReference(ref),
  value: texts.get(ref.sha256) ?? '',
})

type TextRequest = { readonly name: ResourceName; readonly sha256: Uint8Array }

export const checkText =
  (kind: Kind) =>
  ({ name, sha256 }: TextRequest, fields: Fields): void => {
    fields.name('name', name, kind)
    fields.hash('sha256', sha256)
  }

export const noText = reject('notFound', 'CONTENT_NOT_FOUND')

/** A text of a resource, with its salt, for whoever may read the resource. */
export async function textOf({ name, sha256 }: TextRequest, database: Database) {
  const content = await readContent(database, sha256, name)
  return content ? right(content) : noText
}

type Keeping = { readonly database: Database; readonly records: RecordsUnder }

/** The same, also for a former party that keeps it (docs/domain.md, rule 12); to others the resource is not there. */
export async function textKept(
  request: TextRequest,
  mayReadResource: boolean,
  { caller, services: { database, records } }: Call<Keeping>,
  notFound: Either<Rejection, never>,
) {
  const text = await textOf(request, database)
  if (mayReadResource) return text
  const isKept = text !== noText && (await keepsText(caller, request.name, request.sha256, records))
  return isKept ? text : notFound
}
