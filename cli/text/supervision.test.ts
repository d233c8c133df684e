import { expect, test } from 'vitest'
import { Supervision } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { Names } from './names.ts'
import { supervisionSheet } from './supervision.ts'

test('the last day for a reply that counts days nobody has announced is said to be provisional', () => {
  const replyBy = { year: 2027, month: 1, day: 13 }
  const of = (provisional: boolean) =>
    Supervision.fromPartial({
      ...{ name: 'programmes/p/tasks/t/supervisions/hn-fgw', organisation: 'organisations/hn-fgw' },
      steps: [{ number: 1, step: 'SUPERVISION_STEP_REMINDER_LETTER', state: 'STEP_STATE_OPEN', replyBy, provisional }],
    } as object)
  const names = new Names([], { language: 'zh', programme: 'p' } as never)
  expect(supervisionSheet(of(true), names, 'zh')).toMatch(/^.* +2027-01-13 \(暂定\)$/m)
  expect(supervisionSheet(of(false), names, 'zh')).toMatch(/^.* +2027-01-13$/m)
})
