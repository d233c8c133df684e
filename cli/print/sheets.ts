/** What reports hold: sheets of rows, whatever they are written as. */

import type { BoardTask, LastReport } from '#shared/domain/board.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { datesOf, isOpen } from '#shared/domain/course.ts'
import { dueOf, partLight } from '#shared/domain/task-light.ts'
import { compilerOf, leads } from '#shared/domain/task-roles.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import type { Bilingual, Language } from '../settings.ts'
import { lightMark } from '../text/light.ts'
import type { Names } from '../text/names.ts'
import { asOfText } from '../text/report.ts'
import { titleText } from '../text/secrecy.ts'
import { word } from '../text/words.ts'
import { type Confirmed, rankOf, type ShownLight, shownPart, shownTask } from './confirmed.ts'

/** An amount of money, in fen. */
export type Money = { readonly fen: bigint }
export type Cell = string | number | Money
export type Sheet = {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** What sheets are made of. */
export type Ground = {
  readonly day: Day
  readonly board: readonly BoardTask[]
  readonly names: Names
  readonly language: Language
  /** What people are called, by body and role, and by body and pseudonym. */
  readonly people: ReadonlyMap<string, string>
  /** What goes out is as the office has confirmed it; undefined where it has not. */
  readonly confirmed?: Confirmed | undefined
}

const say = (texts: readonly Bilingual[], language: Language): string[] => texts.map((text) => text[language])

const setByOffice: Bilingual = { zh: '审定调整', en: 'set by the office' }

const reasonOf = (light: ShownLight, language: Language): string => {
  if (light.isSet) return setByOffice[language]
  return light.colour === 'LIGHT_COLOUR_UNSPECIFIED' ? '' : word(light.reason, language)
}

/** What a report is called: whether its lights are confirmed belongs to it. */
function titleOf(what: Bilingual, { day, confirmed, language }: Ground): string {
  const id = confirmed ? ` ${confirmed.id}` : ''
  const asOf = confirmed ? asOfText(confirmed.id, day, language) : day
  return {
    zh: `${what.zh}${id}(截至 ${asOf},${confirmed ? '已审定' : '未审定'})`,
    en: `${what.en}${id} as of ${asOf}, ${confirmed ? 'confirmed' : 'not confirmed'}`,
  }[language]
}

const milestoneTitle = ({ content }: Task, milestone: string): string =>
  content.milestones.find(({ id }) => id === milestone)?.title || milestone

/** The next milestone that is not reached, by its title and date; of a part that is over there is none. */
function nextMilestone(task: Task, part: Part): string {
  if (!isOpen(part)) return ''
  const next = datesOf(part, task.basis).milestones.find(({ reachedOn }) => !reachedOn)
  return next ? `${milestoneTitle(task, next.id)} ${next.due}` : ''
}

const submitted: Bilingual = { zh: '提交办结', en: 'submitted' }

/**
 * `2026-04-01 60%`, `2026-04-01 完成立项 60%`, `2026-04-01 提交办结`: when a body said something last, of what, and how far
 * that was; empty where it has said nothing since the part is its own.
 */
function lastReportText(task: Task, said: LastReport | undefined, language: Language): string {
  if (!said) return ''
  const { at, percent, milestone, isSubmission } = said
  const day = dayOf(at)
  if (isSubmission) return `${day} ${submitted[language]}`
  return [day, ...(milestone ? [milestoneTitle(task, milestone)] : []), `${percent}%`].join(' ')
}

const ledgerHead: readonly Bilingual[] = [
  { zh: '编号', en: 'number' },
  { zh: '任务', en: 'task' },
  { zh: '单位', en: 'body' },
  { zh: '角色', en: 'role' },
  { zh: '分管领导', en: 'leader in charge' },
  { zh: '责任人', en: 'officer' },
  { zh: '下一阶段目标', en: 'next milestone' },
  { zh: '时限', en: 'due' },
  { zh: '状态', en: 'state' },
  { zh: '进度%', en: 'percent' },
  { zh: '灯', en: 'light' },
  { zh: '原因', en: 'reason' },
  { zh: '最近报告', en: 'last report' },
]

/** 台账: every part of every task. */
export function ledger({ day, board, names, language, people }: Ground): Sheet {
  const rows = board.flatMap(({ name, task, lastReports, people: named }) =>
    task.parts.map((part): readonly Cell[] => {
      const light = partLight(task, part, day)
      // Whom the body has named for this part; else who is in that role there.
      const person = (role: string): string => {
        const key = `${part.organisation} ${role}`
        const own = named.get(key)?.person
        return own === '' ? '' : (people.get(own ? `${part.organisation} ${own}` : key) ?? own ?? '')
      }
      return [
        names.resource(name),
        titleText(task.content.title, language),
        names.of(part.organisation),
        word(part.role, language),
        person('TERM_ROLE_LEADER_IN_CHARGE'),
        person('TERM_ROLE_OFFICER'),
        nextMilestone(task, part),
        datesOf(part, task.basis).due,
        word(part.state, language),
        part.percent,
        lightMark(light, language),
        reasonOf(light, language),
        lastReportText(task, lastReports.get(part.organisation), language),
      ]
    }),
  )
  const title = { zh: `台账(截至 ${day})`, en: `Ledger as of ${day}` }[language]
  return { title, head: say(ledgerHead, language), rows }
}

const taskHead: readonly Bilingual[] = [
  { zh: '编号', en: 'number' },
  { zh: '任务', en: 'task' },
  { zh: '牵头或汇总单位', en: 'lead or compiler' },
  { zh: '时限', en: 'due' },
  { zh: '灯', en: 'light' },
  { zh: '原因', en: 'reason' },
  { zh: '应由何单位办理', en: 'whose turn' },
]

/** 月调度: every task with its light and whose turn it is, the gravest first. */
export function dispatch(ground: Ground): Sheet {
  const { day, board, names, language, confirmed } = ground
  const lit = board.map((one) => ({ ...one, light: shownTask(one, day, confirmed) }))
  const rows = lit
    .toSorted((one, other) => rankOf(one.light) - rankOf(other.light))
    .map(({ name, task, light }): readonly Cell[] => [
      names.resource(name),
      titleText(task.content.title, language),
      names.full(leads(task).length ? leads(task) : [compilerOf(task) ?? '']),
      dueOf(task),
      lightMark(light, language),
      reasonOf(light, language),
      names.full(light.turn),
    ])
  const title = titleOf({ zh: '月调度', en: 'Monthly dispatch' }, ground)
  return { title, head: say(taskHead, language), rows }
}

const bulletinHead: readonly Bilingual[] = [
  { zh: '单位', en: 'body' },
  { zh: '交办件', en: 'assignments' },
  { zh: '已完成', en: 'done' },
  { zh: '红', en: 'red' },
  { zh: '黄', en: 'yellow' },
  { zh: '绿', en: 'green' },
  { zh: '灰', en: 'grey' },
]

/** 季通报: how the parts of each body stand, those with most red first. */
export function bulletin(ground: Ground): Sheet {
  const { day, board, names, language, confirmed } = ground
  const colours = new Map<string, string[]>()
  for (const one of board)
    for (const part of one.task.parts) {
      const { colour } = shownPart(one, part, day, confirmed)
      if (colour === 'LIGHT_COLOUR_UNSPECIFIED') continue
      colours.set(part.organisation, [...(colours.get(part.organisation) ?? []), colour])
    }
  const count = (all: readonly string[], colour: string): number =>
    all.filter((one) => one === `LIGHT_COLOUR_${colour}`).length
  const rows = [...colours]
    .map(([organisation, all]) => ({ organisation, all }))
    .toSorted(
      (one, other) =>
        count(other.all, 'RED') - count(one.all, 'RED') || (one.organisation < other.organisation ? -1 : 1),
    )
    .map(({ organisation, all }): readonly Cell[] => [
      names.of(organisation),
      all.length,
      ...['BLUE', 'RED', 'YELLOW', 'GREEN', 'GREY'].map((colour) => count(all, colour)),
    ])
  const title = titleOf({ zh: '季通报', en: 'Quarterly bulletin' }, ground)
  return { title, head: say(bulletinHead, language), rows }
}
