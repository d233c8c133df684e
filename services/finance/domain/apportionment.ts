/** Apportionment: who answers a call of a measure whose pool is shared out in proportion, and what each gets of it. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import { ApplicationSubmitted } from '#proto/qiantou/application/v1/application_events.ts'
import { ApportionmentBodySucceeded, PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import { award } from '#shared/domain/award.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Context, Decider, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import { unfitYear } from './assessment.ts'
import { type Signatories, signing, unfitHandlers } from './duty.ts'
import type { Measure } from './measure.ts'
import { callContentOf, daysOf } from './measure-call.ts'
import { leftFen, noBudget, type Pool } from './pool.ts'
import { type SharingGround, shareOut } from './sharing.ts'
import { type SucceedCommand, succeed, succeeded, successionParties } from './succession.ts'
import type { Named } from './supposed.ts'

// ---- State

/** What a claim came to, in fen, as texts. */
export type ClaimShare = { readonly application: ResourceName; readonly claimedFen: string; readonly fen: string }

export type Apportionment = {
  readonly measure: ResourceName
  readonly call: string
  readonly pool: ResourceName
  readonly year: number
  readonly handler: OrganisationName
  readonly finance: OrganisationName
  /** In the order in which they were handed in, those that ended among them. */
  readonly applications: readonly ResourceName[]
  /** Once it was shared out. */
  readonly made?: {
    readonly at: string
    readonly poolFen: string
    readonly claimedFen: string
    readonly shares: readonly ClaimShare[]
  }
}

/** `programmes/{p}/apportionments/{measure}/calls/{call}`: one for each call. */
export const apportionmentName = (measureName: ResourceName, call: string): ResourceName => {
  const { programme, measure } = partsOf('measure', measureName)
  return formatName('apportionment', { programme, measure, call })
}

// ---- Commands

/** So many claims fit into one record. */
export const mostClaims = 60

type ApportionCommand = Pick<SharingGround, 'grantsOf'> & {
  readonly type: 'Apportion'
  readonly measure: Measure
  readonly pool: Pool
  /** Every application that was seen to answer the call, as it stands in the batch. */
  readonly applications: readonly Named[]
}

export type ApportionmentCommand = Signatories & (ApportionCommand | SucceedCommand)

type ApportionmentFact = PoolApportioned | ApportionmentBodySucceeded

// ---- Fold

function submitted(state: Apportionment | undefined, recorded: Recorded, fact: ApplicationSubmitted): Apportionment {
  const { content, pool, year, handler, finance } = fact
  const { measure = '', call = '' } = content ?? {}
  const begun = state ?? { measure, call, pool, year, handler, finance, applications: [] }
  return { ...begun, applications: [...begun.applications, recorded.subject] }
}

/** What it claims, by what its assessment says of everything but the pool. */
export function entitledFen({ share, ceilings, roundingFen, basisFen, othersFen }: Assessment): bigint {
  const figures = {
    share: share?.$case === 'basisPoints' ? { basisPoints: BigInt(share.value) } : { sumFen: share?.value ?? 0n },
    ceilings: ceilings.map(({ fen, beforeFen }) => ({
      scope: 'APPLICATION' as const,
      fen: fen > beforeFen ? fen - beforeFen : 0n,
    })),
    roundingFen,
  }
  return award(figures, { basisFen, othersFen, beforeFen: {}, poolLeftFen: undefined }).fen
}

function evolve(
  state: Apportionment | undefined,
  recorded: Recorded<ApportionmentFact | ApplicationSubmitted>,
): Apportionment | undefined {
  const { fact, at } = recorded
  if (fact.$type === 'qiantou.application.v1.ApplicationSubmitted') return submitted(state, recorded, fact)
  if (fact.$type === 'qiantou.apportionment.v1.ApportionmentBodySucceeded')
    return state && succeeded(state, fact, ['handler', 'finance'])
  const shares = fact.awards.map(({ application, assessment = Assessment.create() }) => ({
    ...{ application, claimedFen: `${entitledFen(assessment)}`, fen: `${assessment.fen}` },
  }))
  const { poolFen, claimedFen } = fact
  return (
    state && { ...state, made: { at: at.toISOString(), poolFen: `${poolFen}`, claimedFen: `${claimedFen}`, shares } }
  )
}

// ---- Decisions

/** The last day of the call. */
function lastDay({ calls }: Measure, id: string): Day | undefined {
  const call = calls.find((one) => one.id === id)
  return call && daysOf(callContentOf(call)).last
}

const short = (names: readonly ResourceName[]): string =>
  names
    .slice(0, 10)
    .map((name) => partsOf('application', name).application)
    .join(', ')

/** Why claims can't be shared out: somebody is missing, or does not say yet what it claims. */
function unfitClaims(
  { applications }: ApportionCommand,
  state: Apportionment,
  open: readonly Named[],
): Rejection | undefined {
  const seen = new Set(applications.map(({ name }) => name))
  if (state.applications.some((name) => !seen.has(name))) return rejection('conflict', 'APPLICATIONS_CHANGED')
  const unclear = open.filter(({ state: one }) => one.assessment === undefined).map(({ name }) => name)
  if (unclear.length > 0) return rejection('precondition', 'CLAIMS_OPEN', { applications: short(unclear) })
  if (open.length === 0) return rejection('precondition', 'NOTHING_CLAIMED_OF_POOL')
  if (open.length > mostClaims)
    return rejection('precondition', 'TOO_MANY_CLAIMS', { claims: `${open.length}`, most: `${mostClaims}` })
  return undefined
}

function decide(
  command: ApportionmentCommand,
  state: Apportionment | undefined,
  context: Context,
): Either<Rejection, readonly [ApportionmentFact]> {
  const { actor, at } = context
  if (!state) return reject('notFound', 'APPORTIONMENT_NOT_FOUND')
  if (command.type === 'Succeed')
    return succeed('qiantou.apportionment.v1.ApportionmentBodySucceeded', command, apportionmentBodies(state))
  const { measure, call, pool, year, handler } = state
  if (actor !== handler) return reject('permission', 'NOT_YOUR_TURN', { turn: handler })
  if (state.made) return reject('precondition', 'APPORTIONED')
  const last = lastDay(command.measure, call)
  if (!last || dayOf(at) <= last) return reject('precondition', 'CALL_STILL_OPEN', { last: last ?? '' })
  const open = command.applications.filter((one) => !one.state.ended)
  const unfit =
    unfitClaims(command, state, open) ??
    unfitYear(command.pool, year) ??
    (leftFen(command.pool.years[year] ?? noBudget) === 0n ? rejection('precondition', 'POOL_EXHAUSTED') : undefined)
  if (unfit) return left(unfit)
  const claimants = open.map((one) => ({ ...one, basisFen: Assessment.fromJSON(one.state.assessment).basisFen }))
  const shared = shareOut(claimants, { ...command, year })
  if (isLeft(shared)) return shared
  const { poolFen, claimedFen, shares } = shared.right
  const reserved = shares.flatMap((share) => share.reserved ?? [])
  // One signature reserves them all, so it is judged by what they come to together.
  const fen = reserved.reduce((sum, one) => sum + one.fen, 0n)
  const unfitPerson = open
    .map((one) => unfitHandlers(signing(command, context, fen), one.state))
    .find((no) => no !== undefined)
  if (unfitPerson) return left(unfitPerson)
  return right([
    {
      $type: 'qiantou.apportionment.v1.PoolApportioned',
      ...{ measure, call, pool, year, poolFen, claimedFen },
      awards: shares.map(({ name, assessment }) => ({
        $type: 'qiantou.apportionment.v1.ApportionedAward',
        ...{ application: name, assessment },
      })),
      reserved,
    },
  ])
}

/** Who knows of it, besides the programme's office. */
const apportionmentBodies = ({ handler, finance }: Apportionment): readonly OrganisationName[] => [
  ...new Set([handler, finance]),
]

/** Who reads it: these, and the office. */
export const apportionmentParties = (office: OrganisationName, state: Apportionment): ReadonlySet<OrganisationName> =>
  new Set([office, ...apportionmentBodies(state)])

export const apportionmentDecider: Decider<
  ApportionmentCommand,
  Apportionment,
  ApportionmentFact,
  ApplicationSubmitted
> = {
  aggregate: 'apportionment',
  foldVersion: 2,
  owns: [PoolApportioned, ApportionmentBodySucceeded],
  folds: [ApplicationSubmitted],
  touches: ({ fact: { poolRule, content } }) =>
    poolRule === 'POOL_RULE_PRO_RATA' && content ? [apportionmentName(content.measure, content.call)] : [],
  readers: apportionmentBodies,
  decide,
  evolve,
  parties: (fact, state) =>
    fact.$type === 'qiantou.apportionment.v1.ApportionmentBodySucceeded'
      ? successionParties(fact)
      : { admits: apportionmentBodies(state), releases: [] },
}
