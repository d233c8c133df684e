import { expect, test } from 'vitest'
import { Task } from '#proto/qiantou/task/v1/task_service.ts'
import { Names } from './names.ts'
import { taskSheet, taskTable } from './task.ts'

const names = new Names([], { language: 'zh', programme: 'p' } as never)
const [kjt, fgw, gxt] = ['organisations/hn-kjt', 'organisations/hn-fgw', 'organisations/hn-gxt']
const day = (month: number) => ({ year: 2026, month, day: 15 })

const joint = {
  name: 'programmes/p/tasks/t',
  mode: 'RESPONSIBILITY_MODE_JOINT',
  state: 'TASK_STATE_ISSUED',
  content: { title: '平台', due: day(10), monthlyReport: { day: 25, reminderDays: 3 } },
  assignments: [
    { body: { organisation: kjt }, state: 'ASSIGNMENT_STATE_TRANSFERRED' },
    {
      body: { organisation: fgw },
      state: 'ASSIGNMENT_STATE_IN_PROGRESS',
      due: day(11),
      formerDues: [day(10)],
      extension: { number: 2, due: day(12), opposedBy: [kjt, gxt] },
      light: { colour: 'LIGHT_COLOUR_RED' },
    },
    { body: { organisation: gxt }, state: 'ASSIGNMENT_STATE_ACCEPTED', light: { colour: 'LIGHT_COLOUR_BLUE' } },
  ],
  compiler: gxt,
  countersignedBy: [kjt],
  dissentedBy: [fgw],
  copied: ['organisations/hn-czt'],
  acknowledgeBy: day(3),
  provisional: true,
  light: { colour: 'LIGHT_COLOUR_RED', reason: 'LIGHT_REASON_OVERDUE', turn: [fgw] },
}
const taskOf = (change: object = {}): Task => Task.fromPartial({ ...joint, ...change } as object)

test('who answered, who compiles, what moved and what waits stand in the sheet', () => {
  const sheet = taskSheet(taskOf(), names, 'zh')
  for (const line of [
    /^灯 +■ 红:逾期未办结,应由 hn-fgw 办理$/m,
    /^原时限 +hn-fgw:2026-10-15$/m,
    /^延期申请 +hn-fgw:至 2026-12-15;不支持 hn-kjt、hn-gxt$/m,
    /^签收期限 +2026-03-15$/m,
    /^月报 +每月 25 日前,提前 3 天提醒$/m,
    /^期限说明 +.*暂定$/m,
    /^抄送 +hn-czt$/m,
    /^汇总单位 +hn-gxt\(拟定,待确认\)$/m,
    /^已会签 +hn-kjt$/m,
    /^有异议 +hn-fgw$/m,
    /^hn-fgw .*办理中 +■ 红 +2026-11-15/m,
    /^hn-kjt .*转办 +—/m,
  ])
    expect(sheet).toMatch(line)
  expect(taskSheet(taskOf({ compilerConfirmed: true }), names, 'en')).toMatch(/^compiler +hn-gxt \(confirmed\)$/m)
  expect(taskSheet(taskOf({ mode: 'RESPONSIBILITY_MODE_LED' }), names, 'en')).not.toMatch(/^compiler/m)
})

test('it is due with the last of its parts, as the bus says', () => {
  const moved = taskOf({ due: day(11) })
  expect(taskSheet(moved, names, 'zh')).toMatch(/^时限 +2026-11-15$/m)
  expect(taskTable([moved], names, 'zh')).toContain('2026-11-15')
  expect(taskSheet(taskOf(), names, 'zh')).toMatch(/^时限 +2026-10-15$/m)
})

test('of what was said about it the sheet tells what it is, and by whom', () => {
  const texts = ['已达标准', '口径不一', '同意'].map((value) => ({ value }))
  const said = taskOf({
    texts,
    textOrigins: [
      { kind: 'TEXT_KIND_CLOSING_STATEMENT', author: gxt, evidence: [{ title: '名单' }, { title: '报告' }] },
      { kind: 'TEXT_KIND_DISSENT', author: fgw },
      { kind: 'TEXT_KIND_RULING', author: fgw, minutes: '〔2026〕12号', signOff: [{ person: 'p-1' }] },
    ],
  })
  expect(taskSheet(said, names, 'zh')).toMatch(
    /^销号说明 +hn-gxt:已达标准 \[名单, 报告\]\n异议 +hn-fgw:口径不一\n裁定 +hn-fgw:同意\(依据〔2026〕12号\) \{.* p-1\}$/m,
  )
  expect(taskSheet(taskOf({ texts }), names, 'en')).toMatch(
    /^statement +已达标准\nstatement +口径不一\nstatement +同意$/m,
  )
})

test('a request that no lead has spoken of says so', () => {
  const [, part] = joint.assignments
  const asked = { ...part, extension: { number: 1, due: day(12) } }
  expect(taskSheet(taskOf({ assignments: [asked] }), names, 'en')).toContain('no opinion of a lead yet')
})

test('a row has a light, and counts no part that has gone to another body', () => {
  expect(taskTable([taskOf()], names, 'zh').split('\n')[1]).toMatch(/^t +已交办 +■ 红 +2026-10-15 +1\/2 +平台$/)
})

test('of a body that is gone it says so, and what the authority can do while the part waits for it', () => {
  const gone = (state: string) => taskOf({ assignments: [{ body: { organisation: fgw }, gone: true, state }] })
  const waits = gone('ASSIGNMENT_STATE_IN_PROGRESS')
  expect(taskSheet(waits, names, 'zh')).toMatch(/^hn-fgw +hn-fgw\(已撤销,无承接单位\) .*办理中/m)
  expect(taskSheet(waits, names, 'zh')).toMatch(/^无承接单位 +hn-fgw:单位已撤销,无承接单位:可转办/m)
  const en = taskSheet(waits, names, 'en')
  expect(en).toMatch(/^hn-fgw +hn-fgw \(gone\) /m)
  expect(en).toMatch(
    /^gone +hn-fgw: its body has ended and nobody succeeds it: task transfer, task waive, or directory succeed$/m,
  )
  // What was submitted waits for whoever reviews it.
  expect(taskSheet(gone('ASSIGNMENT_STATE_SUBMITTED'), names, 'en')).toContain('hn-fgw (gone)')
  expect(taskSheet(gone('ASSIGNMENT_STATE_SUBMITTED'), names, 'en')).not.toContain('task waive')
  expect(taskSheet(taskOf(), names, 'en')).not.toContain('gone')
})
