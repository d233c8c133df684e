/** Apportionments for people. Amounts in yuan. */
import type { Apportionment } from '#proto/qiantou/apportionment/v1/apportionment_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Language } from '../settings.ts'
import type { Names } from './names.ts'
import { sheet, table } from './table.ts'
import { timeText } from './time.ts'
import { type MoneyLabel, moneyLabel } from './words-money.ts'

type Line = readonly [string, string]

const idOf = (name: string): string => {
  const { measure, call } = partsOf('apportionment', name)
  return `${measure}/${call}`
}

/** When it was shared out. */
const madeText = ({ apportionTime }: Apportionment, language: Language): string =>
  apportionTime ? timeText(apportionTime) : { zh: '尚未分配', en: 'not yet' }[language]

/** One call a row. */
export function apportionmentTable(all: readonly Apportionment[], names: Names, language: Language): string {
  const head: readonly MoneyLabel[] = ['call', 'pool', 'year', 'handler', 'application', 'sharedOut', 'claimed']
  const rows = all.map((one) => [
    ...[idOf(one.name), partsOf('pool', one.pool).pool, `${one.year}`, names.list([one.handler])],
    ...[`${one.applications.length}`, madeText(one, language)],
    one.apportionTime ? yuanOf(one.claimedFen) : '',
  ])
  return table(
    head.map((one) => moneyLabel(one, language)),
    rows,
  )
}

/** All of one: before it was shared out who applies, and after it what each claims and gets. */
export function apportionmentSheet(one: Apportionment, names: Names, language: Language): string {
  const say = (name: MoneyLabel): string => moneyLabel(name, language)
  const { pool, year, handler, finance, applications, shares, poolFen, claimedFen, etag } = one
  const shareLines = shares.map(({ application, claimedFen: claimed, fen }): Line => {
    const amounts = {
      zh: `应补 ${yuanOf(claimed)}  得 ${yuanOf(fen)}`,
      en: `claims ${yuanOf(claimed)}, gets ${yuanOf(fen)}`,
    }
    return [say('application'), `${names.resource(application)}  ${amounts[language]}`]
  })
  const waiting = applications.map((application): Line => [say('application'), names.resource(application)])
  return sheet([
    [say('call'), idOf(one.name)],
    [say('pool'), `${names.resource(pool)}  ${year}`],
    [say('handler'), names.of(handler)],
    [say('finance'), names.of(finance)],
    [say('sharedOut'), madeText(one, language)],
    ...(one.apportionTime
      ? [[say('poolHad'), yuanOf(poolFen)] as const, [say('claimed'), yuanOf(claimedFen)] as const, ...shareLines]
      : waiting),
    [say('etag'), `${etag}`],
  ])
}
