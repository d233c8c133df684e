/** How money stands, and what of it should be looked at, for people and spreadsheets. */
import type { BudgetRow, Finding, FindingCode } from '#proto/qiantou/budget/v1/budget_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { organisationName, partsOf } from '#shared/domain/resource-name.ts'
import type { Cell, Sheet } from '../print/sheets.ts'
import type { Bilingual, Language } from '../settings.ts'
import type { Names } from './names.ts'
import { table } from './table.ts'

export type Group = 'measure' | 'pool' | 'sponsor' | 'payee' | 'quota'

type Shown = {
  readonly rows: readonly BudgetRow[]
  readonly by: Group
  readonly year: number
  readonly names: Pick<Names, 'of'>
  readonly language: Language
}

const groups: Readonly<Record<Group, Bilingual>> = {
  measure: { zh: '措施', en: 'measure' },
  pool: { zh: '资金池', en: 'pool' },
  sponsor: { zh: '推荐单位', en: 'handed in by' },
  payee: { zh: '收款单位', en: 'payee' },
  quota: { zh: '单位与资金池', en: 'held by, of' },
}

/** In the order of their columns; the first and the last but one are of pools and quotas alone. */
const amounts = {
  budgetFen: { zh: '额度', en: 'budget' },
  reservedFen: { zh: '已预留', en: 'reserved' },
  orderedFen: { zh: '其中支付中', en: 'of it ordered' },
  paidFen: { zh: '已支付', en: 'paid' },
  heldFen: { zh: '指标未用', en: 'held as quotas' },
  returnedFen: { zh: '曾退票', en: 'returned' },
  claimedFen: { zh: '待追回', en: 'claimed back' },
  recoveredFen: { zh: '已追回', en: 'recovered' },
  leftFen: { zh: '余额', en: 'left' },
  forecastFen: { zh: '预计', en: 'forecast' },
} as const satisfies Readonly<Record<string, Bilingual>>

const all = Object.keys(amounts) as readonly (keyof typeof amounts)[]

/** Pools have a budget, and so does what bodies hold of them, of which all that is left is held; a payee holds nothing. */
const hidden: Readonly<Record<Group, readonly (keyof typeof amounts)[]>> = {
  ...{ pool: [], quota: ['heldFen'] },
  ...{
    measure: ['budgetFen', 'leftFen'],
    sponsor: ['budgetFen', 'leftFen'],
    payee: ['budgetFen', 'leftFen', 'heldFen'],
  },
}

const columnsBy = (by: Group): typeof all => all.filter((amount) => !hidden[by].includes(amount))

/** The last part of a name: the rest is the same in every row. */
const idOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

function nameOf({ key, title }: BudgetRow, by: Group, names: Shown['names']): string {
  if (by === 'sponsor') return names.of(key)
  if (by !== 'quota') return title
  const { pool, organisation } = partsOf('quota', key)
  return `${names.of(organisationName(organisation))}  ${pool}`
}

const headOf = ({ by, language }: Shown): readonly string[] => [
  ...['', groups[by][language]],
  ...columnsBy(by).map((amount) => amounts[amount][language]),
]

const rowsBy = <Written extends Cell>(
  { rows, by, names }: Shown,
  written: (fen: bigint) => Written,
): readonly (readonly (string | Written)[])[] =>
  rows.map((row) => [
    by === 'payee' ? idOf(row.key).toUpperCase() : idOf(row.key),
    nameOf(row, by, names),
    ...columnsBy(by).map((amount) => {
      const fen = row[amount]
      return fen === undefined ? '' : written(fen)
    }),
  ])

const titleOf = ({ year, language }: Shown): string =>
  ({ zh: `${year} 年度资金(元)`, en: `Money of ${year}, in yuan` })[language]

/** With what all rows come to, where there are several. */
export function budgetTable(shown: Shown): string {
  const { rows, by, language } = shown
  const sums = columnsBy(by).map((amount) => yuanOf(rows.reduce((sum, row) => sum + (row[amount] ?? 0n), 0n)))
  const total = rows.length > 1 ? [['', { zh: '合计', en: 'all' }[language], ...sums]] : []
  return `${titleOf(shown)}\n${table(headOf(shown), [...rowsBy(shown, yuanOf), ...total])}`
}

/** Amounts as amounts, which a spreadsheet takes for numbers. */
export const budgetSheet = (shown: Shown): Sheet => ({
  ...{ title: titleOf(shown), head: headOf(shown) },
  rows: rowsBy(shown, (fen) => ({ fen })),
})

const codes: Readonly<Partial<Record<FindingCode, Bilingual>>> = {
  FINDING_CODE_SPLIT_BILLS: { zh: '拆分票据', en: 'split bills' },
  FINDING_CODE_ONE_ACCOUNT_MANY_PAYEES: { zh: '一户多主', en: 'one account, many payees' },
  FINDING_CODE_INVOICE_TWICE: { zh: '发票重用', en: 'invoice twice' },
  FINDING_CODE_PAID_BACK_TWICE: { zh: '重复收回', en: 'paid back twice' },
  FINDING_CODE_BANK_UNTAKEN: { zh: '银行待查', en: 'bank' },
  FINDING_CODE_BANK_UNEXPLAINED: { zh: '流水待说明', en: 'bank entry' },
}

export const findingsTable = (findings: readonly Finding[], language: Language): string =>
  table(
    [{ zh: '疑点', en: 'finding' }[language], { zh: '说明', en: 'what it is' }[language]],
    findings.map(({ code, textZh, textEn }) => [codes[code]?.[language] ?? code, { zh: textZh, en: textEn }[language]]),
  )
