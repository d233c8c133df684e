/** What bodies were asked, for people. */
import type { Burden, BurdenKind, GetBurdenResponse } from '#proto/qiantou/supervision/v1/burden_service.ts'
import type { Bilingual, Language } from '../settings.ts'
import { type Names, partName } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText } from './time.ts'
import { label } from './words.ts'

/** The kinds that are counted beside the sums, in the order of their columns. */
const kinds: Readonly<Partial<Record<BurdenKind, Bilingual>>> = {
  BURDEN_KIND_ASSIGNMENT: { zh: '交办', en: 'assignment' },
  BURDEN_KIND_MONTHLY_REPORT: { zh: '月报', en: 'monthly report' },
  BURDEN_KIND_MILESTONE: { zh: '阶段目标', en: 'milestone' },
  BURDEN_KIND_DUE: { zh: '办结', en: 'due' },
  BURDEN_KIND_CONSULTATION: { zh: '征求意见', en: 'consultation' },
  BURDEN_KIND_SUPERVISION_STEP: { zh: '督办', en: 'supervision step' },
  BURDEN_KIND_URGING: { zh: '催办', en: 'urging' },
  BURDEN_KIND_PIECE: { zh: '分办', en: 'piece' },
}

const labels = {
  assignments: { zh: '交办件', en: 'assignments' },
  reports: { zh: '报送', en: 'reports' },
  fields: { zh: '填报项', en: 'fields' },
  period: { zh: '期间', en: 'period' },
  scope: { zh: '范围', en: 'scope' },
  date: { zh: '日期', en: 'date' },
} as const satisfies Readonly<Record<string, Bilingual>>

const of = (name: keyof typeof labels, language: Language): string => labels[name][language]

const kindWord = (kind: BurdenKind, language: Language): string => kinds[kind]?.[language] ?? kind

/** Of what reports are made up: every kind but assignments, which have a column of their own. */
const reportKinds = (Object.keys(kinds) as BurdenKind[]).filter((kind) => kind !== 'BURDEN_KIND_ASSIGNMENT')

export const burdenHead = (language: Language): readonly string[] => [
  label('body', language),
  ...(['assignments', 'reports', 'fields'] as const).map((name) => of(name, language)),
  ...reportKinds.map((kind) => kindWord(kind, language)),
]

/** One body a row: the sums, and what the reports are made up of. Those who were asked most come first. */
export const burdenRows = (
  burdens: readonly Burden[],
  nameOf: (organisation: string) => string,
): readonly (readonly [string, ...number[]])[] =>
  burdens
    .toSorted(
      (one, other) => other.fields - one.fields || other.reports - one.reports || other.assignments - one.assignments,
    )
    .map(({ organisation, assignments, reports, fields, counts }) => [
      nameOf(organisation),
      ...[assignments, reports, fields],
      ...reportKinds.map((kind) => counts.find((one) => one.kind === kind)?.count ?? 0),
    ])

export const burdenTable = (burdens: readonly Burden[], names: Names, language: Language): string =>
  table(
    burdenHead(language),
    // English names are too long for a table.
    burdenRows(burdens, (organisation) => names.list([organisation])).map((row) => row.map(String)),
  )

export type Asked = Pick<GetBurdenResponse, 'from' | 'to'>

export const periodText = ({ from, to }: Asked, language: Language): string =>
  `${dateText(from)} ${{ zh: '至', en: 'to' }[language]} ${dateText(to)}`

/** All that one body was asked, request by request. */
export function burdenSheet(answer: GetBurdenResponse, names: Names, language: Language, scope: string): string {
  const { organisation = '', assignments = 0, reports = 0, fields = 0 } = answer.burden ?? {}
  const sums = sheet([
    [label('body', language), names.of(organisation)],
    [of('period', language), periodText(answer, language)],
    [of('scope', language), scope],
    [of('assignments', language), `${assignments}`],
    [of('reports', language), `${reports}`],
    [of('fields', language), `${fields}`],
  ])
  const head = [of('date', language), label('what', language), '']
  const rows = answer.items.map(({ date, kind, resource, milestone }) => [
    dateText(date),
    kindWord(kind, language),
    `${names.resource(partName(resource))}${milestone && ` ${milestone}`}`,
  ])
  return `${sums}\n${table(head, rows)}`
}
