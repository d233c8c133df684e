/** Every step that is signed is judged by its amount: up to a limit one person signs it, over it two (docs/domain.md, Money 7). */
import { describe, expect, test } from 'vitest'
import { SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import type { MeasureContent, ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import type { BudgetSet, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import { RosterImported } from '#proto/qiantou/roster/v1/roster_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { Term } from '#shared/domain/organisation-state.ts'
import { adjust, issue, passOn, plan, propose } from '#shared/testing/allocation-commands.ts'
import { allocationName, bureau, county, kjt, ofBureau, share } from '#shared/testing/allocation-facts.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { finance, handler, sponsor, yuan } from '#shared/testing/money-facts.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type AllocationCommand, allocationDecider } from './allocation.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import type { ApplicationFact } from './application-state.ts'
import { type Measure, measureDecider } from './measure.ts'
import { type Pool, type PoolCommand, poolDecider } from './pool.ts'
import { rosterDecider } from './roster.ts'
import type { Roster } from './roster-state.ts'

type Role = 'HANDLER' | 'REVIEWER' | 'APPROVER'
type Signing = { readonly signatories: readonly Term[]; readonly signOff: readonly SignOff[] }
/** Who takes a step of how many yuan, and how: what is answered. */
type Signed = readonly [what: string, role: Role, amount: string, take: (signing: Signing) => string]

const setting = { actor: handler, subject: facts.applicationName, at: noon }
const groundOf = (content: MeasureContent) => ({
  measure: new Story(measureDecider, setting).state(facts.entered(content)) as Measure,
  pool: new Story(poolDecider, { ...setting, subject: facts.poolName }).state(
    ...[facts.opened, facts.budgetSet(2026, '100 000 000')],
  ) as Pool,
  grants: { grants: [] },
})
const spending = groundOf(facts.vouchers())
const scenarios = groundOf(facts.models)
const champions = groundOf({ ...facts.champions, withoutApplication: true })
const decided = groundOf({ ...facts.models, basis: 'BASIS_DECISION', terms: [] })

const answer = (decision: { readonly _tag: string; readonly left?: { readonly reason: string } }) =>
  decision.left?.reason ?? 'OK'
type Scenes = readonly Told<ApplicationFact>[]
const apply =
  (given: Scenes, command: ApplicationCommand, actor: string = handler) =>
  ({ signatories, signOff }: Signing): string =>
    answer(
      new Story(applicationDecider, { ...setting, signOff }).given(...given).when({ ...command, signatories }, actor)
        .decision,
    )
const allocate =
  (given: readonly (typeof plan)[], command: AllocationCommand, actor: string) =>
  ({ signatories, signOff }: Signing): string =>
    answer(
      new Story(allocationDecider, { actor: finance, subject: allocationName, at: noon, signOff })
        .given(...given)
        .when({ ...command, signatories }, actor).decision,
    )

const onPool =
  (given: readonly Told<BudgetSet | YearClosed>[], command: PoolCommand) =>
  ({ signatories, signOff }: Signing): string =>
    answer(
      new Story(poolDecider, { actor: finance, subject: facts.poolName, at: noon, signOff })
        .given(facts.opened, ...given)
        .when({ ...command, signatories }).decision,
    )

/** Admitted with nothing reserved, before another step. */
const admittedBefore = (step: ProcedureStep): Scenes => {
  const procedure: ProcedureStep[] = ['PROCEDURE_STEP_ADMISSION', step, 'PROCEDURE_STEP_APPROVAL']
  const content = facts.askedOfInvestment('models')
  return [
    told(facts.submitted({ content, recommenders: [], procedure }), { actor: sponsor }),
    told(application.ApplicationAdmitted.create(), { actor: handler, signOff: facts.signedBy('p-70') }),
  ]
}
const roster = new Story(rosterDecider, { ...setting, subject: 'programmes/hunan/rosters/r1' }).state(
  RosterImported.create({
    ...{ handler, pool: facts.poolName, finance, year: 2026, measureVersion: 1 },
    ...{ procedure: ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL'] },
    content: RosterContent.fromPartial({
      measure: facts.measureNamed('champions'),
      rows: [{ applicant: { code: facts.codeOf(1), name: '湘江智算' }, title: '单项冠军' }],
    }),
  }),
) as Roster
const match = { type: 'Match', row: 1, rosterName: 'programmes/hunan/rosters/r1', roster, ...champions } as const
const investment = { investmentFen: yuan('4 000 000'), experts: ['x-1'], text: facts.reason }
const amendment = { type: 'Amend', basisFen: yuan('2 000'), minutes: 'x', text: facts.reason, ...spending } as const
const parts = [SpendingPart.create({ fen: yuan('300'), waitsFor: { $case: 'due', value: toDate('2026-12-01') } })]
const budget = { type: 'SetBudget', year: 2026, fen: yuan('900'), document: 'x' } as const
const claimed = told(application.AwardAmended.create({ claimed: facts.reservation({ number: 1, fen: yuan('250') }) }), {
  ...{ actor: handler, signOff: facts.signedBy('p-73') },
})
const instalments = [application.Instalment.create({ due: toDate('2026-12-01'), fen: yuan('250') })]

const signed: readonly Signed[] = [
  ['an admission', 'HANDLER', '300', apply(facts.until('admit'), { type: 'Admit', ...spending })],
  ['a match', 'HANDLER', '1 000 000', apply([], match)],
  [
    ...(['an approved investment', 'HANDLER', '800 000'] as const),
    apply(admittedBefore('PROCEDURE_STEP_EXPERT_REVIEW'), { type: 'ApproveInvestment', ...investment, ...scenarios }),
  ],
  [
    ...(['a decision case by case', 'HANDLER', '70'] as const),
    apply(admittedBefore('PROCEDURE_STEP_COLLECTIVE_DECISION'), {
      ...{ type: 'Decide', minutes: 'x', fen: yuan('70'), ...decided },
    }),
  ],
  [
    ...(['a credit check', 'HANDLER', '300'] as const),
    apply(facts.until('checkCredit'), { type: 'CheckCredit', engine: 'file', problem: undefined }),
  ],
  [
    ...(['a finance review', 'REVIEWER', '300'] as const),
    apply(facts.until('reviewFinance'), { type: 'ReviewFinance', text: undefined }, finance),
  ],
  ['an approval', 'APPROVER', '300', apply(facts.until('approve'), { type: 'Approve' })],
  ['an amendment', 'APPROVER', '600', apply(facts.until('pay'), amendment)],
  [
    ...(['a spending plan', 'HANDLER', '300'] as const),
    apply(facts.until('pay'), { type: 'PlanSpending', year: 2026, parts, tasks: new Map() }),
  ],
  [
    ...(['an agreement on what is claimed back', 'APPROVER', '250'] as const),
    apply([...facts.until('pay'), claimed], { type: 'AgreeRecovery', instalments }, finance),
  ],
  ['a budget', 'APPROVER', '900', onPool([], budget)],
  ['a budget, with what came over,', 'APPROVER', '1 000', onPool([facts.yearClosed(2025, { carried: '100' })], budget)],
  ['a plan of allocation', 'HANDLER', '500', allocate([], propose(), kjt)],
  ['a quota letter', 'APPROVER', '500', allocate([plan], issue(), finance)],
  ['passing on', 'APPROVER', '200', allocate([], passOn([share(county, '150', ofBureau), share(kjt, '50')]), bureau)],
  ['an adjustment', 'APPROVER', '100', allocate([], adjust(kjt, share(facts.sponsor, '100')), finance)],
]

describe.each(signed)('%s', (_, role, amount, take) => {
  const needs = (limit: string, ...persons: readonly string[]) =>
    take({
      signatories: ['p-81', 'p-82'].map((person) => facts.roleTerm(person, role, limit)),
      signOff: facts.signedBy(...persons),
    })
  const oneFenLess = `${(yuan(amount) - 1n) / 100n}.99`

  test('is signed by one person up to a limit, and by two over it', () => {
    expect(needs(amount, 'p-81')).toBe('OK')
    expect(needs(oneFenLess, 'p-81')).toBe('TWO_PERSONS_NEEDED')
    expect(needs(oneFenLess, 'p-81', 'p-82')).toBe('OK')
  })

  test('is signed by somebody, and nobody without the role', () => {
    expect(needs(amount)).toBe('SIGN_OFF_NEEDED')
    expect(needs(amount, 'p-83')).toBe('SIGNER_WITHOUT_ROLE')
  })
})

test('a year is closed by an approver, whatever the limit', () => {
  const signatories = [facts.roleTerm('p-81', 'APPROVER', '0.01'), facts.roleTerm('p-82', 'HANDLER', '')]
  const close = onPool([facts.budgetSet(2025, '900')], { type: 'CloseYear', year: 2025, quotas: [] })
  const by = (...persons: readonly string[]) => close({ signatories, signOff: facts.signedBy(...persons) })
  expect(by()).toBe('SIGN_OFF_NEEDED')
  expect(by('p-82')).toBe('SIGNER_WITHOUT_ROLE')
  expect(by('p-81')).toBe('OK')
})

describe('whoever signed a decision', () => {
  const having = (fact: application.ApplicationDecided, signOff: readonly SignOff[]): Scenes => [
    ...admittedBefore('PROCEDURE_STEP_COLLECTIVE_DECISION'),
    told(fact, { actor: handler, signOff }),
  ]
  const fixing = application.ApplicationDecided.create({
    ...{ minutes: 'x', assessment: facts.assessment, reserved: facts.reservation() },
  })
  const approve = (given: Scenes, ...persons: readonly string[]) =>
    apply(given, { type: 'Approve' })({ signatories: [], signOff: facts.signedBy(...persons) })

  test('that fixed an amount has handled the application, and does not approve it', () => {
    expect(approve(having(fixing, facts.signedBy('p-81')), 'p-81')).toBe('DUTIES_NOT_SEPARATE')
    expect(approve(having(fixing, facts.signedBy('p-81')), 'p-82')).toBe('OK')
  })

  test('that fixed none has no duty by that; and one of before, which nobody signed, keeps nobody from anything', () => {
    expect(approve(having(facts.decided, facts.signedBy('p-81')), 'p-81')).toBe('OK')
    expect(approve(having(fixing, []), 'p-81')).toBe('OK')
    const command = { type: 'Decide', minutes: 'x', fen: 0n, ...spending } as const
    const unsigned = { signatories: [facts.roleTerm('p-81', 'HANDLER', '1')], signOff: [] }
    expect(apply(facts.until('decide'), command)(unsigned)).toBe('OK')
  })
})
