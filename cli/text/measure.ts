/** Measures for people: what is paid, to whom, out of what. Amounts in yuan. */
import type { CallTerms, CeilingScope, MeasureContent, Rate, Terms } from '#proto/qiantou/measure/v1/measure.ts'
import type { Measure, MeasureCall, MeasureVersion } from '#proto/qiantou/measure/v1/measure_service.ts'
import { percentOf, yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Bilingual, Language } from '../settings.ts'
import { scopeWord } from './award.ts'
import type { Names } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'

const words: Readonly<Record<string, Bilingual>> = {
  BASIS_YEAR_SPENDING: { zh: '年度支出(各笔合计后计算)', en: 'bills of a year, summed first' },
  BASIS_APPROVED_INVESTMENT: { zh: '核定投资额', en: 'approved investment' },
  BASIS_SUM: { zh: '定额', en: 'a sum' },
  BASIS_DECISION: { zh: '一事一议,由会议决定,没有公式', en: 'a meeting decides each case; there is no formula' },
  STACKING_FREE: { zh: '可与其他政策同时享受', en: 'beside everything' },
  STACKING_HIGHEST: { zh: '同组不重复享受,就高', en: 'not with others of its group: the highest applies' },
  POOL_RULE_FIRST_COME: { zh: '先到先得', en: 'first come, first served' },
  POOL_RULE_PRO_RATA: { zh: '不足时按比例', en: 'in proportion, where it is too small' },
  PAYEE_APPLICANT: { zh: '申报单位', en: 'who applies' },
  PAYEE_BUILDER: { zh: '建设单位', en: 'who builds the project' },
}

const labels = {
  measure: { zh: '政策措施', en: 'measure' },
  title: { zh: '标题', en: 'title' },
  clause: { zh: '条目', en: 'clause' },
  etag: { zh: '版本号', en: 'etag' },
  version: { zh: '版本', en: 'version' },
  inForce: { zh: '有效期', en: 'in force' },
  basis: { zh: '基数', en: 'basis' },
  pays: { zh: '标准', en: 'pays' },
  stacking: { zh: '叠加', en: 'stacking' },
  rounding: { zh: '取整', en: 'rounding' },
  pool: { zh: '资金池', en: 'pool' },
  payee: { zh: '支付对象', en: 'payee' },
  responsible: { zh: '责任单位', en: 'responsible' },
  finding: { zh: '待明确', en: 'left open' },
  call: { zh: '申报通知', en: 'call' },
  year: { zh: '年度', en: 'year' },
  applications: { zh: '受理日期', en: 'applications' },
  opened: { zh: '发布时间', en: 'opened' },
  matched: { zh: '申报方式', en: 'how' },
} as const satisfies Readonly<Record<string, Bilingual>>

const word = (value: string, language: Language): string => words[value]?.[language] ?? value
const label = (name: keyof typeof labels, language: Language): string => labels[name][language]
/** Short things one after the other. */
const joined = (pieces: readonly string[], language: Language): string =>
  pieces.filter(Boolean).join({ zh: ';', en: '; ' }[language])

const between = (from: string, to: string, language: Language): string =>
  ({ zh: `${from} 至 ${to}`, en: `${from} to ${to}` })[language]

/** Who is paid it, before what: nothing where everybody is. */
function classText(applicantClass: string, isOnly: boolean, language: Language): string {
  if (!applicantClass && isOnly) return ''
  const everybodyElse = { zh: '其他申报单位', en: 'everybody else' }[language]
  return `${applicantClass || everybodyElse}${{ zh: ':', en: ': ' }[language]}`
}

const bounded = (text: string, kind: Rate['kind'], language: Language): string =>
  kind === 'FIGURE_KIND_CEILING' ? { zh: `不超过 ${text}`, en: `up to ${text}` }[language] : text

/** `year`: the one that it is for, where it differs by year. */
function ceilingText(scope: CeilingScope, fen: bigint, year: number, language: Language): string {
  const of = scopeWord(scope, language)
  return {
    zh: `${year ? `${year} 年度` : ''}${of}最高 ${yuanOf(fen)}`,
    en: `at most ${yuanOf(fen)} ${of}${year ? ` in ${year}` : ''}`,
  }[language]
}

/** `不超过 30%;每单位每年最高 10,000,000.00`. */
function termsText({ applicantClass, rate, sum, ceilings }: Terms, isOnly: boolean, language: Language): string {
  const figures = [
    ...(rate ? [bounded(percentOf(BigInt(rate.basisPoints)), rate.kind, language)] : []),
    ...(sum ? [bounded(yuanOf(sum.fen), sum.kind, language)] : []),
    ...ceilings.map(({ scope, fen, year }) => ceilingText(scope, fen, year, language)),
  ]
  return classText(applicantClass, isOnly, language) + joined(figures, language)
}

function callTermsText(terms: CallTerms, isOnly: boolean, language: Language): string {
  const { applicantClass, basisPoints, sumFen, ceilings } = terms
  const figures = [
    ...(basisPoints ? [percentOf(BigInt(basisPoints))] : []),
    ...(sumFen ? [yuanOf(sumFen)] : []),
    ...ceilings.map(({ scope, fen }) => ceilingText(scope, fen, 0, language)),
  ]
  return classText(applicantClass, isOnly, language) + joined(figures, language)
}

/** For how long, and how often. */
function courseText({ instalments, once }: MeasureContent, language: Language): readonly string[] {
  return [
    instalments > 1
      ? { zh: `每年支付,连续 ${instalments} 年`, en: `paid each year, ${instalments} years running` }[language]
      : '',
    once ? { zh: '每单位仅一次', en: 'once for each applicant' }[language] : '',
  ]
}

/** What is paid, in one line; by class, where there are classes. */
function paysText(content: MeasureContent, language: Language): string {
  const { terms, basis } = content
  if (terms.length === 0) return word(basis, language)
  const said = terms.map((one) => termsText(one, terms.length === 1, language))
  return joined([...said, ...courseText(content, language)], language)
}

function contentLines(
  content: MeasureContent,
  names: Names,
  language: Language,
): readonly (readonly [string, string])[] {
  const say = (name: keyof typeof labels): string => label(name, language)
  const { terms, pool, stacking, stackingGroup, roundingFen } = content
  const pays = terms.map((one): [string, string] => [say('pays'), termsText(one, terms.length === 1, language)])
  return [
    [say('title'), content.title],
    [say('clause'), partsOf('clause', content.clause).clause],
    [say('inForce'), between(dateText(content.validFrom), dateText(content.validUntil), language)],
    [say('basis'), word(content.basis, language)],
    ...pays,
    ...courseText(content, language).map((text): [string, string] => [say('pays'), text]),
    [say('stacking'), `${word(stacking, language)}${stackingGroup && ` (${stackingGroup})`}`],
    [
      say('rounding'),
      { zh: `舍去不足 ${yuanOf(roundingFen || 1n)} 的部分`, en: `down to a multiple of ${yuanOf(roundingFen || 1n)}` }[
        language
      ],
    ],
    ...pool.map(({ year, fen }): [string, string] => [
      say('pool'),
      `${year}  ${yuanOf(fen)}  ${word(content.poolRule, language)}`,
    ]),
    [say('payee'), word(content.payee, language)],
    [
      say('matched'),
      content.withoutApplication ? { zh: '免申即享', en: 'lists are matched; nobody applies' }[language] : '',
    ],
    [say('responsible'), names.full(content.organisations)],
    ...content.findings.map((finding): [string, string] => [say('finding'), finding]),
  ]
}

function versionSheet({ number, effectiveFrom, content }: MeasureVersion, names: Names, language: Language): string {
  const from = dateText(effectiveFrom)
  const said = { zh: `第 ${number} 版,自 ${from} 起`, en: `${number}, from ${from} on` }[language]
  return sheet([[label('version', language), said], ...(content ? contentLines(content, names, language) : [])])
}

function callSheet({ callId, content, openTime }: MeasureCall, language: Language): string {
  const say = (name: keyof typeof labels): string => label(name, language)
  const terms = content?.terms ?? []
  return sheet([
    [say('call'), callId],
    [say('year'), `${content?.year ?? ''}`],
    [say('applications'), between(dateText(content?.firstDay), dateText(content?.lastDay), language)],
    ...terms.map((one): [string, string] => [say('pays'), callTermsText(one, terms.length === 1, language)]),
    [say('opened'), timeText(openTime)],
  ])
}

/** All of one measure: its versions in the order of their days, and its calls. */
export function measureSheets({ name, etag, versions, calls }: Measure, names: Names, language: Language): string {
  const facts = sheet([
    [label('measure', language), name],
    [label('etag', language), `${etag}`],
  ])
  return [
    facts,
    ...versions.map((version) => versionSheet(version, names, language)),
    ...calls.map((call) => callSheet(call, language)),
  ].join('\n')
}

/** The measures of a programme, each as its newest version says. */
export function measureTable(measures: readonly Measure[], language: Language): string {
  const say = (name: keyof typeof labels): string => label(name, language)
  const rows = measures.map(({ name, versions }) => {
    const content = versions.at(-1)?.content
    const { clause } = content ? partsOf('clause', content.clause) : { clause: '' }
    const pays = content ? paysText(content, language) : ''
    return [partsOf('measure', name).measure, clause, dateText(content?.validUntil), content?.title ?? '', pays]
  })
  const until = { zh: '有效期至', en: 'in force until' }[language]
  return table([say('measure'), say('clause'), until, say('title'), say('pays')], rows)
}
