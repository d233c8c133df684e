/** The spending plan of a line of a quota (用款计划): what the line has left is asked for as it says. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { Context, Decider } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { type Signatories, signing, unfitPlanners } from './duty.ts'
import { type Pool, unfitClosed } from './pool.ts'
import { type Moving, type QuotaFact, quotaFacts, quotaFold } from './quota-fold.ts'
import { lineLeftFen, type Quota, quotaLine } from './quota-state.ts'
import * as plan from './spending-plan.ts'
import { type SucceedCommand, succeed, successionParties } from './succession.ts'

export type QuotaCommand = Signatories &
  (
    | ({
        readonly type: 'PlanSpending'
        readonly year: number
        readonly classification: Classification
        /** That the quota is of. */
        readonly pool: Pool | undefined
      } & plan.Planning)
    | SucceedCommand
  )

type Facts = readonly [QuotaFact, ...QuotaFact[]]

function decide(command: QuotaCommand, state: Quota | undefined, context: Context): Either<Rejection, Facts> {
  if (!state) return reject('notFound', 'QUOTA_NOT_FOUND')
  if (command.type === 'Succeed')
    return succeed('qiantou.allocation.v1.QuotaBodySucceeded', command, [state.organisation, state.finance])
  const { year, classification, parts, pool } = command
  const { organisation, holding } = state
  if (context.actor !== organisation) return reject('permission', 'NOT_YOUR_TURN', { turn: organisation })
  if (holding !== 'HOLDING_DEPARTMENT')
    return reject('precondition', 'HELD_OTHERWISE', { organisation, holding: holding.replace('HOLDING_', '') })
  const line = quotaLine(state, year, classification)
  const fen = line ? plan.unproposedFen(line, lineLeftFen(line)) : 0n
  const unfit =
    unfitClosed(pool, year) ??
    plan.unfitPlan(command, year, fen, context) ??
    unfitPlanners(signing(command, context, fen))
  if (unfit) return left(unfit)
  const said = { year, classification, firstNumber: plan.nextNumber(line ?? {}), parts: [...parts] }
  return right([{ $type: 'qiantou.allocation.v1.QuotaSpendingPlanned', ...said }])
}

// ---- Time

const due = ({ lines }: Quota): string | undefined =>
  lines.flatMap((line) => plan.momentsOf(line, lineLeftFen(line))).sort()[0]

function elapse({ lines }: Quota, { at }: Context): Facts {
  const [first, ...rest] = lines.flatMap((line) =>
    plan.proposalsOf(line, lineLeftFen(line), at).map(
      (one) =>
        ({
          $type: 'qiantou.allocation.v1.QuotaPaymentProposed',
          ...{ year: line.year, classification: line.classification, ...one },
        }) as const,
    ),
  )
  if (!first) throw new Error('no part of a plan is to be proposed')
  return [first, ...rest]
}

export const quotaDecider: Decider<QuotaCommand, Quota, QuotaFact, Moving> = {
  ...quotaFold,
  owns: quotaFacts,
  due,
  decide,
  elapse,
  parties: (fact, { organisation, finance }) => {
    if (fact.$type === 'qiantou.allocation.v1.QuotaBodySucceeded') return successionParties(fact)
    const isPlan = fact.$type === 'qiantou.allocation.v1.QuotaSpendingPlanned'
    return { admits: isPlan ? [organisation, finance] : [], releases: [] }
  },
}
