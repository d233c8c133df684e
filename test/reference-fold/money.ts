/**
 * What pools and applications come to, read off a list of records alone. Written apart from finance's folds, and in another
 * manner: nothing is folded; each answer is looked up, or summed, among the facts that bear on it.
 */
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import type { ReadRecord } from '#shared/record/record.ts'

export type ReferenceYear = {
  readonly year: number
  readonly budget: bigint
  readonly carriedIn: bigint
  readonly reserved: bigint
  readonly left: bigint
  readonly closed: boolean
}

export type ReferencePool = {
  readonly version: number
  readonly title: string
  readonly finance: string
  readonly years: readonly ReferenceYear[]
}

export type ReferenceApplication = {
  readonly version: number
  readonly state: string
  readonly turn: string
  readonly next: string
  readonly title: string
  readonly bodies: readonly string[]
  readonly pool: string
  readonly year: number
  /** What was taken, by whom, signed by whom. */
  readonly steps: readonly string[]
  readonly awarded: bigint
  readonly reserved: bigint
  readonly until: string
  readonly texts: number
}

type Moved = { readonly pool: string; readonly year: number; readonly fen: bigint }

type Event = {
  readonly what: string
  readonly about: string
  readonly by: string
  readonly signed: readonly string[]
  // biome-ignore lint/suspicious/noExplicitAny: facts of all types, as their messages decode
  readonly fact: any
}

export const moneyEventsOf = (records: readonly ReadRecord[]): readonly Event[] =>
  records.map(({ type, subject, actor, signoff, data }) => ({
    what: type.split('.').at(-1) ?? '',
    about: subject,
    by: actor,
    signed: signoff.map(({ person }) => person),
    fact: messageTypeRegistry.get(type)?.decode(data),
  }))

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, fen) => all + fen, 0n)

// ---- Pools

function referenceYear(year: number, own: readonly Event[], moved: readonly Event[]): ReferenceYear {
  const closings = own.filter(({ what }) => what === 'YearClosed')
  const budget = own.findLast(({ what, fact }) => what === 'BudgetSet' && fact.year === year)?.fact.fen ?? 0n
  const of = (field: string) =>
    sum(moved.flatMap(({ fact }) => (fact[field]?.year === year ? [(fact[field] as Moved).fen] : [])))
  const closed = closings.filter(({ fact }) => fact.year === year)
  const carriedIn = sum(closings.flatMap(({ fact }) => (fact.year === year - 1 ? [fact.carriedFen] : [])))
  const gone = sum(closed.map(({ fact }) => fact.lapsedFen + fact.carriedFen))
  const reserved = of('reserved') - of('released')
  return { year, budget, carriedIn, reserved, left: budget + carriedIn - reserved - gone, closed: closed.length > 0 }
}

export function referencePool(events: readonly Event[], name: string): ReferencePool {
  const own = events.filter(({ about }) => about === name)
  const moved = events.filter(({ fact }) => [fact?.reserved, fact?.released].some((one) => one?.pool === name))
  const years = new Set<number>()
  for (const { what, fact } of own) {
    if (fact.year) years.add(fact.year)
    if (what === 'YearClosed' && fact.carriedFen > 0n) years.add(fact.year + 1)
  }
  const opened = own.find(({ what }) => what === 'PoolOpened')?.fact
  return {
    version: own.length + moved.length,
    ...{ title: opened?.title ?? '', finance: opened?.finance ?? '' },
    years: [...years].sort().map((year) => referenceYear(year, own, moved)),
  }
}

// ---- Applications

/** Which step a fact is, and where an application stands after it. */
const stepFacts: Readonly<Record<string, readonly [step: string, state: string]>> = {
  ApplicationRecommended: ['RECOMMENDATION', 'RECOMMENDED'],
  ApplicationAdmitted: ['ADMISSION', 'ADMITTED'],
  CreditChecked: ['CREDIT_CHECK', 'CREDIT_CHECKED'],
  InvestmentApproved: ['EXPERT_REVIEW', 'INVESTMENT_APPROVED'],
  ApplicationJointlyReviewed: ['JOINT_REVIEW', 'JOINTLY_REVIEWED'],
  FinanceReviewed: ['FINANCE_REVIEW', 'FINANCE_REVIEWED'],
  ApplicationDecided: ['COLLECTIVE_DECISION', 'DECIDED'],
  NoticeOpened: ['PUBLIC_NOTICE', 'PUBLIC_NOTICE'],
  ApplicationApproved: ['APPROVAL', 'APPROVED'],
}

const last = (own: readonly Event[], ...whats: readonly string[]): string =>
  own.findLast(({ what }) => whats.includes(what))?.what ?? ''

/** How it ended; nothing while it has not. */
function endOf(own: readonly Event[]): string {
  const end = last(own, 'ApplicationRefused', 'ApplicationWithdrawn', 'ApplicationLapsed')
  if (end === '') return ''
  if (end !== 'ApplicationRefused') return 'WITHDRAWN'
  return own.some(({ what }) => what === 'ApplicationAdmitted') ? 'REFUSED' : 'NOT_ADMITTED'
}

const isMissing = (own: readonly Event[]): boolean =>
  last(own, 'SupplementRequested', 'ApplicationSupplemented') === 'SupplementRequested'

/** The steps of its procedure, a level of recommendation each. */
const stepsOf = ({ fact }: Event): readonly string[] =>
  (fact.procedure as readonly string[]).flatMap((step) => {
    const short = step.replace('PROCEDURE_STEP_', '')
    return short === 'RECOMMENDATION' ? (fact.recommenders as readonly string[]).map(() => short) : [short]
  })

function turnOf(own: readonly Event[], submitted: Event, next: string): string {
  const { recommenders, handler, finance } = submitted.fact
  if (endOf(own)) return ''
  if (isMissing(own)) return submitted.by
  const recommended = own.filter(({ what }) => what === 'ApplicationRecommended').length
  if (next === 'RECOMMENDATION') return recommenders[recommended]
  if (next === 'FINANCE_REVIEW') return finance
  return next && handler
}

function stateOf(own: readonly Event[], next: string): string {
  const taken = last(own, ...Object.keys(stepFacts))
  if (endOf(own)) return endOf(own)
  if (isMissing(own)) return 'SUPPLEMENT'
  if (last(own, 'ObjectionRaised', 'ObjectionSettled') === 'ObjectionRaised') return 'OBJECTION'
  return next === 'RECOMMENDATION' || !taken ? 'SUBMITTED' : (stepFacts[taken]?.[1] ?? '')
}

/** The last day to bring what is missing, to decide whether it is admitted, or of the public notice. */
function untilOf(own: readonly Event[]): string {
  const isOpen = !endOf(own)
  const waits = isOpen && !isMissing(own) && !own.some(({ what }) => what === 'ApplicationAdmitted')
  const limit = isMissing(own) && isOpen ? 'SupplementRequested' : 'NoticeOpened'
  const until = waits
    ? own.findLast(({ fact }) => fact.admitUntil)?.fact.admitUntil
    : own.findLast(({ what }) => what === limit)?.fact.until
  return until ? [until.year, until.month, until.day].join('-') : ''
}

const fenOf = (own: readonly Event[], field: 'reserved' | 'released'): readonly bigint[] =>
  own.flatMap(({ fact }) => (fact[field] ? [(fact[field] as Moved).fen] : []))

export function referenceApplication(events: readonly Event[], name: string): ReferenceApplication | undefined {
  const own = events.filter(({ about }) => about === name)
  const [submitted] = own
  if (!submitted) return undefined
  const taken = own.filter(({ what }) => what in stepFacts)
  const next = stepsOf(submitted)[taken.length] ?? ''
  const content = own.findLast(({ fact }) => fact.content)?.fact.content
  const { recommenders, handler, finance, pool, year } = submitted.fact
  return {
    version: own.length,
    ...{ state: stateOf(own, next), turn: turnOf(own, submitted, next), next: endOf(own) ? '' : next },
    title: content.title,
    bodies: [submitted.by, ...recommenders, handler, finance],
    ...{ pool, year },
    steps: taken.map(({ what, by, signed }) => [stepFacts[what]?.[0], by, ...signed].join(' ')),
    awarded: own.findLast(({ fact }) => fact.assessment)?.fact.assessment.fen ?? 0n,
    reserved: sum(fenOf(own, 'reserved')) - sum(fenOf(own, 'released')),
    until: untilOf(own),
    texts: own.filter(({ fact }) => fact.text).length,
  }
}
