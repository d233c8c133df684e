/** An act of a play: what it makes of the model, and what the service takes for it. */
import { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { text } from '#shared/testing/task-facts.ts'
import type {
  ConsultationCommand,
  SucceedCommand,
  SucceedOfficeCommand,
} from '../../services/coordination-office/domain/consultation-command.ts'
import { type CaseModel, firstText } from './consultation-case.ts'
import type { Name } from './consultation-directory.ts'
import { type Act, ConsultationModel, type Limit } from './consultation-model.ts'
import { type Ground, lastDayOf } from './consultation-rules.ts'

const why = text('理由')

type Effect = { readonly actor: Name; readonly ground: Ground; readonly at: Date }

/** What is so once an act has been accepted. */
export function effect(model: ConsultationModel | undefined, act: Act, when: Effect): ConsultationModel {
  const { actor, ground } = when
  const { directory, today, office } = ground
  if (act.type === 'Open') {
    const who = { initiator: actor, office, bodies: directory.meant(act.names, actor, today) }
    return new ConsultationModel(act, who, today, act.limit && lastDayOf(act.limit, ground))
  }
  if (!model) throw new Error('nothing comes of nothing')
  if (act.type === 'OpenCase') model.take(lastDayOf(act.limit, ground), today)
  else if (act.type === 'Succeed' && act.successor) model.succeed(act.organisation, act.successor)
  else if (act.type === 'Succeed') model.leave(act.organisation)
  else if (act.type === 'SucceedOffice') model.succeedOffice(act.successor)
  else if (model.composition && act.number === 0) recompose(model, act, ground)
  else onCase(model, model.caseOf(act.number) as CaseModel, act, when)
  model.settle(today)
  if (act.type === 'RemoveBody') model.release(act.organisation, model.composition ? act.number : 1)
  return model
}

type OnCase = Extract<Act, { readonly number: number }>

function recompose(model: ConsultationModel, act: OnCase, { directory, today }: Ground): void {
  const present = model.composition as Name[]
  if (act.type === 'RemoveBody') model.composition = present.filter((name) => name !== act.organisation)
  if (act.type !== 'AddBody') return
  const bodies = directory.meant([act.organisation], model.conductor, today)
  model.composition = [...present, ...bodies.filter((name) => !present.includes(name))]
  for (const body of bodies) model.parties.add(body)
}

function onCase(model: ConsultationModel, one: CaseModel, act: OnCase, { actor, ground, at }: Effect): void {
  switch (act.type) {
    case 'Answer':
      return one.answer(actor, { version: act.version, answer: act.answer, at: at.getTime() })
    case 'Revise':
      return one.revise(act.text, act.affected, act.limit && lastDayOf(act.limit, ground))
    case 'Renew':
      return one.renew(lastDayOf(act.limit, ground))
    case 'AddBody': {
      const bodies = ground.directory.meant([act.organisation], model.conductor, ground.today)
      for (const body of bodies) if (!one.isAsked(body)) model.parties.add(body)
      return one.add(bodies)
    }
    case 'RemoveBody':
      return one.remove(act.organisation)
    case 'Refer':
      one.referee = act.referee
      model.parties.add(act.referee)
      return
    case 'Rule':
      one.ruling = { approves: act.approves, minutes: act.minutes, by: actor }
      return
    case 'Withdraw':
      one.withdrawn = true
  }
}

const limitOf = (limit: Limit) => ('date' in limit ? { date: toDate(limit.date) } : limit)

/** What the service takes for it. */
export function commandOf(act: Act, ground: Ground): ConsultationCommand | SucceedCommand | SucceedOfficeCommand {
  const { directory, office, days } = ground
  const ownDays = [...days].map(([day, working]) => ({ date: toDate(day), working }))
  const programme = { office, rules: rulesOf(Rules.fromPartial({ days: ownDays })) }
  const known = { programme, known: directory.known }
  switch (act.type) {
    case 'Open': {
      const { kind, names, standing, silence, limit } = act
      return {
        ...{
          ...known,
          type: 'Open',
          kind: `CONSULTATION_KIND_${kind}`,
          title: '实施办法',
          task: '',
          application: '',
          office,
          standing,
        },
        ...{ organisations: names, silenceConsents: silence },
        ...(limit ? { asked: { text: text(firstText), limit: limitOf(limit) } } : {}),
      }
    }
    case 'OpenCase':
      return { ...known, type: 'OpenCase', title: '一件', text: text(firstText), limit: limitOf(act.limit) }
    case 'Succeed':
      return { type: 'Succeed', organisation: act.organisation, successor: act.successor || undefined }
    case 'SucceedOffice':
      return { type: 'SucceedOffice', office: act.organisation, successor: act.successor }
    case 'Answer': {
      const { number, version, answer, hasText } = act
      const said = hasText ? why : undefined
      const given = { caseNumber: number, version, answer: `ANSWER_KIND_${answer}` } as const
      return { ...known, type: 'Answer', ...given, text: said }
    }
    default:
      return onCaseCommand(act, known)
  }
}

type CaseAct = Exclude<OnCase, { type: 'Answer' }>

function onCaseCommand(act: CaseAct, known: Pick<ConsultationCommand, 'programme' | 'known'>): ConsultationCommand {
  const on = { ...known, caseNumber: act.number }
  switch (act.type) {
    case 'Revise': {
      const limit = act.limit && limitOf(act.limit)
      const changed = text(act.text)
      // Here the same texts have the same hash.
      const same = Buffer.from(changed.sha256).toString('hex')
      return { ...on, type: 'Revise', text: changed, reason: why, affected: act.affected, limit, same }
    }
    case 'Renew':
      return { ...on, type: 'Renew', limit: limitOf(act.limit), reason: why }
    case 'AddBody':
    case 'RemoveBody':
      return { ...on, type: act.type, organisation: act.organisation, reason: why }
    case 'Refer':
      return { ...on, type: 'Refer', referee: act.referee, statement: text('意见不一') }
    case 'Rule':
      return { ...on, type: 'Rule', approves: act.approves, ruling: text('按原稿'), minutes: act.minutes }
    case 'Withdraw':
      return { ...on, type: 'Withdraw', reason: why }
  }
}
