/** How facts about pools are said. */
import type { BudgetSet, PoolBodySucceeded, PoolOpened, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { bodySucceeded } from './body-fact.ts'
import type { Tales } from './tale.ts'

export const poolTales: Tales<PoolOpened | BudgetSet | YearClosed | PoolBodySucceeded> = {
  'qiantou.pool.v1.PoolBodySucceeded': bodySucceeded,
  'qiantou.pool.v1.PoolOpened': ({ title, finance }, { name }) => ({
    zh: `设立资金池“${title}”,由 ${name(finance)} 管理`,
    en: `opened the pool “${title}”, kept by ${name(finance)}`,
  }),
  'qiantou.pool.v1.BudgetSet': ({ year, fen, document }) => ({
    zh: `${document}:${year} 年度预算 ${yuanOf(fen)} 元`,
    en: `gave ${year} a budget of ${yuanOf(fen)} yuan (${document})`,
  }),
  'qiantou.pool.v1.YearClosed': ({ year, lapsedFen, carriedFen, quotas }) => {
    const carried = quotas.reduce((all, one) => all + one.carriedFen, carriedFen)
    const lapsed = quotas.reduce((all, one) => all + one.lapsedFen, lapsedFen)
    const of = {
      zh: quotas.length > 0 ? `(含预算指标 ${quotas.length} 项)` : '',
      en: quotas.length > 0 ? `, of ${quotas.length} lines of quotas too` : '',
    }
    return carried > 0n
      ? {
          zh: `${year} 年度结账,结余 ${yuanOf(carried)} 元结转下年${of.zh}`,
          en: `closed ${year}: ${yuanOf(carried)} yuan go on to the next year${of.en}`,
        }
      : {
          zh: `${year} 年度结账,结余 ${yuanOf(lapsed)} 元收回${of.zh}`,
          en: `closed ${year}: ${yuanOf(lapsed)} yuan lapsed${of.en}`,
        }
  },
}
