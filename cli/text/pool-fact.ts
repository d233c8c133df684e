/** How facts about pools are said. */
import type { BudgetSet, PoolOpened, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import type { Tales } from './tale.ts'

export const poolTales: Tales<PoolOpened | BudgetSet | YearClosed> = {
  'qiantou.pool.v1.PoolOpened': ({ title, finance }, { name }) => ({
    zh: `设立资金池“${title}”,由 ${name(finance)} 管理`,
    en: `opened the pool “${title}”, kept by ${name(finance)}`,
  }),
  'qiantou.pool.v1.BudgetSet': ({ year, fen, document }) => ({
    zh: `${document}:${year} 年度预算 ${yuanOf(fen)} 元`,
    en: `gave ${year} a budget of ${yuanOf(fen)} yuan (${document})`,
  }),
  'qiantou.pool.v1.YearClosed': ({ year, lapsedFen, carriedFen }) =>
    carriedFen > 0n
      ? {
          zh: `${year} 年度结账,结余 ${yuanOf(carriedFen)} 元结转下年`,
          en: `closed ${year}: ${yuanOf(carriedFen)} yuan go on to the next year`,
        }
      : {
          zh: `${year} 年度结账,结余 ${yuanOf(lapsedFen)} 元收回`,
          en: `closed ${year}: ${yuanOf(lapsedFen)} yuan lapsed`,
        },
}
