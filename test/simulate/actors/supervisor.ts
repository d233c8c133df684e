/** Supervision: urging, the ladder, instructions; what bodies reply, and what the office makes of that. */
import {
  AcceptReplyRequest,
  IssueStepRequest,
  ListSupervisionsRequest,
  ReplyToStepRequest,
  ReturnReplyRequest,
  type Supervision,
  UrgeAssignmentRequest,
  WithdrawStepRequest,
} from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { fresh, proof } from '../world/request.ts'
import type { Client } from './client.ts'

const supervisionOf = (task: string, organisation: string): string =>
  `${task}/supervisions/${organisation.split('/')[1]}`

const ladder = ['REMINDER_LETTER', 'SUPERVISION_ORDER', 'BULLETIN', 'INTERVIEW'] as const

export async function urge(client: Client, task: string, organisation: string): Promise<void> {
  const request = UrgeAssignmentRequest.create({
    ...{ ...fresh(), name: supervisionOf(task, organisation), text: '请抓紧办理' },
  })
  await client.send('supervisions', (stub) => stub.urgeAssignment, request)
}

/** A leader's instruction starts at any rung. */
export async function instruct(client: Client, task: string, organisation: string): Promise<void> {
  const name = supervisionOf(task, organisation)
  const step = `SUPERVISION_STEP_${client.world.chance.pick(ladder, name, client.world.today, 'rung')}` as const
  const said = { step, text: '请于期限内办结并回复', replyWorkingDays: 3, instruction: '省领导批示〔2026〕5号' }
  await client.send('supervisions', (stub) => stub.issueStep, IssueStepRequest.create({ ...fresh(), name, ...said }))
}

export async function supervisionsIn(client: Client, filter: string): Promise<readonly Supervision[]> {
  const request = ListSupervisionsRequest.create({ parent: `${client.world.parent}/tasks/-`, pageSize: 1_000, filter })
  return (await client.ask('supervisions', (stub) => stub.listSupervisions, request))?.supervisions ?? []
}

/** The office issues what is proposed, and looks at replies. */
export async function supervise(client: Client): Promise<void> {
  const { world } = client
  const all = await supervisionsIn(client, '')
  for (const state of ['PROPOSED', 'LAPSED', 'RETURNED', 'REPLIED', 'OPEN'] as const)
    for (const supervision of all.filter((one) => one.state === `SUPERVISION_STATE_${state}`)) {
      const { name, steps } = supervision
      const about = { ...fresh(), name }
      const comes = (probability: number): boolean => world.comes(probability, name, state, `${steps.length}`)
      if (state === 'REPLIED' && comes(0.4)) {
        if (world.chance.odds(0.3, name, 'returned', steps.length, world.today)) {
          const request = ReturnReplyRequest.create({ ...about, reason: '措施不具体' })
          await client.send('supervisions', (stub) => stub.returnReply, request)
        } else await client.send('supervisions', (stub) => stub.acceptReply, AcceptReplyRequest.create(about))
      } else if (state === 'OPEN' && comes(0.02)) {
        const request = WithdrawStepRequest.create({ ...about, reason: '误发' })
        await client.send('supervisions', (stub) => stub.withdrawStep, request)
      } else if (['PROPOSED', 'LAPSED', 'RETURNED'].includes(state) && comes(state === 'RETURNED' ? 0.1 : 0.35))
        await issueNext(client, supervision)
    }
}

/** The rung above the last; some days a wrong one, which is refused. */
async function issueNext(client: Client, supervision: Supervision): Promise<void> {
  const { world } = client
  const { name, proposal, steps } = supervision
  const last = steps.at(-1)?.step.replace('SUPERVISION_STEP_', '') as (typeof ladder)[number] | undefined
  const above = ladder[(last ? ladder.indexOf(last) : -1) + 1] ?? 'INTERVIEW'
  const step = proposal?.step ?? (`SUPERVISION_STEP_${above}` as const)
  const replyWorkingDays = world.chance.between(2, 6, name, 'reply', steps.length)
  const said = { step, text: '请说明情况', replyWorkingDays }
  const request = IssueStepRequest.create({ ...fresh(), name, ...said })
  await client.send('supervisions', (stub) => stub.issueStep, request)
}

/** A body replies: in time, late, or not at all. */
export async function reply(client: Client, { name, state, steps }: Supervision): Promise<void> {
  const { world } = client
  const often: Readonly<Record<string, number>> = { OPEN: 0.25, LAPSED: 0.1, RETURNED: 0.2 }
  const probability = often[state.replace('SUPERVISION_STATE_', '')]
  if (probability === undefined || !world.comes(probability, name, 'reply')) return
  // Some never reply to this step.
  if (world.chance.odds(0.25, name, 'silent', steps.length)) return
  const request = ReplyToStepRequest.fromPartial({ ...fresh(), name, text: '正在办理', evidence: [proof('情况说明')] })
  await client.send('supervisions', (stub) => stub.replyToStep, request)
}
