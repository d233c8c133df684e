/** Measures and calls of chance on a real bus: what finance says, and refuses, is what a reading day by day comes to. */
import { randomUUID } from 'node:crypto'
import { type ServiceError, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CallContent, MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import * as measure from '#proto/qiantou/measure/v1/measure_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { addDays, dayOf, toDate } from '#shared/domain/calendar.ts'
import { call, explained } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { measureContent } from '#shared/testing/measure-facts.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { callText, dayNumber, type ReferenceMeasure, reasonsAgainst, referenceMeasure, versionText } from './measure.ts'
import { plays } from './plays.ts'
import { eventOf } from './reference-event.ts'

const clock = new SetClock()
let bus: TestBus
let parent: string
beforeAll(async () => {
  bus = await startTestBus({ clock })
  const workflow = new Workflow(bus)
  parent = await workflow.importProgramme('paid')
  await bus.quiet()
})
afterAll(async () => await bus.stop())

const office = 'hn-office'
const everybody = [office, 'hn-kjt', 'hn-fgw', 'hn-czt']

const figure = fc.constantFrom(1_000, 2_000, 3_000)
const kind = fc.constantFrom(
  'FIGURE_KIND_FIXED' as const,
  'FIGURE_KIND_CEILING' as const,
  'FIGURE_KIND_CEILING' as const,
)
const scope = fc.constantFrom('CEILING_SCOPE_PROJECT' as const, 'CEILING_SCOPE_APPLICANT' as const)
const classes = fc.constantFrom(['', 'small'], [''], ['small'])

/** A version of the measure, by days from today. */
const version = fc.record({
  ...{ isSum: fc.constantFrom(false, false, false, true), figure, kind, scope, classes },
  from: fc.constantFrom(-30, -10, 5),
  until: fc.constantFrom(20, 60, 120),
  yearFen: fc.constantFrom(0n, 50n, 200n),
  organisations: fc.constantFrom(['hn-kjt'], ['hn-kjt', 'hn-fgw'], ['hn-fgw', 'hn-kjt']),
})
type Version = typeof version extends fc.Arbitrary<infer T> ? T : never

const amendment = fc.record({ act: fc.constant('amend' as const), version, begins: fc.constantFrom(-1, 0, 5, 30) })
const opening = fc.record({
  ...{ act: fc.constant('call' as const), figure, scope, isSum: fc.constantFrom(false, false, false, false, true) },
  ...{ classes: fc.constantFrom([], [''], [''], ['small'], ['', 'small']), withCeiling: fc.boolean() },
  id: fc.constantFrom('one', 'two', 'three', 'four', 'five'),
  year: fc.constantFrom(2026, 2027),
  first: fc.constantFrom(-31, -10, 0, 4, 10, 25, 40),
  length: fc.constantFrom(0, 0, 5, 20),
  fen: fc.constantFrom(40n, 100n, 150n),
  by: fc.constantFrom(office, office, ...everybody),
})
type Amendment = typeof amendment extends fc.Arbitrary<infer T> ? T : never
type Opening = typeof opening extends fc.Arbitrary<infer T> ? T : never

const plain: Version = {
  ...{ isSum: false, figure: 2_000, kind: 'FIGURE_KIND_CEILING', scope: 'CEILING_SCOPE_PROJECT', classes: [''] },
  ...{ from: -30, until: 20, yearFen: 0n, organisations: ['hn-kjt'] },
}
/** From the last days of a version, over some on which there is none, into the first of the next. */
const overGap: [Version, (Amendment | Opening)[]] = [
  plain,
  [
    { act: 'amend', version: { ...plain, until: 120 }, begins: 30 },
    {
      ...{ act: 'call', figure: 1_000, scope: plain.scope, isSum: false, classes: [''], withCeiling: false },
      ...{ id: 'one', year: 2026, first: 10, length: 20, fen: 40n, by: office },
    },
  ],
]

const dateIn = (days: number) => toDate(addDays(dayOf(clock.now()), days))

function contentOf(
  { isSum, figure: points, kind: of, classes: named, ...one }: Version,
  title: string,
): MeasureContent {
  const terms = named.map((applicantClass) => ({
    applicantClass,
    ...(isSum ? { sum: { fen: BigInt(points), kind: of } } : { rate: { basisPoints: points, kind: of } }),
    ceilings: [
      { scope: one.scope, fen: 100n },
      ...(one.yearFen ? [{ scope: one.scope, fen: one.yearFen, year: 2027 }] : []),
    ],
  }))
  const organisations = one.organisations.map((code) => `organisations/${code}`)
  const basis = isSum ? 'BASIS_SUM' : 'BASIS_YEAR_SPENDING'
  const changed = MeasureContent.fromPartial({ title, basis, terms, organisations })
  const days = { validFrom: dateIn(one.from), validUntil: dateIn(one.until) }
  return { ...measureContent(`${parent}/clauses/vouchers`), ...days, title, basis, terms: changed.terms, organisations }
}

function callOf({ year, first, length, classes: named, isSum, figure: points, ...one }: Opening): CallContent {
  const terms = named.map((applicantClass) => ({
    ...(isSum ? { applicantClass, sumFen: BigInt(points) } : { applicantClass, basisPoints: points }),
    ceilings: one.withCeiling ? [{ scope: one.scope, fen: one.fen }] : [],
  }))
  const days = { firstDay: dateIn(first), lastDay: dateIn(first + length) }
  return { ...CallContent.fromPartial({ year, terms }), ...days }
}

/** The reason of a refusal; empty where there was none. */
const reasonOf = (calling: Promise<unknown>): Promise<string> =>
  calling.then(
    () => '',
    (error: ServiceError) => explained(error)?.reason ?? error.message,
  )

const saidTo = (code: string, name: string) =>
  call(bus.as(code).measures, (stub) => stub.getMeasure, measure.GetMeasureRequest.create({ name }))

/** What the service says, in the words of the reference. */
async function saidOf(name: string): Promise<ReferenceMeasure> {
  const { measure: said } = await saidTo(office, name)
  const reads = await Promise.all(
    everybody.map((code) =>
      saidTo(code, name).then(
        () => code,
        () => '',
      ),
    ),
  )
  return {
    version: Number(said?.etag),
    versions: (said?.versions ?? []).map(({ effectiveFrom, content }) =>
      versionText(effectiveFrom as never, content as MeasureContent),
    ),
    calls: (said?.calls ?? []).map(({ callId, content }) => callText(callId, content as CallContent)),
    readers: reads.filter(Boolean).sort(),
  }
}

test('whatever is entered, amended and called for, the service and the records say the same, and refuse the same', async () => {
  const all = bus.subscribe(office)
  const outcomes = new Map<string, number>()
  let begun = 0
  const run = async (first: Version, attempts: readonly (Amendment | Opening)[]): Promise<void> => {
    begun += 1
    const [measureId, { measures }] = [`m${begun}`, bus.as(office)]
    const name = `${parent}/measures/${measureId}`
    const content = contentOf(first, 'v0')
    const entering = measure.EnterMeasureRequest.create({ requestId: randomUUID(), parent, measureId, content })
    await call(measures, (stub) => stub.enterMeasure, entering)
    const events = () => all.records.filter(({ subject }) => subject === name).map(eventOf)
    let recorded = 1
    for (const [i, attempt] of attempts.entries()) {
      await all.until(() => events().length >= recorded, `all of ${name}`)
      const before = events()
      const base = { requestId: randomUUID(), name }
      if (attempt.act === 'amend') {
        const amended = { content: contentOf(attempt.version, `v${i + 1}`), effectiveFrom: dateIn(attempt.begins) }
        const request = measure.AmendMeasureRequest.create({ ...base, ...amended })
        const reason = await reasonOf(call(measures, (stub) => stub.amendMeasure, request))
        const last = before.findLast(({ what }) => what !== 'CallOpened')?.fact
        const earliest = Math.max(dayNumber(dateIn(0)), dayNumber(last.effectiveFrom ?? last.content.validFrom))
        const isEarly = dayNumber(amended.effectiveFrom) < earliest
        expect(reason).toBe(isEarly ? 'MEASURE_EFFECTIVE_TOO_EARLY' : '')
        if (!reason) recorded += 1
      } else {
        const { id, by } = attempt
        const asked = callOf(attempt)
        const request = measure.OpenCallRequest.create({ ...base, callId: id, content: asked })
        const reason = await reasonOf(call(bus.as(by).measures, (stub) => stub.openCall, request))
        const readers = referenceMeasure(before, office).readers
        const meant = readers.includes(by)
          ? reasonsAgainst(before, { id, content: asked, by, today: dayNumber(dateIn(0)) })
          : new Set(['MEASURE_NOT_FOUND'])
        expect(meant.size ? [...meant] : ['']).toContain(reason)
        outcomes.set(reason, (outcomes.get(reason) ?? 0) + 1)
        if (!reason) recorded += 1
      }
    }
    await all.until(() => events().length >= recorded, `all of ${name}`)
    expect(await saidOf(name)).toEqual(referenceMeasure(events(), office))
  }
  const play = fc.array(fc.oneof({ weight: 1, arbitrary: amendment }, { weight: 6, arbitrary: opening }), {
    ...{ minLength: 14, maxLength: 24, size: 'max' as const },
  })
  await plays(
    'measures',
    { most: 60, least: 25, seconds: 15, examples: [overGap] },
    fc.tuple(version, play),
    ([first, attempts]) => run(first, attempts),
  )
  expect([...outcomes.keys()].sort()).toEqual([
    ...['', 'CALL_ABOVE_CEILING', 'CALL_CEILING_NOT_FOUND', 'CALL_DIFFERS_FROM_FIXED', 'CALL_EXISTS'],
    ...['CALL_OTHER_FIGURE', 'CALL_OUTSIDE_VALIDITY', 'CALL_OVER', 'CALL_OVERLAPS', 'CLASS_NOT_FOUND'],
    ...['MEASURE_NOT_FOUND', 'NOT_FIRST_RESPONSIBLE'],
  ])
}, 180_000)

test('and the service finds its stored states to be what its records give', async () => {
  const request = CheckStatesRequest.create({ service: 'finance' })
  const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
  expect(Number(checked.streams)).toBeGreaterThan(25)
})

test('without a programme nobody enters a measure', async () => {
  const content = { ...measureContent('programmes/none/clauses/vouchers') }
  const request = measure.EnterMeasureRequest.create({
    requestId: randomUUID(),
    parent: 'programmes/none',
    measureId: 'm',
    content,
  })
  const failing = call(bus.as(office).measures, (stub) => stub.enterMeasure, request)
  await expect(failing).rejects.toMatchObject({ code: status.NOT_FOUND })
})
