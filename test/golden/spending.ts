import { AwaitedMilestone, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { gxt, type Line, programme } from './line.ts'

const [name, task] = [`${programme}/applications/a2`, `${programme}/tasks/2026-1`]
const milestone = AwaitedMilestone.create({ task, organisation: gxt, milestone: 'half-year' })
const finance = 'services/finance'

/** What a later year pays is planned by day and by milestone, and a part of it is proposed. */
export const spending: readonly Line[] = [
  {
    ...{ subject: name, actor: gxt },
    fact: application.SpendingPlanned.create({
      ...{ year: 2027, firstNumber: 1 },
      parts: [
        SpendingPart.create({ fen: 300_000_000n, waitsFor: { $case: 'milestone', value: milestone } }),
        SpendingPart.create({ fen: 70_370_362n, waitsFor: { $case: 'due', value: toDate('2027-06-30') } }),
      ],
    }),
  },
  {
    ...{ subject: `${programme}/awaited/2026-1`, actor: finance },
    fact: application.AwaitedMilestoneAccepted.create({ application: name, year: 2027, numbers: [1] }),
  },
  {
    ...{ subject: name, actor: finance },
    fact: application.PaymentProposed.create({ year: 2027, number: 1, fen: 300_000_000n, milestone }),
  },
]
