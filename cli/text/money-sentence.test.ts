import { expect, it } from 'vitest'
import { moneySentence } from './money-sentence.ts'

const report = (reason: string, message: string, details: Readonly<Record<string, string>>) => ({
  ...{ code: 'FAILED_PRECONDITION', reason, message, details, violations: [] },
})

it.each([
  [
    report('STEP_NOT_NEXT', 'APPROVAL is not next: ADMISSION is', { step: 'APPROVAL', next: 'ADMISSION' }),
    'approval is not next: admission is',
  ],
  [
    report('APPLICATION_ENDED', 'The application has ended: NOT_ADMITTED', { state: 'NOT_ADMITTED' }),
    'The application has ended: not admitted',
  ],
  [
    report('MORE_THAN_RESERVED', '60000000 fen are reserved and not requested yet', { fen: '60000000' }),
    '600,000.00 yuan are reserved and not requested yet',
  ],
  [
    report('NOTHING_TO_AWARD', 'It comes to nothing: CEILING leaves nothing', { step: 'CEILING' }),
    'It comes to nothing: a ceiling leaves nothing',
  ],
  [
    report('SIGNER_WITHOUT_ROLE', 'p-3 is no APPROVER of this body today', { role: 'APPROVER' }),
    'p-3 is no approver of this body today',
  ],
  [
    report('DUTIES_NOT_SEPARATE', 'p-17 has signed PROPOSE already', { person: 'p-17', step: 'PROPOSE' }),
    'p-17 has signed the plan already',
  ],
  [
    report('PLAN_MISFIT', '30000 fen are reserved, and the parts come to 130000 fen', { fen: '30000', sum: '130000' }),
    '300.00 yuan are reserved, and the parts come to 1,300.00 yuan',
  ],
  [
    report('HELD_OTHERWISE', 'hn-changsha holds its quota of this pool as FINANCE_BUREAU', {
      holding: 'FINANCE_BUREAU',
    }),
    'hn-changsha holds its quota of this pool as a lower finance bureau',
  ],
  [report('STEP_NOT_NEXT', 'NEW_STEP is not next', { step: 'NEW_STEP' }), 'NEW_STEP is not next'],
  [report('OTHER', 'APPROVAL', { step: 'APPROVAL' }), 'APPROVAL'],
])('says values in words and amounts in yuan', (refusal, said) => {
  expect(moneySentence(refusal, 'en')).toBe(said)
})

it('says them in Chinese', () => {
  const refusal = report('BUDGET_IN_USE', '2026 年度预算不得少于 60000000 分', { year: '2026', fen: '60000000' })
  expect(moneySentence(refusal, 'zh')).toBe('2026 年度预算不得少于 600,000.00 元')
})
