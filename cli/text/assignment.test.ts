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

test('of a part that went to another body it is said to whom, and when', () => {
  const moved = { successor: 'organisations/hn-czt', moveTime: new Date('2026-03-02T04:00:00Z') }
  expect(linesOf({ state: 'ASSIGNMENT_STATE_TRANSFERRED', ...moved }, 'zh')).toContainEqual(
    expect.stringMatching(/^承接单位 +hn-czt 2026-03-02 12:00(:00)?$/),
  )
  expect(linesOf(moved, 'en')).toContainEqual(expect.stringMatching(/^now with +hn-czt 2026-03-02 12:00(:00)?$/))
  expect(linesOf({}, 'en').join()).not.toContain('now with')
})

test('of a part whose body is gone it is said, and what the authority can do', () => {
  const gone = { organisation: 'organisations/hn-fgw', state: 'ASSIGNMENT_STATE_ISSUED', gone: true }
  expect(linesOf(gone, 'zh')).toContainEqual(expect.stringMatching(/^单位 +hn-fgw\(已撤销,无承接单位\)$/))
  expect(linesOf(gone, 'zh')).toContainEqual(
    expect.stringMatching(/^无承接单位 +单位已撤销,无承接单位:.*directory succeed/),
  )
  expect(linesOf(gone, 'en')).toContainEqual(expect.stringMatching(/^body +hn-fgw \(gone\)$/))
  expect(linesOf(gone, 'en')).toContainEqual(
    expect.stringMatching(/^gone +its body has ended and nobody succeeds it: task transfer, task waive,/),
  )
  expect(linesOf({ ...gone, gone: false }, 'en').join()).not.toContain('gone')
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

test('dates that moved, limits, requests with what leads think of them, and who may act stand there', () => {
  const day = (month: number) => ({ year: 2026, month, day: 15 })
  const [lead, decideTime] = ['organisations/hn-kjt', new Date('2026-09-30T20:00:00Z')]
  const assignment = {
    due: day(12),
    formerDues: [day(10), day(11)],
    acknowledgeBy: day(3),
    reviewBy: day(9),
    nextReportDue: day(4),
    extensions: [
      {
        ...{ number: 1, due: day(12), outcome: 'EXTENSION_OUTCOME_GRANTED', reason: { value: '数据未齐' } },
        ...{ grantedDue: day(11), decideTime, opinions: [{ lead, supports: true, text: { value: '属实' } }] },
      },
      {
        ...{ number: 2, due: day(12), outcome: 'EXTENSION_OUTCOME_REFUSED', refusalReason: { value: '理由不足' } },
        ...{ decideTime, opinions: [{ lead, supports: false }] },
      },
      { number: 3, due: day(12), milestone: 'm1' },
    ],
    delegations: [{ delegate: 'organisations/hn-wlt', from: day(3), until: day(6) }],
    milestones: [{ id: 'm1', title: '摸底', due: day(5) }],
    milestoneStates: [{ id: 'm1', due: day(6), light: { colour: 'LIGHT_COLOUR_YELLOW' }, formerDues: [day(5)] }],
    provisional: true,
    light: { colour: 'LIGHT_COLOUR_YELLOW', reason: 'LIGHT_REASON_DUE_NEAR', turn: ['organisations/hn-fgw'] },
  }
  const whole = Assignment.fromPartial({ name: 'programmes/p/tasks/t/assignments/hn-fgw', ...assignment } as object)
  const sheet = assignmentSheet(whole, names, 'zh')
  for (const line of [
    /^灯 +▲ 黄:临近到期,应由 hn-fgw 办理$/m,
    /^时限 +2026-12-15$/m,
    /^原时限 +2026-10-15, 2026-11-15$/m,
    /^签收期限 +2026-03-15$/m,
    /^审核期限 +2026-09-15$/m,
    /^下次月报 +2026-04-15$/m,
    /^延期申请 +1\. 拟延至 2026-12-15,2026-10-01 已同意,延至 2026-11-15;理由:数据未齐$/m,
    /^延期意见 +1\. 支持 hn-kjt:属实$/m,
    /^延期申请 +2\. 拟延至 2026-12-15,2026-10-01 未同意\(理由不足\)$/m,
    /^延期意见 +2\. 不支持 hn-kjt$/m,
    /^延期申请 +3\. m1 拟延至 2026-12-15 待定$/m,
    /^延期意见 +3\. 尚无牵头单位意见$/m,
    /^阶段目标 +m1 2026-06-15\(原时限 2026-05-15\) ▲ 黄 摸底$/m,
    /^期限说明 +含尚未公布放假安排的年份/m,
    /^委托 +hn-wlt 2026-03-15 – 2026-06-15$/m,
  ])
    expect(sheet).toMatch(line)
  const en = assignmentSheet(whole, names, 'en')
  expect(en).toMatch(
    / 1\. asked until 2026-12-15: granted until 2026-11-15 on 2026-10-01; it asked because: 数据未齐$/m,
  )
  expect(en).toMatch(/ 2\. asked until 2026-12-15: refused on 2026-10-01 \(理由不足\)$/m)
})

test('a report says what it corrects and who signed it', () => {
  const signOff = [
    { step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' },
    { step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' },
  ]
  const reports = [{ number: 2, percent: 55, corrects: 1, signOff, text: { value: '更正' } }]
  expect(linesOf({ reports, reportCount: 2 }, 'zh').join('\n')).toMatch(
    /55%\(更正第 1 次\) 更正 \{经办 p-17 → 签发 p-1\}$/m,
  )
  expect(linesOf({ reports, reportCount: 2 }, 'en').join('\n')).toMatch(
    /55% \(corrects 1\) 更正 \{handled p-17 → signed p-1\}$/m,
  )
})

test('why a piece came back is said as such, until it is accepted', () => {
  const piece = { number: 1, organisation: 'organisations/hn-wlt', percent: 60, reason: { value: '缺附表' } }
  const shown = (state: string) => linesOf({ subassignments: [{ ...piece, state }] }, 'en').join('\n')
  expect(shown('SUBASSIGNMENT_STATE_IN_PROGRESS')).toMatch(/60% \| reason: 缺附表$/m)
  expect(shown('SUBASSIGNMENT_STATE_ACCEPTED')).not.toContain('缺附表')
})

test('what came back of a piece is shown under it, with what it brought', () => {
  const brought = { said: { value: '已报送' }, evidence: [{ title: '清单' }], reason: { value: '缺附表' } }
  const returned = [{ ...brought, returnTime: new Date('2026-03-02T04:00:00Z') }]
  const piece = { number: 1, state: 'SUBASSIGNMENT_STATE_ACCEPTED', said: { value: '已补附表' }, returned }
  const [now, before] = linesOf({ subassignments: [piece] }, 'en').filter((line) => line.startsWith('piece'))
  expect(now).toMatch(/ 1\. .* \| 已补附表$/)
  expect(before).toMatch(/ 1\. returned 2026-03-02 12:00(:00)? \| 已报送 \| \[清单\] \| reason: 缺附表$/)
})

test('until when it can ask for release is said only as long as it can', () => {
  const part = Assignment.fromPartial({
    name: 'programmes/p/tasks/t/assignments/hn-fgw',
    state: 'ASSIGNMENT_STATE_ACKNOWLEDGED',
    reassignBy: { year: 2026, month: 3, day: 9 },
  } as object)
  const shown = (today: string, change: object = {}) => assignmentSheet({ ...part, ...change }, names, 'en', today)
  expect(shown('2026-03-09')).toMatch(/^ask for release by +2026-03-09$/m)
  expect(shown('2026-03-10')).not.toContain('ask for release by')
  expect(shown('2026-03-09', { state: 'ASSIGNMENT_STATE_SUBMITTED' })).not.toContain('ask for release by')
})
