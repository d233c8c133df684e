/** Consultations for people. */

import type {
  Answer,
  Consultation,
  ConsultationCase,
  ConsultedBody,
  Ruling,
  TextVersion,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { dayFrom, dayOf } from '#shared/domain/calendar.ts'
import { codeOf, parseName } from '#shared/domain/resource-name.ts'
import type { Bilingual, Language } from '../settings.ts'
import type { Names } from './names.ts'
import { markedText } from './secrecy.ts'
import { signOffText } from './sign-off.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'

const words: Readonly<Record<string, Bilingual>> = {
  CONSULTATION_KIND_OPINION: { zh: '征求意见', en: 'opinions' },
  CONSULTATION_KIND_COUNTERSIGN: { zh: '会签', en: 'countersigning' },
  CONSULTATION_KIND_JOINT_REVIEW: { zh: '联审', en: 'joint review' },
  CONSULTATION_STATE_STANDING: { zh: '常设', en: 'standing' },
  CONSULTATION_STATE_OPEN: { zh: '征求中', en: 'open' },
  CONSULTATION_STATE_OVERDUE: { zh: '逾期未复', en: 'overdue' },
  CONSULTATION_STATE_CONSENSUS: { zh: '意见一致', en: 'in consensus' },
  CONSULTATION_STATE_DIVIDED: { zh: '意见分歧', en: 'divided' },
  CONSULTATION_STATE_REFERRED: { zh: '报请裁定', en: 'referred' },
  CONSULTATION_STATE_RULED: { zh: '已裁定', en: 'ruled on' },
  CONSULTATION_STATE_WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  ANSWER_KIND_AGREE: { zh: '同意', en: 'agrees' },
  ANSWER_KIND_AGREE_WITH_COMMENTS: { zh: '同意,有意见', en: 'agrees with comments' },
  ANSWER_KIND_DISAGREE: { zh: '不同意', en: 'disagrees' },
  unanswered: { zh: '尚未答复', en: 'no answer yet' },
  silent: { zh: '逾期未复', en: 'silent' },
  consents: { zh: '逾期视为同意', en: 'silent, which counts as consent' },
  approves: { zh: '维持文稿', en: 'the text stands' },
  refuses: { zh: '不予维持', en: 'the text does not stand' },
  consultation: { zh: '征求意见事项', en: 'consultation' },
  kind: { zh: '方式', en: 'kind' },
  state: { zh: '状态', en: 'state' },
  title: { zh: '标题', en: 'title' },
  initiator: { zh: '发起单位', en: 'initiator' },
  office: { zh: '主管机构', en: 'office' },
  task: { zh: '任务', en: 'task' },
  application: { zh: '申报', en: 'application' },
  bodies: { zh: '联审单位', en: 'bodies' },
  turn: { zh: '待办单位', en: 'turn' },
  version: { zh: '版本', en: 'etag' },
  case: { zh: '件', en: 'case' },
  limit: { zh: '时限', en: 'time limit' },
  provisional: { zh: '暂定', en: 'provisional' },
  text: { zh: '文稿', en: 'text' },
  answer: { zh: '答复', en: 'answer' },
  before: { zh: '此前', en: 'before' },
  dispute: { zh: '分歧', en: 'in dispute' },
  ruling: { zh: '裁定', en: 'ruling' },
  reason: { zh: '理由', en: 'reason' },
  minutes: { zh: '会议纪要', en: 'minutes' },
  wording: { zh: '裁定内容', en: 'text' },
  withdrawn: { zh: '撤回原因', en: 'withdrawn because' },
}

/** What a value or a label of consultations is called; the value itself where this version has no word for it. */
export const consultationWord = (value: string, language: Language): string => words[value]?.[language] ?? value

const idOf = (name: string): string => parseName('consultation', name)?.consultation ?? name

/** One consultation a row. */
export function consultationTable(all: readonly Consultation[], names: Names, language: Language): string {
  const say = (value: string): string => consultationWord(value, language)
  const head = ['consultation', 'kind', 'state', 'initiator', 'turn', 'title'].map(say)
  const rows = all.map(({ name, kind, state, initiator, turn, title }) => [
    ...[idOf(name), say(kind), say(state), names.list([initiator]), names.list(turn), title],
  ])
  return table(head, rows)
}

/** What a body said to which version, and when. */
const answerText = ({ version, answer, text, time, signOff }: Answer, language: Language): string =>
  [`v${version}`, consultationWord(answer, language), timeText(time), markedText(text, language)]
    .filter(Boolean)
    .join(' ') + signOffText(signOff, language)

/** What is said of a body without an answer: silent it is only once the limit has passed. */
const silenceOf = ({ consentsBySilence, gone }: ConsultedBody, isOver: boolean): string =>
  consentsBySilence ? 'consents' : gone ? 'gone' : isOver ? 'silent' : 'unanswered'

function bodyLines(
  body: ConsultedBody,
  isOver: boolean,
  names: Names,
  language: Language,
): readonly (readonly [string, string])[] {
  const say = (value: string): string => consultationWord(value, language)
  const former = (whose: string) => whose && { zh: `(原 ${names.of(whose)})`, en: ` (for ${codeOf(whose)})` }[language]
  // Where it has not answered since, what stands was said by whom it has succeeded.
  const name = (said?: Answer): string => `${names.list([body.organisation])}${former(said?.answeredBy || body.named)}`
  const silence = say(silenceOf(body, isOver))
  return [
    [say('answer'), `${name(body.answer)} ${body.answer ? answerText(body.answer, language) : silence}`],
    ...body.formerAnswers.map((said) => [say('before'), `${name(said)} ${answerText(said, language)}`] as const),
  ]
}

/** A piece of a line with what it is; nothing where there is nothing to say. */
const labelled = (name: string, value: string | undefined, language: Language): string =>
  value ? `${consultationWord(name, language)}${{ zh: ':', en: ': ' }[language]}${value}` : ''

/** When a version came, why where it says so, and what it says. */
function versionText({ version, text, reason, time }: TextVersion, language: Language): string {
  const [head, said] = [`v${version} ${timeText(time)}`.trimEnd(), markedText(text, language)]
  if (!reason?.value) return [head, said].filter(Boolean).join(' ')
  return [head, labelled('reason', reason.value, language), labelled('text', said, language)]
    .filter(Boolean)
    .join(' | ')
}

function rulingLines(ruling: Ruling, names: Names, language: Language): readonly (readonly [string, string])[] {
  const say = (value: string): string => consultationWord(value, language)
  const { referee, statement, referTime, approves, ruledBy, minutes, ruleTime } = ruling
  return [
    [say('dispute'), [timeText(referTime), names.list([referee]), statement?.value ?? ''].join(' ')],
    ...(ruleTime
      ? [
          [
            say('ruling'),
            [
              [timeText(ruleTime), names.list([ruledBy]), say(approves ? 'approves' : 'refuses')].join(' '),
              ...[labelled('minutes', minutes, language), labelled('wording', ruling.ruling?.value, language)],
            ]
              .filter(Boolean)
              .join(' | ') + signOffText(ruling.signOff, language),
          ] as const,
        ]
      : []),
  ]
}

function caseSheet(one: ConsultationCase, names: Names, language: Language, now: Date): string {
  const say = (value: string): string => consultationWord(value, language)
  const limit = dateText(one.limit)
  const isOver = one.limit !== undefined && dayFrom(one.limit) < dayOf(one.endTime ?? now)
  return sheet([
    [say('case'), `${one.caseNumber} ${one.title}`],
    [say('state'), say(one.state)],
    [say('limit'), one.provisional ? `${limit} (${say('provisional')})` : limit],
    [say('turn'), names.list(one.turn)],
    ...one.versions.map((version): readonly [string, string] => [say('text'), versionText(version, language)]),
    ...one.bodies.flatMap((body) => bodyLines(body, isOver, names, language)),
    ...(one.ruling ? rulingLines(one.ruling, names, language) : []),
    [say('withdrawn'), one.withdrawalReason?.value ?? ''],
  ])
}

/** All of one consultation, and below that its cases. */
export function consultationSheet(
  consultation: Consultation,
  names: Names,
  language: Language,
  now: Date = new Date(),
): string {
  const say = (value: string): string => consultationWord(value, language)
  const { name, kind, title, initiator, office, task, state, organisations, cases, turn, etag } = consultation
  const facts = sheet([
    [say('consultation'), names.resource(name)],
    [say('title'), title],
    [say('kind'), say(kind)],
    [say('state'), say(state)],
    [say('initiator'), names.list([initiator])],
    [say('office'), names.list([office])],
    [say('task'), task && names.resource(task)],
    [say('application'), consultation.application && names.resource(consultation.application)],
    [say('bodies'), names.list(organisations)],
    [say('turn'), names.list(turn)],
    [say('version'), `${etag}`],
  ])
  return [facts, ...cases.map((one) => caseSheet(one, names, language, now))].join('\n')
}
