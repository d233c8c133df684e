import { expect, it } from 'vitest'
import { Application } from '#proto/qiantou/application/v1/application_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { nextText } from './application.ts'

const claim = (nextStep: Application['nextStep'], sharedClaimedFen = 0n): Application =>
  Application.fromPartial({
    ...{ nextStep, content: { measure: 'programmes/hunan/measures/shared', call: '2026-1' } },
    assessment: { shared: true, fen: 100n, sharedClaimedFen },
  })

it('says by when it is decided whether it is admitted', () => {
  const one = Application.fromPartial({ nextStep: 'PROCEDURE_STEP_ADMISSION', until: toDate('2026-03-09') })
  expect([nextText(one, 'en'), nextText(one, 'zh')]).toEqual(['admission (until 2026-03-09)', '受理(至 2026-03-09)'])
  expect(nextText({ ...one, until: undefined }, 'en')).toBe('admission')
})

it.each([
  ['PROCEDURE_STEP_CREDIT_CHECK', 0n, 'credit check'],
  ['PROCEDURE_STEP_FINANCE_REVIEW', 0n, 'sharing out the pool (apportionment make shared/2026-1)'],
  ['PROCEDURE_STEP_FINANCE_REVIEW', 300n, 'finance review'],
] as const)('before %s, a claim on a shared pool of which %s fen were claimed waits for %s', (step, claimed, said) => {
  expect(nextText(claim(step, claimed), 'en')).toBe(said)
})
