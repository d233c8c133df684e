/** The limits of whoever is given a part, over days that a notice may still change (docs/domain.md, rule 2). */
import { expect, test } from 'vitest'
import { CalendarDay, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { Story, told } from '#shared/testing/story.ts'
import { issued, noon, office, successor, supporter, taskName, text } from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const transfer: TaskCommand = { type: 'Transfer', organisation: supporter, successor, reason: text('职责划转') }

test('a part that is handed over is provisional with the new body’s own limits alone', () => {
  const days = [CalendarDay.create({ date: toDate('2026-12-31'), working: true })]
  const own = told({ ...issued(), rules: rulesOf(Rules.create({ days })) }, { at: noon })
  const moved = (day: Day) =>
    new Story(taskDecider, { actor: office, subject: taskName, at: new Date(`${day}T04:00:00Z`) })
      .given(own)
      .when(transfer).decision
  const limits = (day: Day) => ({ acknowledgeBy: toDate(day), reassignBy: toDate(day) })
  expect(moved('2026-12-24')).toMatchObject({ right: [{ ...limits('2026-12-28'), provisional: false }] })
  expect(moved('2026-12-28')).toMatchObject({ right: [{ ...limits('2026-12-30'), provisional: true }] })
})
