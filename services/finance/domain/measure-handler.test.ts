/** Who handles what a measure pays where the body that it names is no longer there (docs/domain.md, Money). */
import { expect, test } from 'vitest'
import { OrganisationDissolved } from '#proto/qiantou/directory/v1/directory_events.ts'
import { CallContent } from '#proto/qiantou/measure/v1/measure.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import { measure, ground as plans, programme, propose } from '#shared/testing/allocation-commands.ts'
import { entryAfter } from '#shared/testing/directory-commands.ts'
import { basis, merged, on, registered } from '#shared/testing/directory-facts.ts'
import {
  applicationName,
  asked,
  budgetSet,
  city,
  entered,
  finance,
  handler,
  handling,
  measureNamed,
  opened,
  poolName,
  sponsor,
  vouchers,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon, outsider } from '#shared/testing/task-facts.ts'
import { enterprise, voucherName } from '#shared/testing/voucher-facts.ts'
import { allocationDecider } from './allocation.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import { measureDecider } from './measure.ts'
import { type Pool, poolDecider } from './pool.ts'
import { type VoucherCommand, voucherDecider } from './voucher.ts'

const after = (fact: ReturnType<typeof merged> | OrganisationDissolved): EntryOf => {
  const entry = entryAfter(handler, registered(''), fact)
  return (name) => (name === handler ? entry : undefined)
}
const succeeded = after(merged(outsider, '2026-03-02'))
const later = after(merged(outsider, '2026-03-03'))
const alone = after(OrganisationDissolved.fromPartial({ effectiveDate: on('2026-03-01'), basis }))
const without = { reason: 'BODY_WITHOUT_SUCCESSOR', kind: 'precondition', details: { organisation: handler } } as const

const pool = new Story(poolDecider, { actor: finance, subject: poolName, at: noon }).state(
  opened,
  budgetSet(2026, '1 000'),
) as Pool
const poolNamed = (name: string) => (name === poolName ? pool : undefined)
const calendar = calendarOf({ days: [] })
const on2March = { actor: outsider, at: noon, signOff: handling }

test('what is handed in is handled by who stands that day for the body that is named first; by nobody it is not taken', () => {
  const story = new Story(applicationDecider, { ...on2March, subject: applicationName })
  const submit = (entryOf: EntryOf): ApplicationCommand => ({
    ...{ type: 'Submit', content: asked(), recommenders: [city], calendar, measure, poolNamed, entryOf },
  })
  const handlerAfter = (entryOf: EntryOf) => {
    const { decision } = story.given().when(submit(entryOf), sponsor)
    return decision._tag === 'Right' ? (decision.right[0] as { handler?: string }).handler : decision.left
  }
  expect([handlerAfter(later), handlerAfter(succeeded)]).toEqual([handler, outsider])
  expect(handlerAfter(alone)).toMatchObject(without)
})

test('who stands for it opens calls', () => {
  const days = { firstDay: toDate('2026-03-02'), lastDay: toDate('2026-03-31') }
  const content = CallContent.fromPartial({ year: 2026, ...days })
  const story = new Story(measureDecider, { ...on2March, subject: measureNamed('vouchers') })
  const open = (entryOf: EntryOf) =>
    story.given(entered(vouchers())).when({ type: 'OpenCall', programme, call: 'c1', content, entryOf })
  expect(open(succeeded).decision._tag).toBe('Right')
  for (const entryOf of [later, alone]) open(entryOf).then({ reason: 'NOT_FIRST_RESPONSIBLE' })
})

test('issues vouchers', () => {
  const story = new Story(voucherDecider, { ...on2March, subject: voucherName })
  const issue = (entryOf: EntryOf): VoucherCommand => ({
    ...{ type: 'Issue', name: voucherName, title: '算力券', measureName: measureNamed('vouchers'), call: '', measure },
    ...{ entryOf, poolNamed, grants: { grants: [] }, applicant: enterprise, sponsor, faceFen: yuan('100') },
    ...{ validityDays: 30, credit: { engine: 'file', problem: undefined } },
  })
  expect(story.given().when(issue(succeeded)).decision._tag).toBe('Right')
  story
    .given()
    .when(issue(later))
    .then({ reason: 'NOT_YOUR_TURN', details: { turn: handler } })
  story.given().when(issue(alone)).then(without)
})

test('and proposes allocations', () => {
  const story = new Story(allocationDecider, { ...on2March, subject: plans().name })
  const proposing = (entryOf: EntryOf) => story.given().when(propose({ entryOf }))
  expect(proposing(succeeded).decision._tag).toBe('Right')
  for (const entryOf of [later, alone]) proposing(entryOf).then({ reason: 'NOT_RESPONSIBLE_FOR_MEASURE' })
})
