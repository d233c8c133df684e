import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { type Clause, readClauses } from './clause.ts'
import { findValidityConflict, type PolicyDocument, readDocumentNumber, readTitle } from './document.ts'
import { readLines } from './outline.ts'

/** A policy document, read: what it says of itself, and its clauses in the order of the text. */
export type PolicyReading = {
  readonly document: PolicyDocument
  readonly clauses: readonly Clause[]
}

/** Bytes that are no UTF-8 text are refused: offsets and hash would mean nothing after a guess at the encoding. */
export type ReadingRefused = {
  readonly reason: 'NOT_UTF8'
}

/**
 * Reads the exact bytes of a policy document (UTF-8; a byte order mark counts as a character). Pure, total, and linear in
 * the length of the text. A text without clauses is a reading with none. `knownNames`: all names that a directory knows;
 * where it is given, any other name of a body becomes a finding.
 */
export function readPolicy(
  bytes: Uint8Array,
  knownNames: Iterable<string> = [],
): E.Either<ReadingRefused, PolicyReading> {
  return E.map((text: string): PolicyReading => {
    const lines = readLines(text)
    return {
      document: {
        title: readTitle(lines),
        documentNumber: readDocumentNumber(lines),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        length: text.length,
        findings: findValidityConflict(text),
      },
      clauses: readClauses(text, lines, new Set(knownNames)),
    }
  })(decodePolicy(bytes))
}

/** The text that all offsets of a reading refer to. */
export function decodePolicy(bytes: Uint8Array): E.Either<ReadingRefused, string> {
  if (!isUtf8(bytes)) return E.left({ reason: 'NOT_UTF8' })
  return E.right(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
}
