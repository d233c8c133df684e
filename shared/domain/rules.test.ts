/** What a programme sets otherwise, and what stands in its place where it says nothing. */
import { expect, test } from 'vitest'
import { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { repeatRulesOf, rulesInFull, rulesOf, supervisionRulesOf } from './rules.ts'

test('of supervision and repeats nothing stands in a record while all of it is as by default', () => {
  const usual = Rules.encode(rulesOf(undefined)).finish().length
  const said = rulesOf(Rules.fromPartial({ supervision: { urgeWorkingDays: 1 }, repeats: { days: 30 } }))
  expect(Rules.encode(said).finish()).toHaveLength(usual)
  expect(supervisionRulesOf(said)).toMatchObject({ urgeWorkingDays: 1, replyWorkingDays: 5, withoutInterview: false })
  expect(repeatRulesOf(said)).toMatchObject({ days: 30, alikePercent: 60 })
})

test('what is set otherwise stands in full', () => {
  const said = rulesOf(Rules.fromPartial({ supervision: { withoutInterview: true }, repeats: { alikePercent: 80 } }))
  expect(said).toMatchObject({
    supervision: { urgeWorkingDays: 1, replyWorkingDays: 5, withoutInterview: true },
    repeats: { days: 30, alikePercent: 80 },
  })
  expect(rulesOf(said)).toEqual(said)
})

test('people are told every default', () => {
  expect(rulesInFull(undefined)).toMatchObject({
    acknowledgeWorkingDays: 2,
    supervision: { urgeWorkingDays: 1, replyWorkingDays: 5 },
    repeats: { days: 30, alikePercent: 60 },
  })
})
