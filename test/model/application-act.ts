/** Moves of the game on applications, until they are approved or have ended. */
import { type ApplicationCommand, applicationDecider } from '#services/finance/domain/application.ts'
import { type Apportionment, apportionmentName } from '#services/finance/domain/apportionment.ts'
import type { Measure } from '#services/finance/domain/measure.ts'
import type { Pool } from '#services/finance/domain/pool.ts'
import type { Calendar } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { type AwardStep, stepDuty, weekdaysAfter } from './award-case.ts'
import type { MoneyGame, Player } from './money-game.ts'
import { callOn } from './money-measure.ts'
import type { Case } from './money-model.ts'
import type { Act, Asking } from './money-move.ts'
import { byDirectory } from './place-model.ts'

export const applicationNamed = (number: number): string => `${facts.applicationName}${number}`

/** What an award is worked out from. */
export const groundOf = (game: MoneyGame, { measure, applicant }: Pick<Case, 'measure' | 'applicant'>) => ({
  measure: game.store.stateOf<Measure>(facts.measureNamed(measure)) as Measure,
  ...{ pool: game.poolState(), grants: game.grantsOf(applicant) },
})

export function submit(game: MoneyGame, { applicant, measure, project, basis, others }: Asking): string {
  const { model, store } = game
  const { isReviewed, isShared, sum } = model.rules[measure] ?? {}
  const call = isShared && callOn(game.today)
  const { name = '', applicantClass = '', $type = 'qiantou.application.v1.Applicant' } = facts.asked().applicant ?? {}
  const content = facts.asked({
    ...{ measure: facts.measureNamed(measure), project, othersFen: others, call: call ? call.id : '' },
    applicant: { $type, name, applicantClass, code: facts.codeOf(applicant) },
    // Two bills, which are summed before the rate is applied.
    bills: isReviewed || sum ? [] : [facts.bill('INV-1', '0.01'), { ...facts.bill('INV-2', '1'), fen: basis }],
    investmentFen: isReviewed ? basis : 0n,
  })
  const command: ApplicationCommand = {
    ...{ type: 'Submit', content, recommenders: [], calendar },
    measure: store.stateOf<Measure>(content.measure) as Measure,
    poolNamed: (pool) => store.stateOf<Pool>(pool),
    entryOf: game.places.entryOf,
    apportionment: call && store.stateOf<Apportionment>(apportionmentName(content.measure, call.id)),
  }
  const stream = applicationNamed(model.awards.size + 1)
  const summed = sum ? 0n : isReviewed ? basis : basis + 1n
  const asked = {
    applicant,
    measure,
    project,
    year: game.thisYear,
    call: call ? call.id : undefined,
    basis: summed,
    others,
  }
  const { places } = game
  const actor = places.standing(byDirectory, facts.sponsor)
  const answered = game.give({ decider: applicationDecider, stream, command, actor }, () =>
    places.now(facts.handler) === undefined ? ['BODY_WITHOUT_SUCCESSOR'] : [model.submit(stream, asked)],
  )
  if (answered !== 'OK') return answered
  model.awardOf(stream).admitBy = weekdaysAfter(game.today, 5)
  places.begin(stream, [facts.handler, facts.sponsor])
  places.begin(stream, [facts.finance], facts.poolName)
  if (call) places.begin(apportionmentName(content.measure, call.id), [facts.handler, facts.finance], stream)
  return answered
}

/** Takes a step. `fen`: the investment that experts approve. */
export function take(game: MoneyGame, kind: AwardStep, stream: string, { fen, ...signing }: Signing): string {
  const { model } = game
  const ground = groundOf(game, model.cases.get(stream) ?? { measure: 'first', applicant: 0 })
  const commands: Readonly<Record<AwardStep, ApplicationCommand>> = {
    admit: { type: 'Admit', ...ground },
    review: { type: 'ApproveInvestment', investmentFen: fen, experts: ['x-1'], text: facts.reason, ...ground },
    reviewFinance: { type: 'ReviewFinance', text: undefined },
    approve: { type: 'Approve' },
  }
  if (kind === 'approve' && awaitsFinance(game, stream)) {
    const reviewed = take(game, 'reviewFinance', stream, { fen, ...signing })
    if (reviewed !== 'OK') return `reviewFinance ${reviewed}`
  }
  const who = game.who(stepDuty[kind], signing)
  const actor = kind === 'reviewFinance' ? facts.finance : facts.handler
  return game.give({ decider: applicationDecider, stream, command: commands[kind], actor, who }, () =>
    model.take(kind, stream, fen, who),
  )
}

type Signing = Pick<Act, 'fen' | 'signs' | 'which'>

/** Where the finance department reviews it, and has not. */
function awaitsFinance({ model }: MoneyGame, stream: string): boolean {
  const one = model.cases.get(stream)
  if (one?.stage !== 'RESERVED' || !model.ruleOf(one).isFinanceReviewed) return false
  return !model.awardOf(stream).signed.some(({ duty }) => duty === 'REVIEW')
}

/** An application that stands so, or where it is odd any, or none that there is. */
function target(game: MoneyGame, { which, odd }: Act, ...stages: readonly Case['stage'][]): string | undefined {
  const { model } = game
  if (odd === 3) return applicationNamed(0)
  const all = [...model.awards.keys()]
  return game.one(odd === 2 ? all : all.filter((id) => stages.includes((model.cases.get(id) as Case).stage)), which)
}

/** Without holidays: which days these are is tried with the calendar. */
const calendar: Calendar = {
  isWorkingDay: (day) => new Date(`${day}T00:00:00Z`).getUTCDay() % 6 !== 0,
  isProvisional: () => false,
}

const step =
  (kind: AwardStep, stage: Case['stage']): Player =>
  (game, act) => {
    const stream = target(game, act, stage)
    return stream ? take(game, kind, stream, act) : 'no application'
  }

const end =
  (type: 'Refuse' | 'Withdraw', how: 'REFUSED' | 'WITHDRAWN', actor: string): Player =>
  (game, act) => {
    const stream = target(game, act, 'SUBMITTED', 'ADMITTED', 'CLAIMED', 'SHARELESS', 'RESERVED')
    if (!stream) return 'no application'
    const command: ApplicationCommand = { type, text: facts.reason }
    // Whose turn it is refuses.
    const from = type === 'Refuse' && awaitsFinance(game, stream) ? facts.finance : actor
    return game.give({ decider: applicationDecider, stream, command, actor: from }, () => [game.model.end(stream, how)])
  }

export const applicationActs = {
  ...{ admit: step('admit', 'SUBMITTED'), review: step('review', 'ADMITTED'), approve: step('approve', 'RESERVED') },
  ...{ refuse: end('Refuse', 'REFUSED', facts.handler), withdraw: end('Withdraw', 'WITHDRAWN', facts.sponsor) },
}
