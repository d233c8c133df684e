/** A programme's rules for people. */
import type { RepeatRules, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Language } from '../settings.ts'
import { sheet } from './table.ts'
import { dateText } from './time.ts'
import { word } from './words.ts'
import { supervisionWord } from './words-supervision.ts'

const repeatText = ({ days, alikePercent }: RepeatRules, language: Language): string =>
  ({
    zh: `未销号或销号 ${days} 日内,相似度 ${alikePercent}% 以上`,
    en: `while open and for ${days} days after; alike from ${alikePercent}% on`,
  })[language]

/** Every rule on a line, with the default in its place. */
export function rulesSheet(rules: Rules | undefined, language: Language): string {
  const say = (zh: string, en: string): string => ({ zh, en })[language]
  const limit = (days: number | undefined): string => (days ? say(`${days} 个工作日`, `${days} working days`) : '')
  const days = (working: boolean): string =>
    (rules?.days ?? []).flatMap((day) => (day.working === working ? dateText(day.date) : [])).join(', ')
  const top = `SUPERVISION_STEP_${rules?.supervision?.withoutInterview ? 'BULLETIN' : 'INTERVIEW'}`
  return sheet([
    [say('签收期限', 'acknowledge within'), limit(rules?.acknowledgeWorkingDays)],
    [say('退办期限', 'ask for release within'), limit(rules?.reassignmentWorkingDays)],
    [say('审核期限', 'review within'), limit(rules?.reviewWorkingDays)],
    [say('临期提醒', 'due soon from'), limit(rules?.warningWorkingDays)],
    [say('提出销号的牵头单位', 'leads that propose closing'), word(rules?.closing ?? '', language)],
    [say('牵头单位可交办', 'leads may issue'), rules?.leadsIssue ? say('是', 'yes') : say('否', 'no')],
    [say('催办间隔', 'urged again after'), limit(rules?.supervision?.urgeWorkingDays)],
    [say('督办回复期限', 'reply to a step within'), limit(rules?.supervision?.replyWorkingDays)],
    [
      say('逾期未办结再次建议督办', 'proposed again, while overdue, after'),
      limit(rules?.supervision?.proposeAgainWorkingDays),
    ],
    [say('督办最高一级', 'the ladder ends with'), supervisionWord(top, language)],
    [say('销号会签期限', 'countersign closing within'), limit(rules?.joint?.countersignWorkingDays)],
    [say('重复交办提示', 'repeats are warned of'), rules?.repeats ? repeatText(rules.repeats, language) : ''],
    [say('另定工作日', 'worked on all the same'), days(true)],
    [say('另定休息日', 'not worked on'), days(false)],
  ])
}
