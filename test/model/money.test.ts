/**
 * Random histories of one pool: budgets, years that are closed, applications, awards, payments and vouchers; paid in parts,
 * refused by the bank, sent back, late and twice, amended after they were paid, claimed back, paid over years, planned; bodies
 * that end and are succeeded.
 * `QIANTOU_SEED` says which, and `QIANTOU_MONEY_HISTORIES` how many.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkDuties, checkRecords, checkShares, checkStanding, marks, marksOf } from './award-books.ts'
import { checkApplications, checkGrants, checkLedger, checkPool } from './money-books.ts'
import { MoneyGame } from './money-game.ts'
import { applicationMove, type MoneyMove, moneyMove } from './money-move.ts'
import { checkRosters } from './roster-act.ts'

const histories = Number(process.env.QIANTOU_MONEY_HISTORIES ?? 80)
const award = { kind: 'award', steps: 3, project: '', fen: 301n, basis: 300n, others: 0n } as const
const start = (years: readonly number[], fen: bigint): readonly MoneyMove[] => [
  ...years.map((year) => ({ kind: 'setBudget' as const, year, fen })),
  ...[
    { ...award, applicant: 1, measure: 'spending' },
    { ...award, applicant: 2, measure: 'yearly' },
  ],
  ...[
    { kind: 'pay' as const, which: 0 },
    { kind: 'redeem' as const, which: 5, fen: 29n },
  ],
]

/** What histories must have come to, so that what is checked has happened; the rest of it in many. */
const mustMeet: Readonly<Record<string, readonly string[]>> = {
  accept: ['NOTHING_TO_REDEEM', 'OK', 'OK after its last day', 'VOUCHER_ENDED'],
  agree: ['OK'],
  agreePayment: ['OK'],
  amend: [
    'AWARD_UNCHANGED',
    'NOT_YOUR_TURN',
    'OK after payment',
    'OK before payment',
    'OK below paid',
    'PAYMENT_UNDER_WAY',
    'TWO_PERSONS_NEEDED',
  ],
  apportion: ['CLAIMS_OPEN', 'OK'],
  approvePayment: ['OK', 'TRANSFER_NOT_READY'],
  award: [
    'admit GRANTED_BEFORE',
    'admit NOTHING_TO_AWARD',
    'admit POOL_EXHAUSTED',
    'approve OK',
    'approve TWO_PERSONS_NEEDED',
    'review NOTHING_TO_AWARD',
  ],
  book: ['BOOKED_TOO_MUCH', 'OK', 'OK all the same', 'OK partly', 'ORDER_ENDED', 'TRANSFER_NOT_READY'],
  cancel: ['OK'],
  claimPayment: ['CLAIMED_BY_AMENDMENT', 'MORE_THAN_PAID', 'NOT_YOUR_TURN', 'OK', 'OK once more'],
  closeYear: ['OK', 'YEAR_NOT_OVER'],
  draw: ['INSTALMENTS_STOPPED', 'INSTALMENT_DRAWN', 'INSTALMENT_NOT_YET', 'NOT_YOUR_TURN', 'NO_INSTALMENTS', 'OK'],
  endOrder: ['OK', 'SECOND_PERSON_NEEDED', 'TRANSFER_NOT_READY'],
  evaluate: ['EVALUATED_BEFORE', 'NOT_PAID', 'OK'],
  importRoster: ['OK', 'ROSTER_ROWS_LISTED'],
  issue: [
    'CREDIT_NOT_GOOD',
    'NOT_YOUR_TURN',
    'OK',
    'POOL_EXHAUSTED',
    'VOUCHER_EXISTS',
    'VOUCHER_OUTLASTS_MEASURE',
    'VOUCHER_TOO_LARGE',
  ],
  matchRow: ['OK', 'OK OK', 'ROSTER_ROW_MATCHED'],
  order: [
    'ACCOUNT_CHANGES',
    'ACCOUNT_OF_ANOTHER',
    'CREDIT_NOT_GOOD',
    'DUTIES_NOT_SEPARATE',
    'NO_ACCOUNT',
    'OK',
    'TRANSFER_NOT_READY',
    'TWO_PERSONS_NEEDED',
  ],
  pay: ['OK'],
  plan: ['NOTHING_TO_PLAN', 'OK'],
  present: ['INVOICE_USED', 'OK', 'TIME_LIMIT_PASSED', 'VOUCHER_ENDED'],
  recover: ['NOTHING_CLAIMED', 'OK', 'OK partly'],
  recoverPayment: ['NOTHING_CLAIMED', 'OK', 'OK partly'],
  redeem: ['CREDIT_NOT_GOOD', 'OK', 'POOL_EXHAUSTED', 'VOUCHER_TOO_LARGE'],
  refusePresentation: ['OK'],
  reject: ['OK', 'TRANSFER_NOT_READY'],
  repeat: ['BANK_ENTRY_HEARD'],
  request: ['MORE_THAN_RESERVED', 'NOT_YOUR_TURN', 'OK', 'SIGNER_WITHOUT_ROLE', 'TRANSFER_EXISTS'],
  return: [
    'OK CONFIRMED',
    'OK ORDERED',
    'OK RETURNED',
    'OK of a former order',
    'OK settled',
    'OK settled of a voucher',
    'OK settled partly',
    'ORDER_ENDED',
    'RETURNED_TOO_MUCH',
  ],
  succeed: ['BODY_NOT_CONCERNED', 'BODY_WITHOUT_SUCCESSOR', 'OK in part', 'OK into another', 'OK of many'],
  setBudget: ['BUDGET_IN_USE', 'SIGN_OFF_NEEDED', 'TWO_PERSONS_NEEDED'],
  share: ['OK among several'],
  withdrawRoster: ['OK', 'OK in part'],
  withdrawPayment: ['OK APPROVED', 'OK REQUESTED', 'OK RETURNED'],
}
const inMany: Readonly<Record<string, readonly string[]>> = {
  apportion: ['APPLICATIONS_CHANGED', 'APPORTIONED', 'APPORTIONMENT_NOT_FOUND', 'CALL_STILL_OPEN', 'NOT_YOUR_TURN'],
  accept: ['DUTIES_NOT_SEPARATE', 'NOT_YOUR_TURN', 'PRESENTATION_ANSWERED', 'PRESENTATION_NOT_FOUND'],
  agree: [
    'DUTIES_NOT_SEPARATE',
    'INSTALMENTS_MISFIT',
    'INSTALMENT_IN_PAST',
    'NOTHING_CLAIMED',
    'NOT_FINANCE_DEPARTMENT',
    'SIGN_OFF_NEEDED',
  ],
  agreePayment: ['INSTALMENTS_MISFIT', 'INSTALMENT_IN_PAST', 'NOTHING_CLAIMED', 'NOT_FINANCE_DEPARTMENT'],
  amend: ['APPLICATION_NOT_APPROVED', 'DUTIES_NOT_SEPARATE', 'SIGNER_WITHOUT_ROLE', 'SIGN_OFF_NEEDED'],
  approvePayment: [
    'DUTIES_NOT_SEPARATE',
    'NOT_FINANCE_DEPARTMENT',
    'SIGNER_WITHOUT_ROLE',
    'SIGN_OFF_NEEDED',
    'TWO_PERSONS_NEEDED',
  ],
  award: [
    'admit TWO_PERSONS_NEEDED',
    'review POOL_EXHAUSTED',
    'review TWO_PERSONS_NEEDED',
    'approve reviewFinance TWO_PERSONS_NEEDED',
  ],
  book: ['ORDER_ENDED'],
  cancel: ['NOT_YOUR_TURN', 'VOUCHER_ENDED'],
  draw: [
    'APPLICATION_NOT_APPROVED',
    'CREDIT_NOT_GOOD',
    'INSTALMENT_BEYOND',
    'POOL_EXHAUSTED',
    'SIGNER_WITHOUT_ROLE',
    'TWO_PERSONS_NEEDED',
  ],
  claimPayment: ['DUTIES_NOT_SEPARATE', 'SIGNER_WITHOUT_ROLE', 'SIGN_OFF_NEEDED', 'TWO_PERSONS_NEEDED'],
  endOrder: ['NOT_FINANCE_DEPARTMENT', 'ORDER_NOT_LEFT', 'SIGN_OFF_NEEDED'],
  evaluate: ['NOT_YOUR_TURN'],
  issue: ['MEASURE_WITHOUT_BILLS', 'MEASURE_WITHOUT_VOUCHERS', 'SIGNER_WITHOUT_ROLE'],
  order: ['SIGNER_WITHOUT_ROLE', 'SIGN_OFF_NEEDED'],
  plan: [
    'APPLICATION_NOT_APPROVED',
    'NOT_YOUR_TURN',
    'PLAN_DAY_PAST',
    'PLAN_MILESTONE_UNKNOWN',
    'PLAN_MISFIT',
    'SIGNER_WITHOUT_ROLE',
    'SIGN_OFF_NEEDED',
  ],
  present: ['NOT_SPONSOR'],
  recover: ['DAY_NOT_YET', 'MORE_THAN_CLAIMED', 'NOT_FINANCE_DEPARTMENT'],
  recoverPayment: ['DAY_NOT_YET', 'MORE_THAN_CLAIMED', 'NOT_FINANCE_DEPARTMENT', 'RECOVERY_KNOWN', 'SIGN_OFF_NEEDED'],
  redeem: ['NOTHING_TO_REDEEM'],
  refusePresentation: ['PRESENTATION_ANSWERED', 'PRESENTATION_NOT_FOUND', 'VOUCHER_ENDED'],
  repeat: ['BOOKED_TOO_MUCH', 'OK', 'ORDER_ENDED', 'RETURNED_TOO_MUCH', 'TRANSFER_NOT_READY'],
  request: ['APPLICATION_NOT_APPROVED', 'DUTIES_NOT_SEPARATE', 'MORE_THAN_PROPOSED', 'SIGN_OFF_NEEDED'],
  return: ['OK WITHDRAWN'],
  setBudget: ['SIGNER_WITHOUT_ROLE', 'YEAR_CLOSED'],
  importRoster: ['NOT_YOUR_TURN', 'ROSTER_EXISTS'],
  matchRow: [
    'BUDGET_NOT_SET',
    'NOTHING_TO_AWARD',
    'NOT_YOUR_TURN',
    'POOL_EXHAUSTED',
    'ROSTER_ROW_NOT_FOUND',
    'ROSTER_WITHDRAWN',
  ],
  withdrawRoster: ['NOT_YOUR_TURN', 'ROSTER_MATCHED_WHOLLY', 'ROSTER_WITHDRAWN'],
  withdrawPayment: ['NOT_YOUR_TURN', 'TRANSFER_NOT_READY'],
}
const many = 1_000

const beforeApproval: Readonly<Record<string, readonly string[]>> = {
  admit: [
    ...['APPLICATION_ENDED', 'APPLICATION_NOT_FOUND', 'BUDGET_NOT_SET', 'GRANTED_BEFORE', 'NOTHING_TO_AWARD', 'OK'],
    ...['POOL_EXHAUSTED', 'STEP_NOT_NEXT', 'YEAR_CLOSED'],
  ],
  approve: ['OK'],
  closeYear: ['BUDGET_NOT_SET', 'OK', 'YEAR_CLOSED', 'YEAR_NOT_OVER'],
  refuse: ['APPLICATION_APPROVED', 'OK'],
  review: ['NOTHING_TO_AWARD', 'OK', 'POOL_EXHAUSTED', 'STEP_NOT_NEXT', 'YEAR_CLOSED'],
  setBudget: ['BUDGET_IN_USE', 'BUDGET_UNCHANGED', 'OK', 'YEAR_CLOSED'],
  withdraw: ['APPLICATION_ENDED', 'OK'],
}

/** Plays histories, and asks after every move. @returns what was answered, and where they came to */
function played(move: fc.Arbitrary<MoneyMove>): ReadonlySet<string> {
  const met = new Set<string>()
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom([2025, 2026, 2027], [2025, 2026, 2027], [2025, 2026]),
      fc.constantFrom(120n, 250n, 600n),
      fc.array(move, { minLength: 1, maxLength: 200, size: 'max' }),
      (carriesOver, hasDirectory, years, budget, moves) => {
        const game = new MoneyGame(carriesOver, hasDirectory)
        for (const one of [...start(years, budget), ...moves]) {
          met.add(game.take(one))
          if ([...game.model.years.values()].some(({ carried }) => carried > 0n)) met.add('a year carries over')
          checkPool(game)
          checkGrants(game)
          checkApplications(game)
          checkStanding(game)
        }
        for (const one of marksOf(game)) met.add(one)
        checkLedger(game)
        checkDuties(game)
        checkShares(game)
        checkRosters(game)
        checkRecords(game)
      },
    ),
    { numRuns: histories },
  )
  return met
}

const missed = (met: ReadonlySet<string>, ...kinds: readonly Readonly<Record<string, readonly string[]>>[]) =>
  kinds
    .flatMap((one) => Object.entries(one))
    .flatMap(([kind, all]) => all.map((one) => `${kind} ${one}`))
    .filter((one) => !met.has(one))

test('whatever is paid, sent back, amended and claimed, the books are those of a second model', {
  timeout: 600_000,
}, () => {
  const met = played(moneyMove)
  expect(missed(met, mustMeet, histories < many ? {} : inMany)).toEqual([])
  expect(marks.filter((mark) => !met.has(mark))).toEqual([])
})

test('whatever is admitted, refused and let go, no pool is overdrawn, and no ceiling passed', {
  timeout: 600_000,
}, () => {
  const met = played(applicationMove())
  expect(missed(met, beforeApproval)).toEqual([])
  expect(met).toContain('a year carries over')
})
