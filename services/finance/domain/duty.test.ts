import { expect, test } from 'vitest'
import type { Term } from '#shared/domain/organisation-state.ts'
import { handling, reviewing, signedBy } from '#shared/testing/money-facts.ts'
import type { Step } from './application-state.ts'
import { type Signing, unfitDuty, unfitPersons } from './duty.ts'

const by = (signOff: Signing['signOff'], more: Partial<Signing> = {}): Signing => ({
  ...{ signatories: [], signOff, day: '2026-03-02', fen: 0n },
  ...more,
})
const step = (name: string): Step => `PROCEDURE_STEP_${name}` as Step
const taken = (name: string, ...persons: readonly string[]) => ({
  ...{ step: step(name), signOff: signedBy(...persons), organisation: '', at: '' },
})

test.each(['ADMISSION', 'CREDIT_CHECK', 'EXPERT_REVIEW', 'FINANCE_REVIEW', 'APPROVAL'])(
  'whoever takes %s says who signed it',
  (name) => {
    expect(unfitPersons(step(name), by([]), { steps: [] })).toMatchObject({
      reason: 'SIGN_OFF_NEEDED',
      kind: 'precondition',
    })
    expect(unfitPersons(step(name), by(signedBy('p-1')), { steps: [] })).toBeUndefined()
  },
)

test.each(['RECOMMENDATION', 'COLLECTIVE_DECISION', 'PUBLIC_NOTICE'])(
  '%s may be signed by nobody, or anybody',
  (name) => {
    expect(unfitPersons(step(name), by([]), { steps: [] })).toBeUndefined()
    expect(unfitPersons(step(name), by(signedBy('p-1')), { steps: [taken('ADMISSION', 'p-1')] })).toBeUndefined()
    // It is no duty, and keeps nobody from having one.
    expect(unfitPersons(step('APPROVAL'), by(signedBy('p-1')), { steps: [taken(name, 'p-1')] })).toBeUndefined()
  },
)

test.each([
  ['FINANCE_REVIEW', 'ADMISSION'],
  ['FINANCE_REVIEW', 'CREDIT_CHECK'],
  ['FINANCE_REVIEW', 'EXPERT_REVIEW'],
  ['APPROVAL', 'ADMISSION'],
  ['APPROVAL', 'CREDIT_CHECK'],
  ['APPROVAL', 'EXPERT_REVIEW'],
  ['APPROVAL', 'FINANCE_REVIEW'],
])('nobody takes %s who has signed %s', (later, earlier) => {
  const before = [taken('RECOMMENDATION'), taken(earlier, 'p-1', 'p-2')]
  const details = { person: 'p-2', step: earlier }
  const refusal = { reason: 'DUTIES_NOT_SEPARATE', kind: 'precondition', details }
  expect(unfitPersons(step(later), by(signedBy('p-3', 'p-2')), { steps: before })).toEqual(refusal)
  expect(unfitPersons(step(later), by(signedBy('p-3')), { steps: before })).toBeUndefined()
})

test.each([
  ...[['DECISION', 'HANDLER'] as const, ['INSTALMENT', 'HANDLER'] as const, ['APPORTIONMENT', 'HANDLER'] as const],
  ...[['PLAN', 'HANDLER'] as const, ['AMENDMENT', 'APPROVER'] as const],
])('whoever signed %s has the duty of its %s by that, and no other', (deed, role) => {
  const handled = [{ deed, signOff: signedBy('p-1') }]
  const later = (name: string) => unfitPersons(step(name), by(signedBy('p-1')), { steps: [], handled })
  const refusal = { reason: 'DUTIES_NOT_SEPARATE', details: { person: 'p-1', step: deed } }
  const [own, other] = role === 'HANDLER' ? ['ADMISSION', 'APPROVAL'] : ['APPROVAL', 'ADMISSION']
  expect(later(own)).toBeUndefined()
  for (const name of [other, 'FINANCE_REVIEW']) expect(later(name)).toMatchObject(refusal)
})

test('whoever handled one step may handle another', () => {
  expect(
    unfitPersons(step('CREDIT_CHECK'), by(handling), { steps: [{ ...taken('ADMISSION'), signOff: handling }] }),
  ).toBeUndefined()
  expect(
    unfitPersons(step('EXPERT_REVIEW'), by(handling), { steps: [{ ...taken('ADMISSION'), signOff: handling }] }),
  ).toBeUndefined()
  // A step of which nobody is named says of nobody that they had a duty.
  expect(
    unfitPersons(step('FINANCE_REVIEW'), by(reviewing), {
      steps: [{ step: step('ADMISSION'), organisation: '', at: '' }],
    }),
  ).toBeUndefined()
})

const displayName = { sha256: '', sizeBytes: 1 }
const term = (person: string, role: string, from: string, rest: Partial<Term> = {}): Term => ({
  ...{ person, role: `TERM_ROLE_${role}` as Term['role'], from, displayName },
  ...rest,
})

const fitness = (signatories: readonly Term[], persons: readonly string[], fen = 0n, name = 'APPROVAL') =>
  unfitPersons(step(name), by(signedBy(...persons), { signatories, fen }), { steps: [] })

test('a body that names nobody to a role of money leaves open who signs', () => {
  expect(fitness([], ['p-1'])).toBeUndefined()
  expect(fitness([term('p-2', 'OFFICER', '')], ['p-1'], 100n)).toBeUndefined()
  // From the first day on that somebody has one.
  expect(fitness([term('p-2', 'APPROVER', '2026-03-03')], ['p-1'])).toBeUndefined()
})

test.each([
  ['ADMISSION', 'HANDLER'],
  ['CREDIT_CHECK', 'HANDLER'],
  ['EXPERT_REVIEW', 'HANDLER'],
  ['FINANCE_REVIEW', 'REVIEWER'],
  ['APPROVAL', 'APPROVER'],
])('once it has, %s is signed by them who are its %s', (name, role) => {
  const signatories = [term('p-1', role, '2026-03-02'), term('p-2', role, '2026-01-01', { to: '2026-03-01' })]
  const refused = (person: string) => ({
    reason: 'SIGNER_WITHOUT_ROLE',
    kind: 'precondition',
    details: { person, role },
  })
  expect(fitness(signatories, ['p-1'], 0n, name)).toBeUndefined()
  expect(fitness(signatories, ['p-3'], 0n, name)).toEqual(refused('p-3'))
  // Everybody who signs it; and a term that is over gives nobody the role, nor takes from the body that it has roles.
  expect(fitness(signatories, ['p-1', 'p-3'], 0n, name)).toEqual(refused('p-3'))
  expect(fitness(signatories, ['p-2'], 0n, name)).toEqual(refused('p-2'))
  expect(fitness(signatories.slice(1), ['p-2'], 0n, name)).toEqual(refused('p-2'))
  const other = role === 'REVIEWER' ? 'PAYER' : 'REVIEWER'
  expect(fitness([term('p-1', other, '')], ['p-1'], 0n, name)).toEqual(refused('p-1'))
})

test('up to a limit one person signs, over it two do', () => {
  const limited = (person: string, limitFen: string) => term(person, 'APPROVER', '', { limitFen })
  const signatories = [limited('p-1', '100'), limited('p-2', '500'), term('p-3', 'APPROVER', '')]
  expect(fitness(signatories, ['p-1'], 100n)).toBeUndefined()
  const needed = { reason: 'TWO_PERSONS_NEEDED', kind: 'precondition', details: { person: 'p-1', fen: '100' } }
  expect(fitness(signatories, ['p-1'], 101n)).toEqual(needed)
  // The same person twice is one.
  expect(fitness(signatories, ['p-1', 'p-1'], 101n)).toEqual(needed)
  expect(fitness(signatories, ['p-1', 'p-2'], 501n)).toBeUndefined()
  expect(fitness(signatories, ['p-3'], 1_000n)).toBeUndefined()
  const letter = by(signedBy('p-2'), { signatories, fen: 501n })
  expect(unfitDuty('APPROVE', letter, [])).toMatchObject({
    reason: 'TWO_PERSONS_NEEDED',
    details: { person: 'p-2', fen: '500' },
  })
})
