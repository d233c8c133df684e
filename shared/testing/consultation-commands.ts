/** What is commanded in stories of consultations, with what the service knows of the programme and the directory. */
import type { ConsultationCommand, Ground } from '#services/coordination-office/domain/consultation-command.ts'
import type { Limit } from '#services/coordination-office/domain/consultation-ground.ts'
import { type Known, organisationDecider } from '#services/coordination-office/domain/organisation.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { Organisation, OrganisationFact } from '#shared/domain/organisation-state.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { answerFact, asked, reason } from './consultation-facts.ts'
import { group, merged, registered } from './directory-facts.ts'
import { Story } from './story.ts'
import { lead, noon, office, outsider, text } from './task-facts.ts'

export const [ended, many] = ['organisations/hn-ended', 'organisations/hn-body-']

const entry = (
  name: OrganisationName,
  ...facts: readonly OrganisationFact[]
): [OrganisationName, Organisation | undefined] => [
  name,
  new Story(organisationDecider, { actor: office, subject: name, at: noon }).state(...facts),
]

const bodies = [office, lead, outsider, ...asked, ...Array.from({ length: 201 }, (_, i) => `${many}${i}`)]
const known = Object.fromEntries([
  ...bodies.map((name) => entry(name, registered())),
  entry(group, registered('2020-01-01', 'GROUP')),
  entry(ended, registered(), merged(lead, '2026-03-02')),
]) as Known

export const ground: Ground = { programme: { office, rules: rulesOf(undefined) }, known }

const fiveDays: Limit = { workingDays: 5 }
export const until = (day: Day): Limit => ({ date: toDate(day) })

type CommandOf<Type extends ConsultationCommand['type']> = Extract<ConsultationCommand, { type: Type }>
const first = { ...ground, caseNumber: 0 }

export const commands = {
  open: (changes: Partial<CommandOf<'Open'>> = {}): ConsultationCommand => ({
    ...{
      ...ground,
      type: 'Open',
      kind: 'CONSULTATION_KIND_COUNTERSIGN',
      title: '实施办法',
      task: '',
      application: '',
      office,
    },
    ...{
      organisations: asked,
      standing: false,
      silenceConsents: false,
      asked: { text: text('文稿'), limit: fiveDays },
    },
    ...changes,
  }),
  openCase: (): ConsultationCommand => ({
    ...{ ...ground, type: 'OpenCase', title: '一件', text: text('文稿'), limit: fiveDays },
  }),
  answer: (kind: Parameters<typeof answerFact>[0], version = 1, caseNumber = 0): ConsultationCommand => {
    const { answer, text } = answerFact(kind)
    return { ...ground, type: 'Answer', caseNumber, version, answer, text }
  },
  revise: (affected: readonly OrganisationName[], limit?: Limit): CommandOf<'Revise'> => ({
    ...{ ...first, type: 'Revise', text: text('修改稿'), reason, affected, limit },
  }),
  renew: (limit: Limit): ConsultationCommand => ({ ...first, type: 'Renew', limit, reason }),
  add: (organisation: OrganisationName, caseNumber = 0): ConsultationCommand => ({
    ...{ ...ground, type: 'AddBody', caseNumber, organisation, reason },
  }),
  remove: (organisation: OrganisationName, caseNumber = 0): ConsultationCommand => ({
    ...{ ...ground, type: 'RemoveBody', caseNumber, organisation, reason },
  }),
  refer: (referee = outsider): ConsultationCommand => ({
    ...first,
    type: 'Refer',
    referee,
    statement: text('意见不一'),
  }),
  rule: (approves = true): ConsultationCommand => ({
    ...{ ...first, type: 'Rule', approves, ruling: text('按原稿'), minutes: '〔2026〕8号会议纪要' },
  }),
  withdraw: (caseNumber = 0): ConsultationCommand => ({ ...ground, type: 'Withdraw', caseNumber, reason }),
} as const
