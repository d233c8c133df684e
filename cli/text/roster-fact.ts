/** How facts about rosters are said. */
import type * as events from '#proto/qiantou/roster/v1/roster_events.ts'
import { bodySucceeded } from './body-fact.ts'
import type { Tales } from './tale.ts'

type RosterFact = events.RosterImported | events.RosterWithdrawn | events.RosterBodySucceeded

export const rosterTales: Tales<RosterFact> = {
  'qiantou.roster.v1.RosterBodySucceeded': bodySucceeded,
  'qiantou.roster.v1.RosterImported': ({ content, year }, { name }) => ({
    zh: `导入 ${year} 年度名单 ${content?.rows.length ?? 0} 行,来自${name(content?.source ?? '')}“${content?.register ?? ''}”`,
    en: `imported a roster for ${year} of ${content?.rows.length ?? 0} rows out of “${content?.register ?? ''}”, kept by ${name(content?.source ?? '')}`,
  }),
  'qiantou.roster.v1.RosterWithdrawn': ({ dropped }) => ({
    zh: `撤回名单,未比对的 ${dropped.length} 行不再比对`,
    en: `withdrew the roster: ${dropped.length} rows are not matched any more`,
  }),
}
