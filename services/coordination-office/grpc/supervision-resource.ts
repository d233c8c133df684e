/** A supervision as it is answered. */

import type {
  Proposal as ProposalMessage,
  Step as StepMessage,
  StepReply,
  Supervision as SupervisionResource,
  Urge as UrgeMessage,
} from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { type ContentRef, toEvidence } from '#shared/domain/content.ts'
import { toSignOff } from '#shared/domain/sign-off.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'
import {
  type Proposal,
  type Reply,
  type Step,
  type Supervision,
  supervisionState,
  type Urge,
} from '../domain/supervision-state.ts'

const toUrge = ({ urger, at, text, matter }: Urge, texts: Texts): UrgeMessage => ({
  $type: 'qiantou.supervision.v1.Urge',
  urger,
  time: new Date(at),
  text: text && toText(text, texts),
  matter: matter ?? 'URGE_MATTER_UNSPECIFIED',
})

const toReply = ({ at, text, evidence, ...signed }: Reply, texts: Texts): StepReply => ({
  $type: 'qiantou.supervision.v1.StepReply',
  time: new Date(at),
  text: toText(text, texts),
  evidence: evidence.map(toEvidence),
  signOff: toSignOff(signed),
})

const toStep = (step: Step, texts: Texts): StepMessage => ({
  $type: 'qiantou.supervision.v1.Step',
  number: step.number,
  step: step.step,
  state: `STEP_STATE_${step.state}`,
  time: new Date(step.at),
  replyBy: toDate(step.replyBy),
  instruction: step.instruction ?? '',
  text: toText(step.text, texts),
  reply: step.reply && toReply(step.reply, texts),
  reason: step.reason && toText(step.reason, texts),
  provisional: step.provisional ?? false,
  signOff: toSignOff(step),
})

const toProposal = ({ step, reason, date }: Proposal): ProposalMessage => ({
  $type: 'qiantou.supervision.v1.Proposal',
  step,
  reason,
  date: toDate(date),
})

/** A supervision with what is known of its task. */
export type Standing = {
  readonly state: Supervision
  readonly version: bigint
  readonly task: Task
}

/** As List answers have it: without the evidence of one alone. */
export function toListed(name: string, standing: Standing): SupervisionResource {
  const { steps, ...listed } = toSupervision(name, standing)
  return {
    ...listed,
    steps: steps.map(({ reply, ...step }) => ({ ...step, reply: reply && { ...reply, evidence: [] } })),
  }
}

export function toSupervision(
  name: string,
  { state, version, task }: Standing,
  texts: Texts = new Map(),
): SupervisionResource {
  return {
    $type: 'qiantou.supervision.v1.Supervision',
    name,
    etag: version,
    organisation: state.organisation,
    title: task.content.title,
    state: `SUPERVISION_STATE_${supervisionState(state)}`,
    urges: state.urges.map((urge) => toUrge(urge, texts)),
    steps: state.steps.map((step) => toStep(step, texts)),
    proposal: state.proposal && toProposal(state.proposal),
  }
}

/** What was written, newest first. */
export const textsOf = ({ urges, steps }: Supervision): readonly ContentRef[] => {
  const written = [
    ...urges.flatMap(({ at, text }) => (text ? [{ at, text }] : [])),
    ...steps.flatMap(({ at, text, reply, reason }) => [
      { at, text },
      ...(reply ? [reply] : []),
      ...(reason ? [{ at, text: reason }] : []),
    ]),
  ]
  return written.sort((one, other) => other.at.localeCompare(one.at)).map(({ text }) => text)
}
