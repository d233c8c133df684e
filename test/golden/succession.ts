import * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import * as programmes from '#proto/qiantou/programme/v1/programme_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { content, czt, fgw, gxt, kjt, type Line, office, programme, reason } from './line.ts'

const cities = 'organisations/hn-cities'
const [changsha, zhuzhou] = ['organisations/hn-changsha', 'organisations/hn-zhuzhou'] as const
const subject = `${programme}/tasks/2026-2-4`
const asked = `${programme}/consultations/survey`
const on = (month: number, day: number, year = 2026) => ({ year, month, day })
const whole = { mode: 'RESPONSIBILITY_MODE_LED' as const, authority: office, content }
const later = { due: on(1, 15, 2027), warnOn: on(1, 8, 2027), formerDue: on(12, 31) }

/** A task for a group, two of whose bodies are no longer there; and a consultation that one of them was asked in. */
export const successions: readonly Line[] = [
  {
    ...{ subject, actor: office, admits: [office, gxt, changsha, zhuzhou] },
    fact: task.TaskIssued.fromPartial({
      ...whole,
      bodies: [
        { organisation: gxt, role: 'ROLE_LEAD' },
        ...[changsha, zhuzhou].map((organisation) => ({ organisation, role: 'ROLE_STANDING' as const, named: cities })),
      ],
    }),
  },
  { subject, actor: office, fact: task.SubmissionAccepted.fromPartial({ organisation: gxt, submission: 1 }) },
  {
    ...{ subject, actor: 'services/lead-agency', admits: [czt] },
    fact: task.DutiesSucceeded.create({ organisation: gxt, successor: czt }),
  },
  {
    ...{ subject, actor: 'services/lead-agency', admits: [fgw], releases: [zhuzhou] },
    fact: task.AssignmentTransferred.fromPartial({
      ...{ organisation: zhuzhou, successor: { organisation: fgw, role: 'ROLE_STANDING' }, succession: true, ...later },
    }),
  },
  {
    ...{ subject: asked, actor: kjt, admits: [kjt, gxt, changsha, zhuzhou] },
    fact: consultation.ConsultationOpened.fromPartial({
      ...{ kind: 'CONSULTATION_KIND_COUNTERSIGN', title: '调查办法', office, text: reason(32), limit: on(2, 9) },
      ...{ organisations: [gxt, changsha, zhuzhou], groups: [cities] },
    }),
  },
  {
    ...{ subject: asked, actor: 'services/coordination-office', admits: [czt] },
    fact: consultation.BodySucceeded.create({ organisation: gxt, successor: czt }),
  },
]

/** The office of the programme is no longer there: the programme itself, a task and a consultation pass on. */
export const officeSuccession: readonly Line[] = [
  {
    ...{ subject: programme, actor: 'services/lead-agency', admits: [kjt], releases: [office] },
    fact: programmes.ProgrammeOfficeSucceeded.create({ office, successor: kjt }),
  },
  {
    ...{ subject, actor: 'services/lead-agency', admits: [kjt], releases: [office] },
    fact: task.AuthoritySucceeded.create({ authority: office, successor: kjt }),
  },
  {
    ...{ subject: asked, actor: 'services/coordination-office' },
    fact: consultation.OfficeSucceeded.create({ office, successor: kjt }),
  },
]

/** A body with an open part is no longer there, and nobody succeeds it. */
export const succeededByNobody: readonly Line[] = [
  {
    ...{ subject, actor: 'services/lead-agency' },
    fact: task.DutiesSucceeded.create({ organisation: changsha }),
  },
]

/** Who had submitted for another body is no longer there either, and has no part that a record would speak of. */
export const delegateSucceeded: readonly Line[] = [
  {
    ...{ subject, actor: 'services/lead-agency' },
    fact: task.DelegateSucceeded.create({ delegate: zhuzhou, successor: fgw }),
  },
]
