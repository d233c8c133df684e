import { padded, visible, wrap } from '#shared/terminal/columns.ts'
import type { Clause } from './clause.ts'
import type { Finding } from './finding.ts'
import type { PolicyReading } from './reader.ts'

/** Columns that a phrase takes; names stand to the right of it. A Chinese character takes two. */
const PHRASE_COLUMNS = 52
const GAP = '  │ '

/**
 * A reading for people: clause by clause the phrase on the left, on the right the names that were found in it, so that
 * every phrase can be checked against its names. `text` is what the reading's offsets refer to.
 */
export function readingTable(reading: PolicyReading, text: string): string {
  const { document, clauses } = reading
  const head = [
    visible(document.title),
    `${document.documentNumber ?? 'no document number'}   SHA-256 ${document.sha256}`,
    ...document.findings.map((finding) => findingLine(finding, text)),
  ]
  return `${[head.join('\n'), ...clauses.map((clause) => clauseTable(clause, text)), summary(clauses)].join('\n\n')}\n`
}

function clauseTable(clause: Clause, text: string): string {
  const left = wrap(clause.phrase, PHRASE_COLUMNS)
  const right = [
    ...names('lead', clause.leads),
    ...names(clause.mode === 'LED' ? 'duty' : clause.mode.toLowerCase(), clause.supporters),
    ...(clause.openEnded ? ['等          the list is not complete'] : []),
    ...names('standing', clause.standing),
  ]
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    return `  ${padded(left[row] ?? '', PHRASE_COLUMNS)}${GAP}${right[row] ?? ''}`.trimEnd()
  })
  const title = `${clause.id}  ${clause.mode}  ${clause.kind}  ${visible(clause.title)}  (${visible(clause.section)})`
  return [title, ...rows, ...clause.findings.map((finding) => findingLine(finding, text))].join('\n')
}

const names = (role: string, bodies: readonly string[]): readonly string[] =>
  bodies.map(
    (body, index) => `${(index === 0 ? role : '').padEnd(8)} ${String(index + 1).padStart(2)} ${visible(body)}`,
  )

function findingLine(finding: Finding, text: string): string {
  const place = visible(text.slice(finding.start, finding.end))
  const candidates = finding.candidates.length === 0 ? '' : ` → ${finding.candidates.map(visible).join(' | ')}`
  return `  ? ${finding.code} “${place}”${candidates}`
}

function summary(clauses: readonly Clause[]): string {
  const modes = Map.groupBy(clauses, (clause) => clause.mode)
  const counts = [...modes].map(([mode, members]) => `${members.length} ${mode}`)
  return [`${clauses.length} clauses`, ...counts].join(', ')
}
