/** A record for scripts, and for people. */
import type { AssignmentSubmitted, ProgressReported } from '#proto/qiantou/assignment/v1/assignment_events.ts'
// Facts are opened by their type's name: these modules make the types known.
import '#proto/qiantou/assignment/v1/assignment_events.ts'
import '#proto/qiantou/directory/v1/directory_events.ts'
import '#proto/qiantou/programme/v1/programme_events.ts'
import '#proto/qiantou/task/v1/task_events.ts'
import type { ProgrammeImported } from '#proto/qiantou/programme/v1/programme_events.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import { formatUuid } from '#shared/domain/uuid.ts'
import { hashRecord, readFact } from '#shared/record/record.ts'
import { visible } from '#shared/terminal/columns.ts'
import type { Positioned } from '../bus/tail.ts'
import { usage } from '../failure.ts'
import type { Bilingual, Language } from '../settings.ts'
import { changed, isOfDirectory } from './directory-record.ts'
import { type Json, jsonOf } from './json.ts'
import type { Names } from './names.ts'
import { consulted, isOfConsultation } from './record-consultation.ts'
import { timeText } from './time.ts'

/** The fact of a record, where this version knows its type. */
const factOf = ({ record }: Positioned) => (messageTypeRegistry.has(record.type) ? readFact(record).fact : undefined)

/** The full name of a fact's type, of which the last part is enough: `TaskIssued`. @throws Failure where there is none */
export function factType(text: string): string {
  // What this version does not know may be asked for by its full name.
  if (text.includes('.')) return text
  const known = [...messageTypeRegistry.keys()].filter((name) =>
    /^qiantou\.(task|assignment|programme|directory|consultation)\./.test(name),
  )
  const name = known.find((candidate) => candidate.endsWith(`.${text}`))
  if (name) return name
  throw usage({
    zh: `${JSON.stringify(text)} 不是记录类型,写法如 TaskIssued`,
    en: `${JSON.stringify(text)} is no type of fact; write it as TaskIssued`,
  })
}

/** Every attribute by its CloudEvents name, the position, the hash of the bytes, and the fact. */
export function recordJson(positioned: Positioned): { readonly [key: string]: Json } {
  const { position, record } = positioned
  const { id, source, sequence, type, subject, time, actor, requestid, causationid, seen } = record
  return {
    position: position.toString(),
    id,
    source,
    sequence: sequence.toString(),
    type,
    subject,
    time: time.toISOString(),
    actor,
    fact: jsonOf(factOf(positioned)),
    requestid: formatUuid(requestid),
    correlationid: record.correlationid,
    causationid: causationid ?? null,
    seen: jsonOf(seen ?? new Map()),
    admits: record.admits ?? [],
    releases: record.releases ?? [],
    partitionkey: record.partitionkey,
    traceparent: record.traceparent ?? null,
    prevhash: jsonOf(record.prevhash),
    hash: jsonOf(hashRecord(record.bytes)),
  }
}

type KnownFact =
  | task.TaskIssued
  | task.SubmissionAccepted
  | task.SubmissionReturned
  | task.AssignmentReassigned
  | task.AssignmentUpheld
  | task.ClosingProposed
  | task.TaskClosed
  | task.TaskCancelled
  | ProgressReported
  | AssignmentSubmitted
  | ProgrammeImported
  | { readonly $type: 'qiantou.assignment.v1.AssignmentAcknowledged' | 'qiantou.assignment.v1.ReassignmentRequested' }

/** What happened, in a few words. */
function happened(fact: KnownFact, name: (actor: string) => string): Bilingual {
  switch (fact.$type) {
    case 'qiantou.programme.v1.ProgrammeImported':
      return {
        zh: `导入方案《${fact.content?.title ?? ''}》`,
        en: `imported the programme “${fact.content?.title ?? ''}”`,
      }
    case 'qiantou.task.v1.TaskIssued': {
      const title = fact.content?.title ?? ''
      const { length } = fact.bodies
      return { zh: `交办任务“${title}”,涉及 ${length} 个单位`, en: `issued the task “${title}” to ${length} bodies` }
    }
    case 'qiantou.task.v1.SubmissionAccepted':
      return {
        zh: `审核通过 ${name(fact.organisation)} 第 ${fact.submission} 次办结`,
        en: `accepted submission ${fact.submission} of ${name(fact.organisation)}`,
      }
    case 'qiantou.task.v1.SubmissionReturned':
      return {
        zh: `退回 ${name(fact.organisation)} 第 ${fact.submission} 次办结,要求重办`,
        en: `returned submission ${fact.submission} of ${name(fact.organisation)} to be done again`,
      }
    case 'qiantou.task.v1.AssignmentReassigned': {
      const successor = name(fact.successor?.organisation ?? '')
      return {
        zh: `将 ${name(fact.organisation)} 的交办件改派 ${successor}`,
        en: `moved the part of ${name(fact.organisation)} to ${successor}`,
      }
    }
    case 'qiantou.task.v1.AssignmentUpheld':
      return { zh: `维持 ${name(fact.organisation)} 的交办`, en: `upheld the part of ${name(fact.organisation)}` }
    case 'qiantou.task.v1.ClosingProposed': {
      const { length } = fact.evidence
      return {
        zh: `提出销号,佐证 ${length} 件`,
        en: `proposed closing, with ${length} ${length === 1 ? 'piece' : 'pieces'} of evidence`,
      }
    }
    case 'qiantou.task.v1.TaskClosed':
      return { zh: '销号', en: 'struck the task off' }
    case 'qiantou.task.v1.TaskCancelled':
      return { zh: '终止任务', en: 'cancelled the task' }
    case 'qiantou.assignment.v1.AssignmentAcknowledged':
      return { zh: '签收', en: 'acknowledged' }
    case 'qiantou.assignment.v1.ProgressReported':
      return { zh: `报告进展 ${fact.percent}%`, en: `reported progress: ${fact.percent}%` }
    case 'qiantou.assignment.v1.AssignmentSubmitted':
      return { zh: `提交办结(第 ${fact.submission} 次)`, en: `submitted its part (${fact.submission})` }
    case 'qiantou.assignment.v1.ReassignmentRequested':
      return { zh: '申请退办', en: 'asked to be released' }
    default:
      if (isOfDirectory(fact)) return changed(fact, name)
      if (isOfConsultation(fact)) return consulted(fact, name)
      return { zh: (fact as { $type: string }).$type, en: (fact as { $type: string }).$type }
  }
}

/** What a record tells, in a few words; its type where this version does not know it. */
function tale(positioned: Positioned, names: Names, language: Language): string {
  const fact = factOf(positioned) as KnownFact | undefined
  return fact ? happened(fact, (actor) => names.of(actor))[language] : positioned.record.type
}

/** One record on one line: position, when, who, what. */
export function eventLine(positioned: Positioned, names: Names, language: Language): string {
  const { position, record } = positioned
  const colon = language === 'zh' ? ':' : ': '
  const what = visible(`${names.of(record.actor)}${colon}${tale(positioned, names, language)}`)
  return `#${String(position).padEnd(5)} ${timeText(record.time)}  ${what}`
}

/** The same, and about which resource. */
export const recordLine = (positioned: Positioned, names: Names, language: Language): string =>
  `${eventLine(positioned, names, language)}  [${names.resource(positioned.record.subject)}]`
