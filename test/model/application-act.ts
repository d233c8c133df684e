/** Moves of the game on applications, until they are approved or have ended. */
import { type ApplicationCommand, applicationDecider } from '#services/finance/domain/application.ts'
import type { Measure } from '#services/finance/domain/measure.ts'
import type { Pool } from '#services/finance/domain/pool.ts'
import * as facts from '#shared/testing/money-facts.ts'
import type { AwardGame, Player } from './award-game.ts'
import type { Act, Asking } from './award-move.ts'
import type { Duty } from './duty-model.ts'
import type { Case } from './money-model.ts'

export const applicationNamed = (number: number): string => `${facts.applicationName}${number}`

/** What an award is worked out from. */
export const groundOf = (game: AwardGame, { measure, applicant }: Pick<Case, 'measure' | 'applicant'>) => ({
  measure: game.store.stateOf<Measure>(facts.measureNamed(measure)) as Measure,
  ...{ pool: game.poolState(), grants: game.grantsOf(applicant) },
})

export function submit(game: AwardGame, { applicant, measure, project, basis, others }: Asking): string {
  const { model, store } = game
  const { isReviewed, sum } = model.rules[measure] ?? {}
  const { name = '', applicantClass = '', $type = 'qiantou.application.v1.Applicant' } = facts.asked().applicant ?? {}
  const content = facts.asked({
    ...{ measure: facts.measureNamed(measure), project, othersFen: others },
    applicant: { $type, name, applicantClass, code: facts.codeOf(applicant) },
    // Two bills, which are summed before the rate is applied.
    bills: isReviewed || sum ? [] : [facts.bill('INV-1', '0.01'), { ...facts.bill('INV-2', '1'), fen: basis }],
    investmentFen: isReviewed ? basis : 0n,
  })
  const command: ApplicationCommand = {
    ...{ type: 'Submit', content, recommenders: [] },
    measure: store.stateOf<Measure>(content.measure) as Measure,
    poolNamed: (pool) => store.stateOf<Pool>(pool),
  }
  const stream = applicationNamed(model.awards.size + 1)
  const summed = sum ? 0n : isReviewed ? basis : basis + 1n
  const asked = { applicant, measure, project, year: game.thisYear, basis: summed, others }
  return game.give({ decider: applicationDecider, stream, command, actor: facts.sponsor }, () => [
    model.submit(stream, asked),
  ])
}

type Step = 'admit' | 'review' | 'approve'

/** Takes a step, signed as usual. `fen`: the investment that experts approve. */
export function take(game: AwardGame, kind: Step, stream: string, fen: bigint): string {
  const { model } = game
  const ground = groundOf(game, model.cases.get(stream) ?? { measure: 'first', applicant: 0 })
  const commands: Readonly<Record<Step, ApplicationCommand>> = {
    admit: { type: 'Admit', ...ground },
    review: { type: 'ApproveInvestment', investmentFen: fen, experts: ['x-1'], text: facts.reason, ...ground },
    approve: { type: 'Approve' },
  }
  const expected: Readonly<Record<Step, () => string>> = {
    admit: () => model.admit(stream),
    review: () => model.approveInvestment(stream, fen),
    approve: () => model.approve(stream),
  }
  const duty: Duty = kind === 'approve' ? 'APPROVE' : 'HANDLE'
  const who = game.who(duty, { signs: 0, which: 0 })
  const given = { decider: applicationDecider, stream, command: commands[kind], actor: facts.handler, who }
  const answered = game.give(given, () => [expected[kind]()])
  if (answered === 'OK') model.awardOf(stream).signed.push({ duty, persons: who.persons })
  return answered
}

/** An application that stands so, or where it is odd any, or none that there is. */
function target(game: AwardGame, { which, odd }: Act, ...stages: readonly Case['stage'][]): string | undefined {
  const { model } = game
  if (odd === 3) return applicationNamed(0)
  const all = [...model.awards.keys()]
  return game.one(odd === 2 ? all : all.filter((id) => stages.includes((model.cases.get(id) as Case).stage)), which)
}

const step =
  (kind: Step, stage: Case['stage']): Player =>
  (game, act) => {
    const stream = target(game, act, stage)
    return stream ? take(game, kind, stream, act.fen) : 'no application'
  }

const end =
  (type: 'Refuse' | 'Withdraw', how: 'REFUSED' | 'WITHDRAWN', actor: string): Player =>
  (game, act) => {
    const stream = target(game, act, 'SUBMITTED', 'ADMITTED', 'RESERVED')
    if (!stream) return 'no application'
    const command: ApplicationCommand = { type, text: facts.reason }
    return game.give({ decider: applicationDecider, stream, command, actor }, () => [game.model.end(stream, how)])
  }

export const applicationActs = {
  ...{ admit: step('admit', 'SUBMITTED'), review: step('review', 'ADMITTED'), approve: step('approve', 'RESERVED') },
  ...{ refuse: end('Refuse', 'REFUSED', facts.handler), withdraw: end('Withdraw', 'WITHDRAWN', facts.sponsor) },
}
