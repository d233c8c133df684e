/** What `qiantou programme …` does. */
import {
  JointRules,
  ProgrammeContent,
  type Quorum,
  RepeatRules,
  type Rules,
  SupervisionRules,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import {
  ChangeProgrammeRulesRequest,
  GetProgrammeRequest,
  ImportProgrammeRequest,
  type Programme,
  ProgrammeServiceClient,
} from '#proto/qiantou/programme/v1/programme_service.ts'
import type { Bus } from '../bus/bus.ts'
import { usage } from '../failure.ts'
import { type CommandOptions, commandFields, creationFields, type LookingBack } from '../input/command.ts'
import { messageFrom } from '../input/message.ts'
import { programmeName } from '../input/name.ts'
import { dateOf, recordedDate, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'
import { rulesSheet } from '../text/rules.ts'
import { secrecyText } from '../text/secrecy.ts'
import { sheet, table } from '../text/table.ts'
import { dateText } from '../text/time.ts'
import { type Label, label, word } from '../text/words.ts'

// ---- Reading

async function read(bus: Bus, name: string, { after = [], asOf }: LookingBack = {}): Promise<Programme> {
  const request = GetProgrammeRequest.create({ name, asOf: recordedDate(asOf) })
  const { programme } = await bus.call(ProgrammeServiceClient, (client) => client.getProgramme, request, after)
  return programme as Programme
}

export async function show(session: Session, programme: string | undefined, at: LookingBack): Promise<void> {
  const { settings } = session
  const { language } = settings
  const bus = await session.bus()
  const found = await read(bus, programmeName(programme ?? settings.programme), at)
  if (settings.json) return writeJson({ programme: jsonOf(found) })
  const { name, etag, content } = found
  const names = await loadNames(bus, settings, at.asOf)
  const say = (what: Label): string => label(what, language)
  const facts = sheet([
    [say('programme'), name],
    [say('title'), content?.title ?? ''],
    [say('document'), content?.documentNumber ?? ''],
    [say('secrecy'), content ? secrecyText(content, language) : ''],
    [say('authority'), names.of(content?.office ?? '')],
    ['SHA-256', Buffer.from(content?.documentSha256 ?? []).toString('hex')],
    [say('version'), `${etag}`],
  ])
  const rows = (content?.clauses ?? []).map(({ id, title, responsibility }) => [
    id,
    word(responsibility?.mode ?? '', language),
    title,
    names.list(responsibility?.leads ?? []),
    names.list([...(responsibility?.supporters ?? []), ...(responsibility?.standing ?? [])]),
  ])
  await write(`${facts}\n${table((['clause', 'mode', 'title', 'leads', 'responsible'] as const).map(say), rows)}`)
}

export async function rules(session: Session, programme: string | undefined, at: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const { name, etag, content } = await read(bus, programmeName(programme ?? settings.programme), at)
  if (settings.json) return writeJson({ name, etag: jsonOf(etag), rules: jsonOf(content?.rules) })
  await write(rulesSheet(content?.rules, settings.language))
}

// ---- Importing

type Content = { readonly programme?: { readonly content?: unknown } }

/** Also as `programme show --json` prints it: a programme is changed in a copy of another's. */
export async function importOne(session: Session, id: string, file: string, options: CommandOptions): Promise<void> {
  const { settings } = session
  const text = await textOf(file === '-' ? file : `@${file}`)
  const content = messageFrom(ProgrammeContent, text, file, (written) => (written as Content).programme?.content)
  const request = ImportProgrammeRequest.fromPartial({ ...creationFields(options), programmeId: id, content })
  const bus = await session.bus()
  const made = await bus.call(ProgrammeServiceClient, (client) => client.importProgramme, request, options.after)
  if (settings.json) return writeJson(jsonOf(made))
  const count = content.clauses.length
  const act = { zh: `方案已导入,共 ${count} 条`, en: `imported the programme, with ${count} clauses` }
  await write(told(made.programme?.name ?? '', act[settings.language], made.receipt, settings))
}

// ---- Changing the rules

type Days = { readonly [Kind in 'workingDay' | 'holiday' | 'usualDay']?: readonly string[] }

type RulesOptions = CommandOptions &
  Days & {
    readonly acknowledgeDays?: bigint
    readonly reassignmentDays?: bigint
    readonly reviewDays?: bigint
    readonly warningDays?: bigint
    readonly closing?: 'all' | 'any' | 'majority'
    readonly leadsIssue?: boolean
    readonly urgeDays?: bigint
    readonly replyDays?: bigint
    readonly proposeAgainDays?: bigint
    readonly countersignDays?: bigint
    readonly interview?: boolean
    readonly repeatDays?: bigint
    readonly alikePercent?: bigint
  }

/** The days that differ from the State Council's calendar, in their order; what is said of a day replaces what was. */
function daysOf(before: Rules['days'], { workingDay = [], holiday = [], usualDay = [] }: Days): Rules['days'] {
  const days = new Map(before.map((day) => [dateText(day.date), day]))
  const set = (text: string, working: boolean) =>
    days.set(text, { $type: 'qiantou.programme.v1.CalendarDay', date: dateOf(text), working })
  for (const text of workingDay) set(text, true)
  for (const text of holiday) set(text, false)
  for (const text of usualDay) days.delete(dateText(dateOf(text)))
  return [...days].toSorted(([one], [other]) => one.localeCompare(other)).map(([, day]) => day)
}

/** Of supervision, repeats and joint tasks, which answers of a bus that knows them have in full. */
function changedParts(
  { supervision, repeats, joint }: Rules,
  options: RulesOptions,
): Pick<Rules, 'supervision' | 'repeats' | 'joint'> {
  const { urgeDays, replyDays, proposeAgainDays, countersignDays, interview, repeatDays, alikePercent } = options
  return {
    supervision: {
      ...SupervisionRules.create(supervision),
      ...(urgeDays === undefined ? {} : { urgeWorkingDays: Number(urgeDays) }),
      ...(replyDays === undefined ? {} : { replyWorkingDays: Number(replyDays) }),
      ...(proposeAgainDays === undefined ? {} : { proposeAgainWorkingDays: Number(proposeAgainDays) }),
      ...(interview === undefined ? {} : { withoutInterview: !interview }),
    },
    repeats: {
      ...RepeatRules.create(repeats),
      ...(repeatDays === undefined ? {} : { days: Number(repeatDays) }),
      ...(alikePercent === undefined ? {} : { alikePercent: Number(alikePercent) }),
    },
    joint: {
      ...JointRules.create(joint),
      ...(countersignDays === undefined ? {} : { countersignWorkingDays: Number(countersignDays) }),
    },
  }
}

/** The rules as they were, but for what the options say. */
function changed(before: Rules, options: RulesOptions): Partial<Rules> {
  const days = (option: bigint | undefined, was: number): number => (option === undefined ? was : Number(option))
  return {
    acknowledgeWorkingDays: days(options.acknowledgeDays, before.acknowledgeWorkingDays),
    reassignmentWorkingDays: days(options.reassignmentDays, before.reassignmentWorkingDays),
    reviewWorkingDays: days(options.reviewDays, before.reviewWorkingDays),
    warningWorkingDays: days(options.warningDays, before.warningWorkingDays),
    closing: options.closing ? (`QUORUM_${options.closing.toUpperCase()}` as Quorum) : before.closing,
    leadsIssue: options.leadsIssue ?? before.leadsIssue,
    days: daysOf(before.days, options),
    ...changedParts(before, options),
  }
}

/** @throws Failure USAGE where no option says what to change: all would be recorded as it was */
function checkChanges(options: RulesOptions): void {
  const common = ['requestId', 'etag', 'validateOnly', 'signOff', 'after']
  if (Object.entries(options).some(([key, value]) => !common.includes(key) && value !== undefined)) return
  throw usage({
    zh: '未指明要改的规则,写法如 --acknowledge-days 3;全部选项见 npx qiantou programme set-rules --help',
    en: 'no rule to change was given, such as --acknowledge-days 3; all of them: npx qiantou programme set-rules --help',
  })
}

export async function setRules(session: Session, programme: string | undefined, options: RulesOptions): Promise<void> {
  checkChanges(options)
  const { settings } = session
  const { language } = settings
  const bus = await session.bus()
  const found = await read(bus, programmeName(programme ?? settings.programme), options)
  // Only if nobody has changed them in between: the call carries all of them.
  const fields = { ...commandFields(options), etag: options.etag ?? found.etag, name: found.name }
  const request = ChangeProgrammeRulesRequest.fromPartial({
    ...fields,
    rules: changed(found.content?.rules as Rules, options),
  })
  const change = await bus.call(ProgrammeServiceClient, (client) => client.changeProgrammeRules, request, options.after)
  if (settings.json) return writeJson(jsonOf(change))
  const act = { zh: '规则已调整,自此后交办的任务适用', en: 'changed the rules, for tasks issued from now on' }
  const now = rulesSheet(change.programme?.content?.rules, language)
  await write(`${told(found.name, act[language], change.receipt, settings)}${now}`)
}
