/** Spending plans for people: of awards, and of lines of quotas. Amounts in yuan. */
import type { AwaitedMilestone, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import type { PlannedPart } from '#proto/qiantou/application/v1/application_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import type { Bilingual, Language } from '../settings.ts'
import type { Names } from './names.ts'
import { dateText, timeText } from './time.ts'
import { moneyLabel } from './words-money.ts'

const waitsForText = (part: SpendingPart | undefined, names: Names): string => {
  if (part?.waitsFor?.$case !== 'milestone') return dateText(part?.waitsFor?.value)
  const { task, organisation, milestone } = part.waitsFor.value
  return [names.resource(task), names.of(organisation), milestone].filter(Boolean).join(' · ')
}

/** A plan: what each part waits for, and since when it may be asked for. */
export const planLines = (
  plan: readonly PlannedPart[],
  names: Names,
  language: Language,
): readonly (readonly [string, string])[] =>
  plan.map(({ year, number, part, proposeTime, proposedFen }) => {
    const said = proposeTime
      ? {
          zh: `${timeText(proposeTime)} 提示可申请 ${yuanOf(proposedFen)}`,
          en: `${yuanOf(proposedFen)} proposed ${timeText(proposeTime)}`,
        }
      : { zh: '待提示', en: 'waits' }
    const text = `${year}-${number}  ${yuanOf(part?.fen ?? 0n)}  ${waitsForText(part, names)}  ${said[language]}`
    return [moneyLabel('spendingPlan', language), text]
  })

/** What was planned; `of`: of which year, or of which line. */
export function plannedText(parts: readonly SpendingPart[], of: string): Bilingual {
  const fen = yuanOf(parts.reduce((sum, part) => sum + part.fen, 0n))
  return {
    zh: `${of} 年度用款计划 ${fen} 元,分 ${parts.length} 笔`,
    en: `planned to ask for ${fen} yuan of ${of} in ${parts.length} ${parts.length === 1 ? 'part' : 'parts'}`,
  }
}

type Proposed = {
  readonly number: number
  readonly fen: bigint
  readonly milestone?: AwaitedMilestone | undefined
}

/** What was proposed. */
export function proposedText({ number, fen, milestone }: Proposed, of: string): Bilingual {
  const id = milestone && (parseName('task', milestone.task)?.task ?? milestone.task)
  const accepted = milestone
    ? { zh: `(任务 ${id} 已验收)`, en: `, as task ${id} has its part accepted` }
    : { zh: '', en: '' }
  return {
    zh: `提示可申请支付:${of} 年度用款计划第 ${number} 笔 ${yuanOf(fen)} 元${accepted.zh}`,
    en: `proposed to ask for part ${number} of the plan of ${of}: ${yuanOf(fen)} yuan${accepted.en}`,
  }
}

/** What is answered to whoever has planned. */
export const plannedDeed = (parts: number): Bilingual => ({
  zh: `用款计划分 ${parts} 笔`,
  en: `planned to ask for it in ${parts} ${parts === 1 ? 'part' : 'parts'}`,
})
