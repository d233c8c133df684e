/** Allocation: a plan out of a pool that becomes a quota letter; a letter that passes quota on, or adjusts it. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import {
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type Parties,
  type ResourceName,
} from '#shared/domain/decider.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { evolve } from './allocation-fold.ts'
import {
  type Allocation,
  type AllocationFact,
  allocationBodies,
  allocationFacts,
  reservationsOf,
  sharesOf,
  sumOf,
} from './allocation-state.ts'
import { poolOf } from './application-submission.ts'
import { type Signatories, signing, takenOfPlan, unfitDuty } from './duty.ts'
import { type Letters, unfitDocument } from './letter.ts'
import { contentOf, isResponsible, type Measure, versionOn } from './measure.ts'
import { leftFen, noBudget, type Pool, unfitClosed } from './pool.ts'
import type { ProgrammeView } from './programme.ts'
import { isSameClassification, type Quota, quotaLeftFen, quotaName } from './quota-state.ts'
import { type SucceedCommand, succeed, successionParties } from './succession.ts'

// ---- Commands

/** What is moved in, as it stands in the batch; undefined where there is none. */
type Ground = {
  readonly name: ResourceName
  readonly poolNamed: (name: ResourceName) => Pool | undefined
  readonly quotaNamed: (name: ResourceName) => Quota | undefined
  /** What the caller has issued. */
  readonly letters?: Letters | undefined
}
/** What a letter says: out of which pool it came, of which year, and its number. */
type Letter = { readonly pool: ResourceName; readonly year: number; readonly document: string }

type LetterCommand = Ground &
  (
    | {
        readonly type: 'Propose'
        readonly programme: ProgrammeView
        readonly measure: Measure
        /** Who stands today for bodies that it names. */
        readonly entryOf: EntryOf
        readonly measureName: ResourceName
        readonly title: string
        readonly year: number
        readonly shares: readonly Share[]
      }
    | { readonly type: 'Issue'; readonly document: string }
    | { readonly type: 'Refuse' | 'Withdraw'; readonly text: ContentReference }
    /** `from`: after whom the quota is named, where that is a body that the caller succeeds. */
    | ({ readonly type: 'PassOn'; readonly from?: OrganisationName; readonly shares: readonly Share[] } & Letter)
    | ({
        readonly type: 'Adjust'
        readonly from: OrganisationName
        readonly fromClassification: Classification
        readonly to: Share
        readonly text: ContentReference
      } & Letter)
  )

export type AllocationCommand = Signatories & (LetterCommand | SucceedCommand)

type Decision = Either<Rejection, readonly [AllocationFact]>
type Of<Type extends AllocationCommand['type']> = Extract<AllocationCommand, { readonly type: Type }>

// ---- What several decisions ask

/** Why shares can't be given: a body that holds something of a pool holds everything of it alike. */
function unfitHolding({ quotaNamed }: Ground, pool: ResourceName, shares: readonly Share[]): Rejection | undefined {
  const before = new Map<string, Share['holding']>()
  for (const { recipient, holding } of shares) {
    const held = quotaNamed(quotaName(pool, recipient))?.holding ?? before.get(recipient)
    if (held !== undefined && held !== holding)
      return rejection('precondition', 'HELD_OTHERWISE', {
        organisation: recipient,
        holding: held.replace('HOLDING_', ''),
      })
    before.set(recipient, holding)
  }
  return undefined
}

/** Why so much can't leave a quota: what is asked of a classification is more than is left of it. */
function unfitAmount(
  quota: Quota,
  year: number,
  asked: readonly { readonly classification: Classification; readonly fen: bigint }[],
): Rejection | undefined {
  for (const { classification } of asked) {
    const leftOfIt = quotaLeftFen(quota, year, classification)
    const same = asked.filter((one) => isSameClassification(one.classification, classification))
    if (sumOf(same) > leftOfIt)
      return rejection('precondition', 'QUOTA_EXCEEDED', { fen: `${leftOfIt}`, function: classification.functionCode })
  }
  return undefined
}

// ---- Plans

function propose(command: Of<'Propose'>, state: Allocation | undefined, context: Context): Decision {
  const { actor, at } = context
  const { programme, measure, measureName, poolNamed, title, year, shares } = command
  const today = dayOf(at)
  const version = versionOn(measure, today)
  if (!version) return reject('precondition', 'MEASURE_NOT_IN_FORCE', { today })
  const content = contentOf(version)
  if (actor !== programme.office && !isResponsible(actor, today, version, command.entryOf))
    return reject('permission', 'NOT_RESPONSIBLE_FOR_MEASURE', { office: programme.office })
  if (state) return reject('exists', 'ALLOCATION_EXISTS')
  const pool = poolOf(measureName, content)
  const found = poolNamed(pool)
  if (!found) return reject('precondition', 'POOL_NOT_OPEN', { pool })
  const free = leftFen(found.years[year] ?? noBudget)
  const unfit =
    unfitClosed(found, year) ??
    (sumOf(shares) > free
      ? rejection('precondition', 'POOL_EXCEEDED', { year: `${year}`, fen: `${free}` })
      : undefined) ??
    unfitHolding(command, pool, shares) ??
    unfitDuty('HANDLE', signing(command, context, sumOf(shares)), [])
  if (unfit) return left(unfit)
  const reserved = reservationsOf(command.name, { pool, year }, shares)
  const said = { title, measure: measureName, pool, finance: found.finance, year, shares: [...shares], reserved }
  return right([{ $type: 'qiantou.allocation.v1.AllocationProposed', ...said }])
}

function issue(command: Of<'Issue'>, state: Allocation, context: Context): Decision {
  const { name, document, poolNamed, letters } = command
  const { pool, year } = state
  const shares = sharesOf(state)
  const unfit =
    unfitClosed(poolNamed(pool), year) ??
    unfitDocument(letters, year, document) ??
    unfitHolding(command, pool, shares) ??
    unfitDuty('APPROVE', signing(command, context, sumOf(shares)), takenOfPlan(state))
  if (unfit) return left(unfit)
  const paid = reservationsOf(name, state, shares)
  return right([{ $type: 'qiantou.allocation.v1.QuotaIssued', document, pool, year, shares: [...shares], paid }])
}

/** What becomes of a plan: the finance department issues or refuses it, who proposed it takes it back. */
function answer(
  command: Of<'Issue'> | Of<'Refuse' | 'Withdraw'>,
  state: Allocation | undefined,
  context: Context,
): Decision {
  if (!state) return reject('notFound', 'ALLOCATION_NOT_FOUND')
  const { actor } = context
  const { finance, proposer, stage } = state
  if (command.type === 'Withdraw' && actor !== proposer)
    return reject('permission', 'NOT_PROPOSER_OF_PLAN', { proposer })
  if (command.type !== 'Withdraw' && actor !== finance)
    return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance })
  if (stage !== 'PROPOSED') return reject('precondition', 'ALLOCATION_NOT_PROPOSED', { state: stage })
  if (command.type === 'Issue') return issue(command, state, context)
  const released = reservationsOf(command.name, state, sharesOf(state))
  const $type = `qiantou.allocation.v1.Allocation${command.type === 'Refuse' ? 'Refused' : 'Withdrawn'}` as const
  return right([{ $type, text: command.text, released }])
}

// ---- Letters that move quotas on

function passOn(command: Of<'PassOn'>, state: Allocation | undefined, context: Context): Decision {
  const { actor } = context
  const { pool, year, document, from = actor, shares, poolNamed, quotaNamed } = command
  const [found, quota] = [poolNamed(pool), quotaNamed(quotaName(pool, from))]
  if (!found || quota?.organisation !== actor) return reject('notFound', 'QUOTA_NOT_FOUND')
  if (quota.holding !== 'HOLDING_FINANCE_BUREAU') return reject('permission', 'NOT_FINANCE_BUREAU')
  if (state) return reject('exists', 'ALLOCATION_EXISTS')
  if (shares.some(({ recipient }) => recipient === from)) return reject('invalid', 'QUOTA_TO_ITSELF')
  const asked = shares.map(({ fen, classification }) => ({ fen, classification: classification as Classification }))
  const unfit =
    unfitClosed(found, year) ??
    unfitDocument(command.letters, year, document) ??
    unfitAmount(quota, year, asked) ??
    unfitHolding(command, pool, shares) ??
    unfitDuty('APPROVE', signing(command, context, sumOf(shares)), [])
  if (unfit) return left(unfit)
  const said = { document, pool, finance: found.finance, year, shares: [...shares], from: from === actor ? '' : from }
  return right([{ $type: 'qiantou.allocation.v1.QuotaPassedOn', ...said }])
}

function adjust(command: Of<'Adjust'>, state: Allocation | undefined, context: Context): Decision {
  const { actor } = context
  const { pool, year, document, from, fromClassification, to, text, poolNamed, quotaNamed } = command
  const found = poolNamed(pool)
  if (!found) return reject('notFound', 'POOL_NOT_FOUND')
  const { finance } = found
  if (actor !== finance) return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance })
  if (state) return reject('exists', 'ALLOCATION_EXISTS')
  const quota = quotaNamed(quotaName(pool, from))
  if (!quota) return reject('precondition', 'NO_QUOTA', { organisation: from })
  if (from === to.recipient) return reject('invalid', 'QUOTA_TO_ITSELF')
  if (quota.holding !== 'HOLDING_DEPARTMENT')
    return reject('precondition', 'HELD_OTHERWISE', {
      organisation: from,
      holding: quota.holding.replace('HOLDING_', ''),
    })
  if (fromClassification.nature !== to.classification?.nature) return reject('invalid', 'FUND_NATURE_DIFFERS')
  const unfit =
    unfitClosed(found, year) ??
    unfitDocument(command.letters, year, document) ??
    unfitAmount(quota, year, [{ classification: fromClassification, fen: to.fen }]) ??
    unfitHolding(command, pool, [to]) ??
    unfitDuty('APPROVE', signing(command, context, to.fen), [])
  if (unfit) return left(unfit)
  const said = { document, pool, year, from, fromClassification, to, text }
  return right([{ $type: 'qiantou.allocation.v1.QuotaAdjusted', ...said }])
}

// ---- Decisions

function decide(command: AllocationCommand, state: Allocation | undefined, context: Context): Decision {
  switch (command.type) {
    case 'Succeed':
      return state
        ? succeed('qiantou.allocation.v1.AllocationBodySucceeded', command, allocationBodies(state))
        : reject('notFound', 'ALLOCATION_NOT_FOUND')
    case 'Propose':
      return propose(command, state, context)
    case 'PassOn':
      return passOn(command, state, context)
    case 'Adjust':
      return adjust(command, state, context)
    default:
      return answer(command, state, context)
  }
}

/** Whoever comes to know of it. */
function parties(fact: AllocationFact, state: Allocation): Parties {
  if (fact.$type === 'qiantou.allocation.v1.AllocationBodySucceeded') return successionParties(fact)
  const { $type } = fact
  const isEnd = $type.endsWith('.AllocationRefused') || $type.endsWith('.AllocationWithdrawn')
  return isEnd ? noParties : { admits: allocationBodies(state), releases: [] }
}

export const allocationDecider: Decider<AllocationCommand, Allocation, AllocationFact> = {
  aggregate: 'allocation',
  foldVersion: 2,
  owns: allocationFacts,
  folds: [],
  touches: () => [],
  readers: allocationBodies,
  decide,
  evolve,
  parties,
}
