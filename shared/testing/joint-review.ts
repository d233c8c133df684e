/** A joint review on a real bus, about an application: opened by its handling body, answered by the other one of its measure. */
import { randomUUID } from 'node:crypto'
import * as consultation from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import type { After } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from './bus.ts'
import { type Money, payers } from './money.ts'

/** The shortest procedure that has one. */
export const reviewedJointly: ProcedureStep[] = [
  ...(['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_JOINT_REVIEW', 'PROCEDURE_STEP_APPROVAL'] as const),
]

/** Asks `sponsor` about an application, and has it answer. @returns the consultation, and what calls after it build on. */
export async function reviewAbout(
  bus: Pick<TestBus, 'as'>,
  money: Money,
  application: string,
  answer: consultation.AnswerKind | undefined,
): Promise<{ readonly consultation: string; readonly after: readonly After[] }> {
  const [parent = ''] = application.split('/applications/')
  const opened = await call(
    bus.as(payers.handler).consultations,
    (stub) => stub.openConsultation,
    consultation.OpenConsultationRequest.create({
      ...{ requestId: randomUUID(), parent, application, kind: 'CONSULTATION_KIND_JOINT_REVIEW', title: '联审' },
      ...{ organisations: [`organisations/${payers.sponsor}`], text: '请审核算力支出补贴' },
      limit: { $type: 'qiantou.consultation.v1.TimeLimit', limit: { $case: 'workingDays', value: 5 } },
    }),
    money.after,
  )
  const { name = '' } = opened.consultation ?? {}
  let { receipt } = opened
  if (answer) {
    const text = answer === 'ANSWER_KIND_AGREE' ? '' : '票据存疑'
    const request = { requestId: randomUUID(), name, version: 1, answer, text }
    const answered = await call(
      bus.as(payers.sponsor).consultations,
      (stub) => stub.answerConsultation,
      consultation.AnswerConsultationRequest.create(request),
      receipt ? [receipt] : [],
    )
    receipt = answered.receipt
  }
  const others = money.after.filter(({ source }) => source !== receipt?.source)
  return { consultation: name, after: [...others, ...(receipt ? [receipt] : [])] }
}
