import { expect, test } from 'vitest'
import { Assignment, type Review } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { assignmentSheet } from './assignment.ts'
import { Names } from './names.ts'

const names = new Names([], { language: 'zh', programme: 'p' } as never)
const review = (outcome: Review['outcome'], value?: string): Partial<Review> => ({
  outcome,
  reviewer: 'organisations/hn-kjt',
  time: new Date('2026-03-02T04:00:00Z'),
  ...(value ? { reason: { $type: 'qiantou.record.v1.Text', reference: undefined, value } } : {}),
})
const linesOf = (assignment: object, language: 'zh' | 'en'): readonly string[] => {
  const whole = Assignment.fromPartial({ name: 'programmes/p/tasks/t/assignments/hn-fgw', ...assignment })
  return assignmentSheet(whole, names, language).split('\n')
}

test('a return stands under its submission, with who and why, in both languages', () => {
  const submissions = [
    { number: 1, percent: 100, review: review('REVIEW_OUTCOME_RETURNED', '材料不全') },
    { number: 2, percent: 100, review: review('REVIEW_OUTCOME_ACCEPTED') },
  ]
  const [zh, en] = [linesOf({ submissions }, 'zh'), linesOf({ submissions }, 'en')]
  expect(zh.filter((line) => /^(退回重办|审核通过)/.test(line))).toEqual([
    expect.stringMatching(/^退回重办 +1\. 2026-03-02 12:00(:00)? hn-kjt 材料不全$/),
    expect.stringMatching(/^审核通过 +2\. 2026-03-02 12:00(:00)? hn-kjt$/),
  ])
  expect(en).toContainEqual(expect.stringMatching(/^returned +1\. .* hn-kjt 材料不全$/))
  expect(en).toContainEqual(expect.stringMatching(/^accepted +2\. /))
  expect(zh.findIndex((line) => line.startsWith('退回重办'))).toBe(zh.findIndex((line) => /^办结 +1\./.test(line)) + 1)
})

test('what was decided on a request to be released is said with its reason', () => {
  const reassignmentReview = review('REVIEW_OUTCOME_UPHELD', '属其三定职责')
  expect(linesOf({ reassignmentReview }, 'en')).toContainEqual(
    expect.stringMatching(/^upheld +2026-03-02 .* hn-kjt 属其三定职责$/),
  )
})

test('where an answer leaves out older reports, it says how many there were', () => {
  const some = { reports: [{ number: 25, percent: 60 }], reportCount: 25 }
  expect(linesOf(some, 'zh').join('\n')).toMatch(/进展 +共 25 次,以下为最近 1 次;全部见 qiantou event history/)
  expect(linesOf(some, 'en').join('\n')).toMatch(/report +the newest 1 of 25; all of them: qiantou event history/)
  expect(linesOf({ reports: some.reports, reportCount: 1 }, 'en').join('\n')).not.toContain('newest')
})
