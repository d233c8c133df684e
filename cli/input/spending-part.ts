/** Parts of a spending plan, as options give them. */
import { AwaitedMilestone, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { fenOf } from '#shared/domain/amount.ts'
import { usage } from '../failure.ts'
import type { Settings } from '../settings.ts'
import { organisationName, taskName } from './name.ts'
import { dateOf } from './text.ts'

/** `2026-2-1/hn-gxt`, `2026-2-1/hn-gxt/m1`, also with the whole name of the task. */
const milestoneForm = /^((?:programmes\/[^/]+\/tasks\/)?[^/]+)\/([^/]+)(?:\/([^/]+))?$/

/**
 * `100000:2026-12-01`, an amount in yuan and the day from which on it is asked for; `50000:2026-2-1/hn-gxt/m1`, or without
 * a milestone, with whose acceptance it is. @throws Failure USAGE
 */
export function spendingPartFrom(text: string, settings: Settings): SpendingPart {
  const [, amount = '', awaited = ''] = text.match(/^([^:]+):(.+)$/) ?? []
  const fen = fenOf(amount)
  const [, task = '', organisation = '', milestone = ''] = awaited.match(milestoneForm) ?? []
  if (fen === undefined || (!task && !/^\d{4}-\d\d-\d\d$/.test(awaited)))
    throw usage({
      zh: `${JSON.stringify(text)} 不是用款计划的一笔,写法如 100000:2026-12-01 或 50000:2026-2-1/hn-gxt/m1(元)`,
      en: `${JSON.stringify(text)} is no part of a plan; write it as 100000:2026-12-01 or 50000:2026-2-1/hn-gxt/m1, in yuan`,
    })
  if (!task) return SpendingPart.create({ fen, waitsFor: { $case: 'due', value: dateOf(awaited) } })
  const value = { task: taskName(task, settings), organisation: organisationName(organisation), milestone }
  return SpendingPart.create({ fen, waitsFor: { $case: 'milestone', value: AwaitedMilestone.create(value) } })
}
