/** How rosters are shown to people. */
import type { RosterRow } from '#proto/qiantou/roster/v1/roster.ts'
import type { Roster } from '#proto/qiantou/roster/v1/roster_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Bilingual, Language } from '../settings.ts'
import type { Names } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'

const labels = {
  applicant: { zh: '单位', en: 'applicant' },
  application: { zh: '申报', en: 'application' },
  asOf: { zh: '名单日期', en: 'as of' },
  basis: { zh: '依据(元)', en: 'basis' },
  call: { zh: '申报通知', en: 'call' },
  code: { zh: '统一社会信用代码', en: 'code' },
  etag: { zh: '版本', en: 'etag' },
  finance: { zh: '财政部门', en: 'finance' },
  handler: { zh: '承办单位', en: 'handler' },
  imported: { zh: '导入时间', en: 'imported' },
  matched: { zh: '已比对', en: 'matched' },
  measure: { zh: '政策措施', en: 'measure' },
  pool: { zh: '资金池', en: 'pool' },
  register: { zh: '名录', en: 'register' },
  roster: { zh: '名单', en: 'roster' },
  row: { zh: '行', en: 'row' },
  source: { zh: '来源', en: 'source' },
  state: { zh: '状态', en: 'state' },
  title: { zh: '事项', en: 'title' },
  year: { zh: '年度', en: 'year' },
} as const satisfies Readonly<Record<string, Bilingual>>
const label = (name: keyof typeof labels, language: Language): string => labels[name][language]

const progress = ({ matched, rowCount }: Roster): string => `${matched.length}/${rowCount}`

const stateText = ({ withdrawn }: Roster, language: Language): string =>
  withdrawn ? { zh: '已撤回', en: 'withdrawn' }[language] : ''

/** One roster a row. */
export function rosterTable(rosters: readonly Roster[], names: Names, language: Language): string {
  const head = ['roster', 'measure', 'year', 'matched', 'state', 'source', 'register', 'asOf'] as const
  const rows = rosters.map((roster) => [
    partsOf('roster', roster.name).roster,
    partsOf('measure', roster.content?.measure ?? '').measure,
    `${roster.year}`,
    progress(roster),
    stateText(roster, language),
    names.list([roster.content?.source ?? '']),
    roster.content?.register ?? '',
    dateText(roster.content?.asOf),
  ])
  return table(
    head.map((one) => label(one, language)),
    rows,
  )
}

function basisText({ bills, investmentFen }: RosterRow): string {
  const fen = bills.reduce((sum, bill) => sum + bill.fen, investmentFen)
  return fen === 0n ? '' : yuanOf(fen)
}

/** All of one roster: what it is out of, and its rows with the applications that they were matched to. */
export function rosterSheet(roster: Roster, names: Names, language: Language): string {
  const { name, content, matched, importTime, handler, finance, pool, year, measureVersion } = roster
  const version = { zh: `第 ${measureVersion} 版`, en: `version ${measureVersion}` }[language]
  const lines = sheet([
    [label('roster', language), names.resource(name)],
    [label('measure', language), `${partsOf('measure', content?.measure ?? '').measure} · ${version}`],
    [label('call', language), content?.call ?? ''],
    [label('source', language), names.of(content?.source ?? '')],
    [label('register', language), content?.register ?? ''],
    [label('asOf', language), dateText(content?.asOf)],
    [label('imported', language), timeText(importTime)],
    [label('state', language), stateText(roster, language)],
    [label('matched', language), progress(roster)],
    [label('handler', language), names.of(handler)],
    [label('finance', language), names.of(finance)],
    [label('pool', language), `${names.resource(pool)}  ${year}`],
    [label('etag', language), `${roster.etag}`],
  ])
  const rows = (content?.rows ?? []).map((row, i) => [
    `${i + 1}`,
    row.applicant?.code ?? '',
    [row.applicant?.name, row.applicant?.applicantClass].filter(Boolean).join(' · '),
    [row.title, row.project].filter(Boolean).join(' · '),
    basisText(row),
    names.resource(matched.find((one) => one.row === i + 1)?.application ?? ''),
  ])
  const head = ['row', 'code', 'applicant', 'title', 'basis', 'application'] as const
  return `${lines}\n${table(
    head.map((one) => label(one, language)),
    rows,
  )}`
}
