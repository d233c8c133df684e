import { readFileSync, writeFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Clause } from '#policy/clause.ts'
import { type PolicyReading, readPolicy } from '#policy/reader.ts'

/** The parts of the directory that a programme is built with. */
export type Directory = {
  readonly organisations: readonly {
    readonly code: string
    readonly name: { readonly zh: string; readonly en: string }
    readonly aliases: readonly string[]
  }[]
}

/** English titles, ours: the document has none. */
export type EnglishTitles = {
  readonly programme: string
  readonly clauses: Readonly<Record<string, string>>
}

/** A clause with resource names of bodies in place of the names that the text writes. Spans are UTF-16 offsets. */
export type ProgrammeClause = {
  readonly id: string
  readonly number: string
  readonly section: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly kind: Clause['kind']
  readonly mode: Clause['mode']
  readonly leads: readonly string[]
  readonly supporters: readonly string[]
  readonly standing: readonly string[]
  readonly openEnded: boolean
  readonly phraseStart: number
  readonly phraseEnd: number
  readonly clauseStart: number
  readonly clauseEnd: number
}

export type Programme = {
  readonly programme: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly documentNumber: string | null
  readonly documentSha256: string
  readonly office: string
  readonly clauses: readonly ProgrammeClause[]
}

/** Facts only: no text of the document but its titles. Throws where the directory does not know a name or an English title is missing. */
export function buildProgramme(reading: PolicyReading, directory: Directory, english: EnglishTitles): Programme {
  const codes = new Map(
    directory.organisations.flatMap(({ code, name, aliases }) =>
      [name.zh, ...aliases].map((known) => [known, `organisations/${code}`] as const),
    ),
  )
  const codesOf = (names: readonly string[]): readonly string[] => names.map((name) => required(codes.get(name), name))
  return {
    programme: 'hunan-2025-7',
    title: { zh: reading.document.title, en: english.programme },
    documentNumber: reading.document.documentNumber,
    documentSha256: reading.document.sha256,
    office: 'organisations/hn-office',
    clauses: reading.clauses.map((clause) => ({
      id: clause.id,
      number: clause.number,
      section: clause.section,
      title: { zh: clause.title, en: required(english.clauses[clause.id], clause.id) },
      kind: clause.kind,
      mode: clause.mode,
      leads: codesOf(clause.leads),
      supporters: codesOf(clause.supporters),
      standing: codesOf(clause.standing),
      openEnded: clause.openEnded,
      phraseStart: clause.start,
      phraseEnd: clause.end,
      clauseStart: clause.clauseStart,
      clauseEnd: clause.clauseEnd,
    })),
  }
}

function required(value: string | undefined, wanted: string): string {
  if (value === undefined) throw new Error(`neither directory nor English titles know ${wanted}`)
  return value
}

const readJson = (relative: string): unknown => JSON.parse(readFileSync(new URL(relative, import.meta.url), 'utf8'))

/** `node sample/build.ts DOCUMENT` writes programme.json anew; needed when the reader or the directory changes. */
if (import.meta.main) {
  const [, , file] = process.argv
  if (file === undefined) throw new Error('usage: node sample/build.ts DOCUMENT')
  const reading = readPolicy(readFileSync(file))
  if (E.isLeft(reading)) throw new Error(`${file} is not UTF-8`)
  const directory = readJson('../services/coordination-office/directory.json') as Directory
  const english = readJson('./hunan-2025-7/english-titles.json') as EnglishTitles
  const programme = buildProgramme(reading.right, directory, english)
  writeFileSync(new URL('./hunan-2025-7/programme.json', import.meta.url), `${JSON.stringify(programme, null, 2)}\n`)
}
