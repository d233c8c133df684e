import { expect, it } from 'vitest'
import {
  AssignmentDelegated,
  Deadline,
  DeadlineReached,
  ProgressReported,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import {
  AssignmentUrged,
  ReadersChanged,
  StepIssued,
  StepReplied,
} from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { DissentRuled, ExtensionGranted, TaskClosed, TaskIssued } from '#proto/qiantou/task/v1/task_events.ts'
import { consultationDecider } from '#services/coordination-office/domain/consultation.ts'
import { organisationDecider } from '#services/coordination-office/domain/organisation.ts'
import { reportDecider } from '#services/coordination-office/domain/report.ts'
import { supervisionDecider } from '#services/coordination-office/domain/supervision.ts'
import { allocationDecider } from '#services/finance/domain/allocation.ts'
import { applicationDecider } from '#services/finance/domain/application.ts'
import { apportionmentDecider } from '#services/finance/domain/apportionment.ts'
import { awaitedTaskDecider } from '#services/finance/domain/awaited-task.ts'
import { measureDecider } from '#services/finance/domain/measure.ts'
import { payeeDecider } from '#services/finance/domain/payee.ts'
import { poolDecider } from '#services/finance/domain/pool.ts'
import { quotaDecider } from '#services/finance/domain/quota.ts'
import { rosterDecider } from '#services/finance/domain/roster.ts'
import { transferDecider } from '#services/finance/domain/transfer.ts'
import { voucherDecider } from '#services/finance/domain/voucher.ts'
import { programmeDecider } from '#services/lead-agency/domain/programme.ts'
import { taskDecider } from '#services/lead-agency/domain/task.ts'
import { assignmentDecider } from '#services/supporting-department/domain/assignment.ts'
import type { AnyDecider, Fact } from '#shared/domain/decider.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { Names } from './names.ts'
import { eventLine, toldTypes } from './record.ts'

const task = 'programmes/p/tasks/t'
const names = (language: 'zh' | 'en') => new Names([], { language, programme: 'p' } as never)

/** A record of a fact that somebody recorded about something. */
const recordOf = (fact: Fact, actor: string, subject: string, signoff: readonly SignOff[] = []) => {
  const { bytes } = new Chain('//qiantou/lead-agency').next({ actor, subject, signoff }, fact)
  return readRecord(bytes)
}

/** What is said of it, behind its position and time. */
const lineOf = (record: ReadRecord, language: 'zh' | 'en'): string =>
  eventLine({ position: 7n, record }, names(language), language).replace(/^#7 +\S+ \S+ +/, '')

const said = (
  fact: Fact,
  actor: string,
  subject: string,
  language: 'zh' | 'en',
  signoff?: readonly SignOff[],
): string => lineOf(recordOf(fact, actor, subject, signoff), language)

const day = { year: 2026, month: 11, day: 20 }
const reached = (deadline: Deadline, language: 'zh' | 'en', milestone = ''): string => {
  const fact = DeadlineReached.fromPartial({ deadline, milestone, date: day })
  return said(fact, 'services/supporting-department', `${task}/assignments/hn-jyt`, language)
}

it('has words for every type of fact that somebody records', () => {
  const deciders: readonly AnyDecider[] = [
    ...[programmeDecider, taskDecider, assignmentDecider, organisationDecider],
    ...[consultationDecider, supervisionDecider, reportDecider],
    ...[measureDecider, poolDecider, applicationDecider, payeeDecider, transferDecider, allocationDecider],
    ...[apportionmentDecider, rosterDecider, voucherDecider, awaitedTaskDecider, quotaDecider],
  ]
  const owned = deciders.flatMap(({ owns }) => owns.map(({ $type }) => $type))
  expect([...toldTypes].sort()).toEqual([...owned].sort())
})

it('says which limit passed, of whose part, as the bus itself tells it', () => {
  expect(reached('DEADLINE_ACKNOWLEDGE', 'zh')).toBe('系统提示 hn-jyt:签收期限已过(2026-11-20)')
  expect(reached('DEADLINE_MILESTONE', 'zh', 'm1')).toBe('系统提示 hn-jyt:阶段目标 m1 逾期(2026-11-20)')
  expect(reached('DEADLINE_DUE', 'en')).toBe('the bus tells hn-jyt: overdue, it was due on 2026-11-20')
  // A reminder that is told after the day is no less true.
  expect(reached('DEADLINE_WARNING', 'en')).toBe('the bus tells hn-jyt: reminder: it is due on 2026-11-20')
  const limits = Object.values(Deadline).filter((limit) => !/UNSPECIFIED|UNRECOGNIZED/.test(limit))
  for (const language of ['zh', 'en'] as const)
    expect(new Set(limits.map((limit) => reached(limit, language))).size).toBe(limits.length)
})

it('says of whatever is told who handled, reviewed and signed it, and nothing where nobody is named', () => {
  const chain = [
    SignOff.create({ step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' }),
    SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' }),
  ]
  const told = (language: 'zh' | 'en', signoff?: typeof chain) =>
    said(TaskClosed.create(), 'organisations/hn-office', task, language, signoff)
  expect(told('zh', chain)).toBe(`${told('zh')} {经办 p-17 → 签发 p-1}`)
  expect(told('en', chain)).toBe(`${told('en')} {handled p-17 → signed p-1}`)
  expect(told('zh', [])).toBe(told('zh'))
  expect(told('zh')).not.toContain('{')
})

it('puts the right article before a step of supervision', () => {
  const issued = (step: 'SUPERVISION_STEP_INTERVIEW' | 'SUPERVISION_STEP_BULLETIN') =>
    said(StepIssued.fromPartial({ step, number: 3 }), 'organisations/hn-fgw', `${task}/supervisions/hn-jyt`, 'en')
  expect(issued('SUPERVISION_STEP_INTERVIEW')).toContain('issued an interview')
  expect(issued('SUPERVISION_STEP_BULLETIN')).toContain('issued a bulletin')
})

it('says whom supervision is about, unless that body itself says something', () => {
  const subject = `${task}/supervisions/hn-jyt`
  const urged = (actor: string, language: 'zh' | 'en') =>
    said(AssignmentUrged.fromPartial({}), actor, subject, language)
  expect(urged('organisations/hn-fgw', 'zh')).toBe('hn-fgw → hn-jyt:催办')
  expect(urged('organisations/hn-fgw', 'en')).toBe('hn-fgw → hn-jyt: urged')
  expect(said(StepReplied.fromPartial({}), 'organisations/hn-jyt', subject, 'en')).toMatch(/^hn-jyt: /)
})

it('says who reads a supervision from then on, where others lead', () => {
  const changed = (language: 'zh' | 'en', ...leads: readonly string[]) =>
    said(
      ReadersChanged.fromPartial({ leads: [...leads] }),
      'services/coordination-office',
      `${task}/supervisions/hn-jyt`,
      language,
    )
  expect(changed('zh', 'organisations/hn-fgw', 'organisations/hn-kjt')).toContain('由 hn-fgw、hn-kjt 牵头并阅看')
  expect(changed('en', 'organisations/hn-fgw')).toContain('opened to the new lead hn-fgw')
  expect(changed('en')).toContain('closed to leads: nobody leads the task any more')
})

it('says for whom a body acts that was delegated to', () => {
  const report = ProgressReported.fromPartial({ percent: 60, corrects: 2 })
  const subject = `${task}/assignments/hn-jyt`
  expect(said(report, 'organisations/hn-wlt', subject, 'zh')).toBe('hn-wlt 代 hn-jyt:更正第 2 次报告:60%')
  expect(said(report, 'organisations/hn-jyt', subject, 'en')).toBe('hn-jyt: corrected report 2: 60%')
  const delegation = AssignmentDelegated.fromPartial({ organisation: 'organisations/hn-wlt', from: day, until: day })
  expect(said(delegation, 'organisations/hn-jyt', subject, 'zh')).toBe(
    'hn-jyt:委托 hn-wlt 代为办理(2026-11-20 至 2026-11-20)',
  )
})

it('says what the office decides', () => {
  const office = 'organisations/hn-office'
  const ruling = DissentRuled.fromPartial({ closes: true, minutes: '专题会议纪要 12' })
  expect(said(ruling, office, task, 'zh')).toBe('hn-office:依据会议纪要(专题会议纪要 12)裁定:可以销号')
  expect(said(DissentRuled.fromPartial({ ...ruling, closes: false }), office, task, 'en')).toContain(
    'not yet to be closed',
  )
  const grant = ExtensionGranted.fromPartial({ organisation: 'organisations/hn-jyt', milestone: 'm1', due: day })
  expect(said(grant, office, task, 'zh')).toBe('hn-office:同意 hn-jyt 延期(阶段目标 m1)至 2026-11-20')
  const issued = TaskIssued.fromPartial({
    content: { title: '目录' },
    bodies: [{}, {}],
    copied: ['organisations/hn-czt'],
  })
  expect(said(issued, office, task, 'zh')).toBe('hn-office:交办任务“目录”,涉及 2 个单位,抄送 hn-czt')
})

it('says the type of a fact that this version does not know', () => {
  const record = { ...recordOf(TaskClosed.create(), 'organisations/hn-kjt', task), type: 'qiantou.moon.v1.MoonLanded' }
  expect(lineOf(record, 'en')).toBe('hn-kjt: qiantou.moon.v1.MoonLanded')
})
