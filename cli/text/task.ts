/** Tasks for people. */
import type { Extension, Task, TaskAssignment, TextOrigin } from '#proto/qiantou/task/v1/task_service.ts'
import { codeOf, parseName } from '#shared/domain/resource-name.ts'
import type { Bilingual, Language } from '../settings.ts'
import { evidenceText } from './evidence.ts'
import { goneHint, goneMark } from './gone.ts'
import { lightMark, lightText } from './light.ts'
import type { Names } from './names.ts'
import { markedText, secrecyText, titleText } from './secrecy.ts'
import { signOffText } from './sign-off.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'
import { type Label, label, word } from './words.ts'

const clauseOf = (task: Task): string => parseName('clause', task.content?.clause ?? '')?.clause ?? ''

/** States in which a part has ended without being done: it counts no more. */
const ends = ['REASSIGNED', 'TRANSFERRED', 'WAIVED', 'CANCELLED'].map((state) => `ASSIGNMENT_STATE_${state}`)
const counts = ({ state }: TaskAssignment): boolean => !ends.includes(state)
const bodyOf = ({ body }: TaskAssignment): string => body?.organisation ?? ''

const leadsOf = (task: Task): readonly string[] =>
  task.draft?.drafters ?? task.assignments.filter((part) => part.body?.role === 'ROLE_LEAD' && counts(part)).map(bodyOf)

/** How many parts are accepted, of those that have not ended otherwise: `2/4`. */
function acceptedText({ assignments }: { readonly assignments: readonly TaskAssignment[] }): string {
  const counting = assignments.filter(counts)
  return `${counting.filter(({ state }) => state === 'ASSIGNMENT_STATE_ACCEPTED').length}/${counting.length}`
}

/** When it is due as its parts stand; a bus of an older release tells only what it was issued with. */
const dueOf = ({ due, content }: Task): Task['due'] => due ?? content?.due

// 2026-2-2 before 2026-2-10, as people count.
const byName = (one: Task, other: Task): number => one.name.localeCompare(other.name, 'en', { numeric: true })

/** One task a row, in the order of their numbers. */
export function taskTable(tasks: readonly Task[], names: Names, language: Language): string {
  const head = (['task', 'state', 'light', 'due', 'done', 'leads', 'title'] as const).map((name) =>
    label(name, language),
  )
  return table(
    head,
    tasks
      .toSorted(byName)
      .map((task) => [
        names.resource(task.name),
        word(task.state, language),
        lightMark(task.light, language),
        dateText(dueOf(task)),
        acceptedText(task),
        names.list(leadsOf(task)),
        titleText(task.content?.title ?? '', language),
      ]),
  )
}

/** A request for more time that waits, with what the leads think of it. */
function extensionText(extension: Extension, names: Names, language: Language): string {
  const { milestone, due, supportedBy, opposedBy } = extension
  const about = milestone && `${milestone} `
  const opinions = {
    zh: [
      ['支持', supportedBy],
      ['不支持', opposedBy],
    ],
    en: [
      ['supported by', supportedBy],
      ['opposed by', opposedBy],
    ],
  } as const
  const said = opinions[language].flatMap(([how, leads]) => (leads.length ? `${how} ${names.list(leads)}` : []))
  const none = { zh: '尚无牵头单位意见', en: 'no opinion of a lead yet' }[language]
  const until = language === 'zh' ? `${about}至 ${dateText(due)}` : `${about}until ${dateText(due)}`
  return `${until}${language === 'zh' ? ';' : '; '}${said.join(language === 'zh' ? ',' : ', ') || none}`
}

type Line = readonly [string, string]

/** What differs from body to body: that it is gone, due dates that moved, requests that wait. */
function partLines(task: Task, names: Names, language: Language): readonly Line[] {
  const colon = language === 'zh' ? ':' : ': '
  return task.assignments.flatMap((part) => {
    const who = `${names.of(bodyOf(part))}${colon}`
    const { formerDues, extension } = part
    const hint = goneHint(part, language)
    return [
      ...(hint ? [[label('gone', language), `${who}${hint}`] as const] : []),
      ...(formerDues.length
        ? [[label('formerDues', language), `${who}${formerDues.map(dateText).join(', ')}`] as const]
        : []),
      ...(extension
        ? [[label('extension', language), `${who}${extensionText(extension, names, language)}`] as const]
        : []),
    ]
  })
}

/** Who compiles a joint task, and whether somebody has said so; of others the leads report, and nobody compiles. */
function compilerText({ compiler, compilerConfirmed, mode }: Task, names: Names, language: Language): string {
  if (!compiler || mode !== 'RESPONSIBILITY_MODE_JOINT') return ''
  const said = compilerConfirmed ? { zh: '已确认', en: 'confirmed' } : { zh: '拟定,待确认', en: 'proposed' }
  return language === 'zh' ? `${names.of(compiler)}(${said.zh})` : `${codeOf(compiler)} (${said.en})`
}

/** What every body reports each month. */
function monthlyText({ content }: Task, language: Language): string {
  if (!content?.monthlyReport) return ''
  const { day, reminderDays } = content.monthlyReport
  return language === 'zh'
    ? `每月 ${day} 日前${reminderDays ? `,提前 ${reminderDays} 天提醒` : ''}`
    : `by day ${day}${reminderDays ? `, with a reminder ${reminderDays} days before` : ''}`
}

/** That dates may still change. */
export const provisional: Bilingual = {
  zh: '含尚未公布放假安排的年份,按周末推算,为暂定',
  en: 'some count working days of a year whose holidays are not announced: provisional',
}

/** What the task is about, and how it stands as a whole. */
function taskLines(task: Task, names: Names, language: Language): readonly Line[] {
  const say = (name: Label): string => label(name, language)
  return [
    [say('task'), names.resource(task.name)],
    [say('title'), titleText(task.content?.title ?? '', language)],
    [say('secrecy'), task.content ? secrecyText(task.content, language) : ''],
    [say('state'), word(task.state, language)],
    [say('light'), lightText(task.light, names, language)],
    [say('clause'), `${clauseOf(task)} (${word(task.mode, language)})`],
    [say('continues'), task.content?.continues ? names.resource(task.content.continues) : ''],
    [say('deliverable'), task.content?.deliverable ?? ''],
    [say('closingStandard'), task.content?.closingStandard ?? ''],
    [say('due'), dateText(dueOf(task))],
    ...partLines(task, names, language),
    [say('acknowledgeBy'), dateText(task.acknowledgeBy)],
    ...(task.content?.milestones ?? []).map(
      ({ id, title, due }) => [say('milestone'), `${id} ${dateText(due)} ${title}`] as const,
    ),
    [say('monthlyReport'), monthlyText(task, language)],
    [say('provisional'), task.provisional ? provisional[language] : ''],
    [say('authority'), names.of(task.authority)],
    [say('drafters'), names.list(task.draft?.drafters ?? [])],
    [say('draftBodies'), names.list((task.draft?.bodies ?? []).map(({ organisation }) => organisation))],
    [say('copied'), names.list(task.copied)],
    [say('issued'), timeText(task.issueTime) + signOffText(task.issueSignOff, language)],
    [say('ended'), timeText(task.endTime)],
    [say('compiler'), compilerText(task, names, language)],
    [say('proposedBy'), names.list(task.closingProposedBy)],
    [say('countersigned'), names.list(task.countersignedBy)],
    [say('countersignBy'), dateText(task.countersignBy)],
    [say('dissented'), names.list(task.dissentedBy)],
    [say('silent'), names.list(task.silent)],
    ...task.texts.map((text, i) => textLine(markedText(text, language), task.textOrigins[i], names, language)),
    [say('version'), `${task.etag}`],
  ]
}

/** What was said about the task, by whom; a bus of an older release does not tell either. */
function textLine(value: string, origin: TextOrigin | undefined, names: Names, language: Language): Line {
  if (!origin) return [label('statement', language), value]
  const { kind, author, evidence = [], minutes, signOff } = origin
  const cited = minutes ? { zh: `(依据${minutes})`, en: ` (minutes ${minutes})` }[language] : ''
  const said = `${value}${evidenceText(evidence)}${cited}${signOffText(signOff, language)}`
  return [word(kind, language), `${names.list([author])}${language === 'zh' ? ':' : ': '}${said}`]
}

/** Whom a clause names and for whom several bodies stand in this task: a group that was expanded when it was issued. */
export function groupsOf({ assignments }: Pick<Task, 'assignments'>): ReadonlyMap<string, readonly TaskAssignment[]> {
  const named = Map.groupBy(assignments, ({ body }) => body?.named ?? '')
  return new Map([...named].filter(([group, parts]) => group !== '' && parts.length > 1))
}

/** The bodies of a task, with a group in place of those whom it stood for. */
export const namedBodies = (task: Pick<Task, 'assignments'>): readonly string[] => {
  const groups = groupsOf(task)
  return [...new Set(task.assignments.map((part) => (groups.has(namedOf(part)) ? namedOf(part) : bodyOf(part))))]
}

const namedOf = ({ body }: TaskAssignment): string => body?.named ?? ''

/** A group over its members: how many they are, and how many of them are done. */
function groupRow(members: readonly TaskAssignment[], names: Names): string[] {
  const group = namedOf(members[0] as TaskAssignment)
  return [
    codeOf(group),
    `${names.of(group)} (${members.length})`,
    '',
    '',
    '',
    '',
    acceptedText({ assignments: members }),
  ]
}

/** All of one task; the members of a group stand under its name. */
export function taskSheet(task: Task, names: Names, language: Language): string {
  const columns = ['code', 'body', 'role', 'state', 'light', 'due', 'done', 'submissions', 'reviewer'] as const
  const groups = groupsOf(task)
  const rowOf = (part: TaskAssignment): string[] => [
    `${groups.has(namedOf(part)) ? '  ' : ''}${codeOf(bodyOf(part))}`,
    `${names.of(bodyOf(part))}${goneMark(part.gone, language)}`,
    word(part.body?.role ?? '', language),
    word(part.state, language),
    lightMark(part.light, language),
    dateText(part.due),
    `${part.percent}%`,
    `${part.submissions}`,
    counts(part) ? names.list(part.reviewers) : '',
  ]
  const rows = task.assignments.flatMap((part) => {
    const members = groups.get(namedOf(part))
    return members?.[0] === part ? [groupRow(members, names), rowOf(part)] : [rowOf(part)]
  })
  // Nobody has a part of a draft.
  if (task.draft) return sheet(taskLines(task, names, language))
  const head = columns.map((name) => label(name, language))
  return `${sheet(taskLines(task, names, language))}\n${table(head, rows)}`
}
