/** How facts about pools that are shared out are said. */
import type {
  ApportionmentBodySucceeded,
  PoolApportioned,
} from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { bodySucceeded } from './body-fact.ts'
import type { Tales } from './tale.ts'

export const apportionmentTales: Tales<PoolApportioned | ApportionmentBodySucceeded> = {
  'qiantou.apportionment.v1.ApportionmentBodySucceeded': bodySucceeded,
  'qiantou.apportionment.v1.PoolApportioned': ({ call, year, poolFen, claimedFen, awards }) => ({
    zh: `${call}:${awards.length} 件申报应补 ${yuanOf(claimedFen)} 元,按比例分配 ${year} 年度 ${yuanOf(poolFen)} 元`,
    en: `shared out ${yuanOf(poolFen)} yuan of ${year} among ${awards.length} claims of ${yuanOf(claimedFen)} yuan (${call})`,
  }),
}
