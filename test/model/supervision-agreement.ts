/** What the coordination office's side says in a game, where it is not what the model says. */
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import {
  addressed,
  openStep,
  type Supervision,
  type SupervisionFact,
} from '../../services/coordination-office/domain/supervision-state.ts'
import { said } from './admissions.ts'
import type { Body } from './part-model.ts'
import type { SupervisionModel } from './supervision-model.ts'
import type { TaskModel } from './task-model.ts'

export const short = (value: string): string => value.replace(/^(SUPERVISION_STEP|PROPOSAL_REASON|URGE_MATTER)_/, '')
export const name = ({ $type }: { readonly $type: string }): string => $type.split('.').at(-1) as string

/** What time has brought about, as the model says it. */
export function saidOf(fact: SupervisionFact): string {
  switch (fact.$type) {
    case 'qiantou.supervision.v1.StepProposed':
      return `${short(fact.step)} ${short(fact.reason)} ${fact.date && dayFrom(fact.date)}`
    case 'qiantou.supervision.v1.ReadersChanged':
      return `LED ${fact.leads}`
    case 'qiantou.supervision.v1.ReplyLimitMoved':
      return `MOVED ${fact.replyBy && dayFrom(fact.replyBy)}`
    default:
      return 'LAPSED'
  }
}

/** What a fact says that was worked out, where it is not what the model says. */
export function factDiffers(own: SupervisionModel, model: TaskModel, fact: SupervisionFact, today: Day): string[] {
  const compare = (said: unknown, expected: unknown): string[] =>
    `${said}` === `${expected}` ? [] : [`${name(fact)} says ${said}, by the model ${expected}`]
  switch (fact.$type) {
    case 'qiantou.supervision.v1.AssignmentUrged':
      return [
        ...compare(short(fact.matter).replace('UNSPECIFIED', 'OWN'), own.matter(model, today)),
        ...compare(fact.leads, model.leads),
      ]
    case 'qiantou.supervision.v1.StepIssued':
      return [
        ...compare(fact.replyBy && dayFrom(fact.replyBy), model.rules.calendar.later(today, 3)),
        ...compare(fact.leads, model.leads),
      ]
    case 'qiantou.supervision.v1.ReplyAccepted':
    case 'qiantou.supervision.v1.StepWithdrawn':
      return compare(fact.proposeAgainAfter && dayFrom(fact.proposeAgainAfter), model.rules.calendar.later(today, 5))
    default:
      return []
  }
}

/** How a supervision stands, and who has been admitted to it, where it is not as the model has it. */
export function stateDiffers(own: SupervisionModel, state: Supervision, admitted: string): string[] {
  const { proposal } = state
  const readers = (leads: readonly Body[] | undefined) => new Set(leads ? [own.body, ...leads] : [])
  const stated = [
    state.steps.map(({ step, state: phase }) => `${short(step)} ${phase.toLowerCase()}`),
    proposal && `${short(proposal.step)} ${short(proposal.reason)} ${proposal.date}`,
    openStep(state)?.replyBy,
    `read by ${admitted}`,
    `shown to ${said(addressed(state))}`,
  ]
  const expected = [
    own.steps.slice(-20).map(({ rung, phase }) => `${rung} ${phase}`),
    own.proposal && `${own.proposal.rung} ${own.proposal.why} ${own.proposal.date}`,
    own.open?.replyBy,
    `read by ${said(readers(own.leads))}`,
    `shown to ${said(readers(own.leadsNow ?? own.leads))}`,
  ]
  return `${stated}` === `${expected}` ? [] : [`${own.body} is supervised: ${stated}, by the model ${expected}`]
}
