/** Requests of consultations, as their callers send them, each under an id of its own. */
import { randomUUID } from 'node:crypto'
import {
  AddBodyRequest,
  AnswerConsultationRequest,
  type AnswerKind,
  type Consultation,
  GetConsultationRequest,
  OpenCaseRequest,
  OpenConsultationRequest,
  ReferConsultationRequest,
  RemoveBodyRequest,
  RenewTimeLimitRequest,
  ReviseTextRequest,
  RuleOnConsultationRequest,
  TimeLimit,
  WithdrawConsultationRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { Stubs } from './stubs.ts'

const named = (code: string): string => `organisations/${code}`
export const workingDays = (value: number): TimeLimit => TimeLimit.create({ limit: { $case: 'workingDays', value } })
export const untilDay = (day: Day): TimeLimit => TimeLimit.create({ limit: { $case: 'date', value: toDate(day) } })

const on = (name: string, caseNumber = 0) => ({ requestId: randomUUID(), name, caseNumber })
const reason = '因工作需要'
const signOff = [SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' })]

export const consultationRequests = {
  open: (
    parent: string,
    consultationId: string,
    codes: readonly string[],
    changes: Partial<OpenConsultationRequest> = {},
  ): OpenConsultationRequest => ({
    ...OpenConsultationRequest.create({
      ...{ requestId: randomUUID(), parent, consultationId, title: '实施办法', text: '第一条 为推进工作,制定本办法。' },
      ...{ kind: 'CONSULTATION_KIND_COUNTERSIGN', organisations: codes.map(named), limit: workingDays(5) },
    }),
    ...changes,
  }),
  standing: (parent: string, consultationId: string, codes: readonly string[]): OpenConsultationRequest =>
    OpenConsultationRequest.create({
      ...{ requestId: randomUUID(), parent, consultationId, title: '备案联审', standing: true },
      ...{ kind: 'CONSULTATION_KIND_JOINT_REVIEW', organisations: codes.map(named) },
    }),
  openCase: (name: string, title: string): OpenCaseRequest =>
    OpenCaseRequest.create({ requestId: randomUUID(), name, title, text: '算法备案材料', limit: workingDays(5) }),
  answer: (name: string, kind: 'AGREE' | 'AGREE_WITH_COMMENTS' | 'DISAGREE', version = 1, caseNumber = 0) =>
    AnswerConsultationRequest.create({
      ...{ ...on(name, caseNumber), version, answer: `ANSWER_KIND_${kind}` satisfies AnswerKind },
      text: kind === 'AGREE' ? '' : '第一条表述不当',
      signOff,
    }),
  /** With a text of its own each time: the same again is no change. */
  revise: (name: string, codes: readonly string[], limit?: TimeLimit): ReviseTextRequest => ({
    ...ReviseTextRequest.create({
      ...on(name),
      text: `第一条 修改稿 ${randomUUID()}`,
      reason: '采纳意见',
      affected: codes.map(named),
    }),
    limit,
  }),
  renew: (name: string, day: Day): RenewTimeLimitRequest =>
    RenewTimeLimitRequest.create({ ...on(name), limit: untilDay(day), reason }),
  add: (name: string, code: string, caseNumber = 0): AddBodyRequest =>
    AddBodyRequest.create({ ...on(name, caseNumber), organisation: named(code), reason }),
  remove: (name: string, code: string, caseNumber = 0): RemoveBodyRequest =>
    RemoveBodyRequest.create({ ...on(name, caseNumber), organisation: named(code), reason }),
  refer: (name: string, code: string): ReferConsultationRequest =>
    ReferConsultationRequest.create({ ...on(name), referee: named(code), statement: '对第一条意见不一' }),
  rule: (name: string): RuleOnConsultationRequest =>
    RuleOnConsultationRequest.create({
      ...on(name),
      approves: true,
      ruling: '按原稿执行',
      minutes: '〔2026〕8号会议纪要',
      signOff,
    }),
  withdraw: (name: string): WithdrawConsultationRequest => WithdrawConsultationRequest.create({ ...on(name), reason }),
} as const

/** The consultation as a caller sees it. */
export async function consultationOf({ consultations }: Stubs, name: string): Promise<Consultation> {
  const request = GetConsultationRequest.create({ name })
  return (await call(consultations, (stub) => stub.getConsultation, request)).consultation as Consultation
}
