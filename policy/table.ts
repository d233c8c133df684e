import { padded, visible, wrap } from '#shared/terminal/columns.ts'
import type { Clause } from './clause.ts'
import type { Finding } from './finding.ts'
import type { PolicyReading } from './reader.ts'

/** Columns that a phrase takes; names stand to the right of it. A Chinese character takes two. */
const PHRASE_COLUMNS = 52
const GAP = '  │ '
const ROLE_COLUMNS = 8
/** A role and the number of a name in it. */
const NUMBERED_COLUMNS = ROLE_COLUMNS + 3

type Words = {
  readonly modes: Readonly<Record<Clause['mode'], string>>
  readonly kinds: Readonly<Record<Clause['kind'], string>>
  readonly lead: string
  /** What those are called who do not lead. */
  readonly others: Readonly<Record<Clause['mode'], string>>
  readonly standing: string
  readonly isOpenEnded: string
  readonly noNumber: string
  readonly clauses: (count: number) => string
  readonly comma: string
}

const words: Readonly<Record<'zh' | 'en', Words>> = {
  zh: {
    modes: { LED: '牵头负责', JOINT: '共同负责', SOLE: '单独负责', UNASSIGNED: '未明确' },
    kinds: { ACTION: '任务', MEASURE: '措施' },
    lead: '牵头',
    others: { LED: '负责', JOINT: '共同', SOLE: '单独', UNASSIGNED: '' },
    standing: '落实',
    isOpenEnded: '名单未尽',
    noNumber: '未写明文号',
    clauses: (count) => `共 ${count} 条`,
    comma: ',',
  },
  en: {
    modes: { LED: 'LED', JOINT: 'JOINT', SOLE: 'SOLE', UNASSIGNED: 'UNASSIGNED' },
    kinds: { ACTION: 'ACTION', MEASURE: 'MEASURE' },
    lead: 'lead',
    others: { LED: 'duty', JOINT: 'joint', SOLE: 'sole', UNASSIGNED: '' },
    standing: 'standing',
    isOpenEnded: 'the list is not complete',
    noNumber: 'no document number',
    clauses: (count) => `${count} ${count === 1 ? 'clause' : 'clauses'}`,
    comma: ', ',
  },
}

/**
 * A reading for people: clause by clause the phrase on the left, on the right the names that were found in it, so that
 * every phrase can be checked against its names. `text` is what the reading's offsets refer to.
 */
export function readingTable(reading: PolicyReading, text: string, language: 'zh' | 'en' = 'en'): string {
  const { document, clauses } = reading
  const say = words[language]
  const head = [
    visible(document.title),
    `${document.documentNumber ?? say.noNumber}   SHA-256 ${document.sha256}`,
    ...document.findings.map((finding) => findingLine(finding, text)),
  ]
  const tables = clauses.map((clause) => clauseTable(clause, text, say))
  return `${[head.join('\n'), ...tables, summary(clauses, say)].join('\n\n')}\n`
}

function clauseTable(clause: Clause, text: string, say: Words): string {
  const left = wrap(clause.phrase, PHRASE_COLUMNS)
  const right = [
    ...names(say.lead, clause.leads),
    ...names(say.others[clause.mode], clause.supporters),
    ...(clause.openEnded ? [`${padded('等', NUMBERED_COLUMNS)} ${say.isOpenEnded}`] : []),
    ...names(say.standing, clause.standing),
  ]
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    return `  ${padded(left[row] ?? '', PHRASE_COLUMNS)}${GAP}${right[row] ?? ''}`.trimEnd()
  })
  const what = `${say.modes[clause.mode]}  ${say.kinds[clause.kind]}`
  const title = `${clause.id}  ${what}  ${visible(clause.title)}  (${visible(clause.section)})`
  return [title, ...rows, ...clause.findings.map((finding) => findingLine(finding, text))].join('\n')
}

const names = (role: string, bodies: readonly string[]): readonly string[] =>
  bodies.map(
    (body, index) =>
      `${padded(index === 0 ? role : '', ROLE_COLUMNS)} ${String(index + 1).padStart(2)} ${visible(body)}`,
  )

function findingLine(finding: Finding, text: string): string {
  const place = visible(text.slice(finding.start, finding.end))
  const candidates = finding.candidates.length === 0 ? '' : ` → ${finding.candidates.map(visible).join(' | ')}`
  return `  ? ${finding.code} “${place}”${candidates}`
}

function summary(clauses: readonly Clause[], say: Words): string {
  const modes = Map.groupBy(clauses, (clause) => clause.mode)
  const counts = [...modes].map(([mode, members]) => `${members.length} ${say.modes[mode]}`)
  return [say.clauses(clauses.length), ...counts].join(say.comma)
}
