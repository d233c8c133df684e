/** Consultations: whoever opens them, changes them and has them ruled; and what bodies answer, or do not. */
import {
  AddBodyRequest,
  AnswerConsultationRequest,
  type AnswerKind,
  type Consultation,
  type ConsultationCase,
  GetConsultationRequest,
  ListConsultationsRequest,
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
import { fresh } from '../world/request.ts'
import type { Client } from './client.ts'

const workingDays = (value: number): TimeLimit => TimeLimit.create({ limit: { $case: 'workingDays', value } })
const named = (code: string): string => `organisations/${code}`

/** Opinions with and without silence as consent, countersigning, joint review, a standing one. */
const forms = [
  { kind: 'CONSULTATION_KIND_OPINION', silenceConsents: true },
  { kind: 'CONSULTATION_KIND_OPINION' },
  { kind: 'CONSULTATION_KIND_COUNTERSIGN' },
  { kind: 'CONSULTATION_KIND_JOINT_REVIEW' },
  { kind: 'CONSULTATION_KIND_JOINT_REVIEW', standing: true },
] as const

/** Some days somebody opens one. */
export async function openConsultation(client: Client): Promise<void> {
  const { world, code } = client
  if (!world.happens(0.012, code, 'consult')) return
  const id = `${code}-${world.today}`
  const form = world.chance.pick(forms, id, 'form')
  const count = world.chance.between(2, 6, id, 'bodies')
  const others = [...world.codes].filter((other) => other !== code && other !== world.office && other !== 'hn-cities')
  const organisations = world.chance
    .some(others.filter((other) => !world.ended.has(other)).sort(), count, id, 'asked')
    .map(named)
  const asks = 'standing' in form ? {} : { text: '第一条 为推进工作,制定本办法。', limit: workingDays(5) }
  const request = OpenConsultationRequest.fromPartial({
    ...{ ...fresh(), parent: world.parent, consultationId: id, title: '实施办法', organisations, ...form, ...asks },
  })
  await client.send('consultations', (stub) => stub.openConsultation, request)
}

/** Looks at every consultation that stands: as who is asked, who rules, who opened it. */
export async function lookAtConsultations(client: Client): Promise<void> {
  for (const state of ['STANDING', 'OPEN', 'OVERDUE', 'DIVIDED', 'REFERRED']) {
    const about = { parent: client.world.parent, pageSize: 1_000, filter: `state = ${state}` }
    const request = ListConsultationsRequest.create(about)
    const listed = await client.ask('consultations', (stub) => stub.listConsultations, request)
    for (const { name, initiator, turn } of listed?.consultations ?? []) {
      if (initiator !== client.name && !turn.includes(client.name)) continue
      const whole = GetConsultationRequest.create({ name })
      const found = await client.ask('consultations', (stub) => stub.getConsultation, whole)
      if (found?.consultation) await actOn(client, found.consultation)
    }
  }
}

async function actOn(client: Client, consultation: Consultation): Promise<void> {
  const { world } = client
  for (const one of consultation.cases) {
    if (!one.turn.includes(client.name)) continue
    if (one.state === 'CONSULTATION_STATE_OPEN') await answer(client, consultation.name, one)
    else if (one.state === 'CONSULTATION_STATE_REFERRED') await rule(client, consultation.name, one)
  }
  if (consultation.initiator !== client.name) return
  const isStanding = consultation.state === 'CONSULTATION_STATE_STANDING'
  if (isStanding && world.happens(0.04, consultation.name, 'case')) {
    const request = OpenCaseRequest.fromPartial({
      ...{ ...fresh(), name: consultation.name, title: '算法备案', text: '算法备案材料', limit: workingDays(4) },
    })
    await client.send('consultations', (stub) => stub.openCase, request)
  }
  if (isStanding && world.happens(0.01, consultation.name, 'recompose'))
    await change(client, consultation.name, 0, consultation.organisations)
  for (const one of consultation.cases) await moveOn(client, consultation.name, one)
}

/** A body that is asked answers; of some silence is all that is heard. */
async function answer(client: Client, name: string, { caseNumber, versions }: ConsultationCase): Promise<void> {
  const { world, code } = client
  const version = versions.length
  const about = [name, caseNumber, code, version] as const
  if (world.chance.odds(0.2, ...about, 'silent') || !world.comes(0.5, name, `${caseNumber}`, code)) return
  const kinds = ['AGREE', 'AGREE', 'AGREE', 'AGREE_WITH_COMMENTS', 'DISAGREE'] as const
  const kind = world.chance.pick(kinds, ...about, 'answer')
  const said = { answer: `ANSWER_KIND_${kind}` satisfies AnswerKind, text: kind === 'AGREE' ? '' : '第一条表述不当' }
  const request = AnswerConsultationRequest.create({ ...fresh(), name, caseNumber, version, ...said })
  await client.send('consultations', (stub) => stub.answerConsultation, request)
}

async function rule(client: Client, name: string, { caseNumber }: ConsultationCase): Promise<void> {
  const { world } = client
  if (!world.comes(0.3, name, `${caseNumber}`, 'rule')) return
  const approves = world.chance.odds(0.7, name, caseNumber, 'approves')
  const said = { approves, ruling: '按原稿执行', minutes: '〔2026〕8号会议纪要' }
  const request = RuleOnConsultationRequest.create({ ...fresh(), name, caseNumber, ...said })
  await client.send('consultations', (stub) => stub.ruleOnConsultation, request)
}

/** What its initiator does with a case that stands: changes the text, gives time, asks others, refers, takes it back. */
async function moveOn(client: Client, name: string, one: ConsultationCase): Promise<void> {
  const { world } = client
  const { caseNumber } = one
  const comes = (probability: number, what: string): boolean => world.comes(probability, name, `${caseNumber}`, what)
  const asked = one.bodies.map(({ organisation }) => organisation)
  const about = { ...fresh(), name, caseNumber }
  const isOpen = one.state === 'CONSULTATION_STATE_OPEN'
  const isStuck = one.state === 'CONSULTATION_STATE_DIVIDED' || one.state === 'CONSULTATION_STATE_OVERDUE'
  if (comes(isStuck ? 0.15 : isOpen ? 0.03 : 0, 'revise')) {
    const affected = [...world.chance.some(asked, 2, name, caseNumber, 'affected', one.versions.length)]
    const said = {
      text: `第一条 第 ${one.versions.length + 1} 稿`,
      reason: '采纳意见',
      affected,
      limit: workingDays(4),
    }
    const request = ReviseTextRequest.fromPartial({ ...about, ...said })
    await client.send('consultations', (stub) => stub.reviseText, request)
  } else if (comes(one.state === 'CONSULTATION_STATE_OVERDUE' ? 0.2 : isOpen ? 0.01 : 0, 'renew')) {
    const request = RenewTimeLimitRequest.fromPartial({ ...about, limit: workingDays(8), reason: '研究时间不足' })
    await client.send('consultations', (stub) => stub.renewTimeLimit, request)
  } else if (comes(isStuck ? 0.3 : 0, 'refer')) {
    const codes = [client.name, ...asked].map((body) => body.split('/')[1] ?? '')
    const referee = world.chance.odds(0.5, name, 'referee') ? world.office : world.somebody(codes, name, 'referee')
    const request = ReferConsultationRequest.create({
      ...about,
      referee: named(referee),
      statement: '对第一条意见不一',
    })
    await client.send('consultations', (stub) => stub.referConsultation, request)
  } else if (comes(isOpen ? 0.03 : 0, 'bodies')) await change(client, name, caseNumber, asked)
  else if (comes(isStuck || isOpen ? 0.02 : 0, 'withdraw')) {
    const request = WithdrawConsultationRequest.create({ ...about, reason: '条件不成熟' })
    await client.send('consultations', (stub) => stub.withdrawConsultation, request)
  }
}

/** One body more, or fewer. */
async function change(client: Client, name: string, caseNumber: number, asked: readonly string[]): Promise<void> {
  const { world } = client
  const about = { ...fresh(), name, caseNumber, reason: '因工作需要' }
  if (world.chance.odds(0.6, name, caseNumber, 'more', world.today)) {
    const codes = [client.name, ...asked].map((body) => body.split('/')[1] ?? '')
    const organisation = named(world.somebody(codes, name, 'added', world.today))
    await client.send('consultations', (stub) => stub.addBody, AddBodyRequest.create({ ...about, organisation }))
  } else if (asked.length > 0) {
    const organisation = world.chance.pick(asked, name, 'removed', world.today)
    await client.send('consultations', (stub) => stub.removeBody, RemoveBodyRequest.create({ ...about, organisation }))
  }
}
