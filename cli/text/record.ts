/** A record for scripts, and for people. */
// Facts are opened by their type's name: these modules make the types known.
import { dayOf } from '#shared/domain/calendar.ts'
import '#proto/qiantou/assignment/v1/assignment_events.ts'
import '#proto/qiantou/consultation/v1/consultation_events.ts'
import '#proto/qiantou/directory/v1/directory_events.ts'
import '#proto/qiantou/allocation/v1/allocation_events.ts'
import '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import '#proto/qiantou/roster/v1/roster_events.ts'
import '#proto/qiantou/application/v1/application_events.ts'
import '#proto/qiantou/measure/v1/measure_events.ts'
import '#proto/qiantou/pool/v1/pool_events.ts'
import '#proto/qiantou/programme/v1/programme_events.ts'
import '#proto/qiantou/supervision/v1/report_events.ts'
import '#proto/qiantou/supervision/v1/supervision_events.ts'
import '#proto/qiantou/task/v1/task_events.ts'
import '#proto/qiantou/transfer/v1/payee_events.ts'
import '#proto/qiantou/transfer/v1/transfer_events.ts'
import '#proto/qiantou/voucher/v1/voucher_events.ts'
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import { organisationName, parseName } from '#shared/domain/resource-name.ts'
import { hashRecord, readFact } from '#shared/record/record.ts'
import { formatUuid } from '#shared/record/uuid.ts'
import { visible } from '#shared/terminal/columns.ts'
import type { Positioned } from '../bus/tail.ts'
import { usage } from '../failure.ts'
import type { Bilingual, Language } from '../settings.ts'
import { allocationTales } from './allocation-fact.ts'
import { applicationTales } from './application-fact.ts'
import { apportionmentTales } from './apportionment-fact.ts'
import { assignmentTales } from './assignment-fact.ts'
import { consultationTales } from './consultation-fact.ts'
import { directoryTales } from './directory-fact.ts'
import { type Json, jsonOf } from './json.ts'
import { measureTales } from './measure-fact.ts'
import type { Names } from './names.ts'
import { poolTales } from './pool-fact.ts'
import { programmeTales } from './programme-fact.ts'
import { rosterTales } from './roster-fact.ts'
import { signOffText } from './sign-off.ts'
import { supervisionTales } from './supervision-fact.ts'
import type { Telling } from './tale.ts'
import { taskTales } from './task-fact.ts'
import { timeText } from './time.ts'
import { transferTales } from './transfer-fact.ts'
import { voucherTales } from './voucher-fact.ts'

/** The fact of a record, where this version knows its type. */
export const factOf = ({ record }: Pick<Positioned, 'record'>) =>
  messageTypeRegistry.has(record.type) ? readFact(record).fact : undefined

/** The full name of a fact's type, of which the last part is enough: `TaskIssued`. @throws Failure where there is none */
export function factType(text: string): string {
  // What this version does not know may be asked for by its full name.
  if (text.includes('.')) return text
  const known = [...messageTypeRegistry.keys()].filter((name) =>
    /^qiantou\.(task|assignment|programme|directory|supervision|consultation|measure|pool|application|transfer|voucher|allocation|apportionment|roster)\./.test(
      name,
    ),
  )
  const name = known.find((candidate) => candidate.endsWith(`.${text}`))
  if (name) return name
  throw usage({
    zh: `${JSON.stringify(text)} 不是记录类型,写法如 TaskIssued`,
    en: `${JSON.stringify(text)} is no type of fact; write it as TaskIssued`,
  })
}

/** Every attribute by its CloudEvents name, the hash of the bytes, and the fact. */
export function attributesOf({ record }: Pick<Positioned, 'record'>): { readonly [key: string]: Json } {
  const { id, source, sequence, type, subject, time, actor, requestid, causationid, seen } = record
  return {
    id,
    source,
    sequence: sequence.toString(),
    type,
    subject,
    time: time.toISOString(),
    actor,
    fact: jsonOf(factOf({ record })),
    requestid: formatUuid(requestid),
    correlationid: record.correlationid,
    causationid: causationid ?? null,
    seen: jsonOf(seen ?? new Map()),
    admits: record.admits,
    releases: record.releases,
    partitionkey: record.partitionkey,
    signoff: jsonOf(record.signoff),
    traceparent: record.traceparent ?? null,
    prevhash: jsonOf(record.prevhash),
    hash: jsonOf(hashRecord(record.bytes)),
  }
}

/** The same, and where it stands in the one order. */
export const recordJson = (positioned: Positioned): { readonly [key: string]: Json } => ({
  position: positioned.position.toString(),
  ...attributesOf(positioned),
})

// ---- For people

type Teller = (fact: unknown, telling: Telling) => Bilingual

const tales = {
  ...programmeTales,
  ...taskTales,
  ...assignmentTales,
  ...directoryTales,
  ...supervisionTales,
  ...consultationTales,
  ...measureTales,
  ...poolTales,
  ...applicationTales,
  ...transferTales,
  ...allocationTales,
  ...apportionmentTales,
  ...rosterTales,
  ...voucherTales,
} as unknown as Readonly<Record<string, Teller>>

/** The types of facts for which there are words. */
export const toldTypes: readonly string[] = Object.keys(tales)

/**
 * Who did it: where it was not the body whose part it is about, for whom, or to whom it was said. Time acts for nobody, but on a
 * part.
 */
function doer({ record }: Positioned, names: Names, language: Language): string {
  const actor = names.of(record.actor)
  const supervised = parseName('supervision', record.subject)
  if (supervised) {
    const to = organisationName(supervised.organisation)
    return record.actor === to ? actor : `${actor} → ${names.of(to)}`
  }
  const part = parseName('assignment', record.subject)
  const about = part && organisationName(part.organisation)
  if (about === undefined || record.actor === about) return actor
  const body = names.of(about)
  const isService = record.actor.startsWith('services/')
  // Who has a piece does it in its own name.
  const isPiece = !isService && /\.Subassignment(Acknowledged|Reported|Submitted)$/.test(record.type)
  if (isPiece) return language === 'zh' ? `${actor}(${body} 分办)` : `${actor}, below ${body}`
  if (language === 'zh') return isService ? `${actor}提示 ${body}` : `${actor} 代 ${body}`
  return isService ? `${actor} tells ${body}` : `${actor} for ${body}`
}

/** What a record tells, in a few words, and who signed it; its type where this version does not know it. */
function tale(positioned: Positioned, names: Names, language: Language): string {
  const { type } = positioned.record
  const fact = factOf(positioned)
  const telling = { name: (actor: string) => names.of(actor), names: (actors: readonly string[]) => names.list(actors) }
  const told = (fact && tales[type]?.(fact, telling)[language]) ?? type
  return told + signOffText(positioned.record.signoff, language)
}

/** One record on one line: position, when, who, what. */
export function eventLine(positioned: Positioned, names: Names, language: Language): string {
  const { position, record } = positioned
  const colon = language === 'zh' ? ':' : ': '
  // As everybody was called when it was recorded.
  const then = names.on(dayOf(record.time))
  const what = visible(`${doer(positioned, then, language)}${colon}${tale(positioned, then, language)}`)
  return `#${String(position).padEnd(5)} ${timeText(record.time)}  ${what}`
}

/** The same, and about which resource. */
export const recordLine = (positioned: Positioned, names: Names, language: Language): string =>
  `${eventLine(positioned, names, language)}  [${names.resource(positioned.record.subject)}]`
