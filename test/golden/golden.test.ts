/** Every event ever written is read and folded by this version: one record of each type at least, kept as bytes. */
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import { consultationDecider } from '#services/coordination-office/domain/consultation.ts'
import { organisationDecider } from '#services/coordination-office/domain/organisation.ts'
import { programmeView } from '#services/coordination-office/domain/programme.ts'
import { reportDecider } from '#services/coordination-office/domain/report.ts'
import { supervisionDecider } from '#services/coordination-office/domain/supervision.ts'
import { type Supervision, supervisionState } from '#services/coordination-office/domain/supervision-state.ts'
import { taskView as supervisedTask } from '#services/coordination-office/domain/task.ts'
import { admit } from '#services/event-log/domain/admission.ts'
import { allocationDecider } from '#services/finance/domain/allocation.ts'
import { applicationDecider } from '#services/finance/domain/application.ts'
import { apportionmentDecider } from '#services/finance/domain/apportionment.ts'
import { awaitedTaskDecider } from '#services/finance/domain/awaited-task.ts'
import { grantsView } from '#services/finance/domain/grants.ts'
import { invoiceView } from '#services/finance/domain/invoice.ts'
import { lettersView } from '#services/finance/domain/letter.ts'
import { measureDecider } from '#services/finance/domain/measure.ts'
import { payeeDecider } from '#services/finance/domain/payee.ts'
import { poolDecider } from '#services/finance/domain/pool.ts'
import { programmeView as fundedProgramme } from '#services/finance/domain/programme.ts'
import { quotaDecider } from '#services/finance/domain/quota.ts'
import { rosterDecider } from '#services/finance/domain/roster.ts'
import { transferDecider } from '#services/finance/domain/transfer.ts'
import { voucherDecider } from '#services/finance/domain/voucher.ts'
import { programmeDecider } from '#services/lead-agency/domain/programme.ts'
import { taskDecider } from '#services/lead-agency/domain/task.ts'
import { assignmentDecider } from '#services/supporting-department/domain/assignment.ts'
import { taskView } from '#services/supporting-department/domain/task.ts'
import type { Consultation } from '#shared/domain/consultation-state.ts'
import type { AnyDecider, AnyFold, Fact, FactMessage } from '#shared/domain/decider.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { earlierSignOff } from '#shared/record/earlier-sign-off.ts'
import { readOwn } from '#shared/record/own-record.ts'
import { noHash, type ReadRecord, readFact, readRecord } from '#shared/record/record.ts'
import { throughJson } from '#shared/testing/story.ts'
import { referenceConsultation } from '../reference-fold/consultation.ts'
import { eventsOf, referenceOrganisation } from '../reference-fold/directory.ts'
import { referenceTasks } from '../reference-fold/reference.ts'
import { eventOf } from '../reference-fold/reference-event.ts'

const root = join(import.meta.dirname, '..', '..')
const golden = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.binpb'))
  .sort()
const records: readonly ReadRecord[] = golden.map((name) => readRecord(readFileSync(join(import.meta.dirname, name))))

const aggregates: readonly (AnyFold & Partial<AnyDecider>)[] = [
  organisationDecider,
  consultationDecider,
  programmeView,
  programmeDecider,
  taskDecider,
  assignmentDecider,
  taskView,
  supervisedTask,
  supervisionDecider,
  programmeView,
  reportDecider,
  fundedProgramme,
  measureDecider,
  poolDecider,
  applicationDecider,
  payeeDecider,
  transferDecider,
  allocationDecider,
  awaitedTaskDecider,
  apportionmentDecider,
  rosterDecider,
  voucherDecider,
  quotaDecider,
  invoiceView,
  lettersView,
  grantsView,
]

/** The types of events: messages of the *_events.proto files that are no part of another message. */
function eventTypes(): readonly string[] {
  const files = globSync('proto/qiantou/**/*.proto', { cwd: root }).map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }))
  const parts = new Set(
    files.flatMap(({ text }) =>
      [...text.matchAll(/^ {2,}(?:repeated |optional )?([\w.]+) \w+ = \d+;/gm)].map(([, type]) =>
        type?.split('.').at(-1),
      ),
    ),
  )
  return files
    .filter(({ path }) => path.endsWith('_events.proto'))
    .flatMap(({ text }) => {
      const [, area] = text.match(/^package ([\w.]+);/m) ?? []
      return [...text.matchAll(/^message (\w+)/gm)]
        .map(([, name]) => name as string)
        .filter((name) => !parts.has(name))
        .map((name) => `${area}.${name}`)
    })
}

/** A task as its service has it. */
function foldedTask(id: string): Task | undefined {
  const name = `programmes/hunan-2025-7/tasks/${id}`
  const known = [...taskDecider.owns, ...taskDecider.folds].map(({ $type }: FactMessage<Fact>) => $type)
  return records
    .filter(({ subject, type }) => `${subject}/`.startsWith(`${name}/`) && known.includes(type))
    .reduce<Task | undefined>((task, record) => taskDecider.evolve(task, readFact(record) as never, name), undefined)
}

test('every type of event has a golden record', () => {
  expect([...new Set(records.map(({ type }) => type))].sort()).toEqual([...eventTypes()].sort())
})

test('every type of event is decided by an aggregate', () => {
  const owned = aggregates.flatMap(({ owns = [] }) => (owns as readonly FactMessage<Fact>[]).map(({ $type }) => $type))
  expect([...owned].sort()).toEqual([...eventTypes()].sort())
})

describe.each(golden.map((name, i) => [name, records[i] as ReadRecord] as const))('%s', (_, record) => {
  test('is read whole: nothing of its fact is unknown to this version', () => {
    const { fact } = readFact(record)
    expect(readOwn(Buffer.from(record.bytes))).toEqual(readFact(record))
    const again = messageTypeRegistry
      .get(record.type)
      ?.encode(fact as never)
      .finish()
    const chain = earlierSignOff(record.type, record.data)
    // What its message has no more is read all the same, as the chain: each step behind two bytes that announce it.
    if (chain.length === 0) return expect(Buffer.from(again ?? [])).toEqual(Buffer.from(record.data))
    const steps = chain.map((step) => SignOff.encode(step).finish().length + 2)
    expect((again?.length ?? 0) + steps.reduce((sum, length) => sum + length)).toBe(record.data.length)
  })

  test('is folded by every aggregate that it concerns', () => {
    const recorded = readFact(record)
    const concerned = aggregates.filter(({ owns = [], folds }) =>
      [...owns, ...folds].some(({ $type }: FactMessage<Fact>) => $type === record.type),
    )
    expect(concerned.length).toBeGreaterThan(0)
    for (const { owns = [], touches, evolve } of concerned) {
      const isOwn = owns.some(({ $type }: FactMessage<Fact>) => $type === record.type)
      const streams = isOwn ? [record.subject] : touches(recorded)
      // Some facts concern an aggregate by what they say: then another of the kind does.
      const ofKind = records.filter(({ type }) => type === record.type)
      expect(isOwn || ofKind.some((one) => touches(readFact(one)).length > 0)).toBe(true)
      for (const stream of streams) {
        // What came before it in its stream: most facts say nothing of a stream that has not begun.
        const earlier = records.slice(0, records.indexOf(record)).filter(({ subject }) => subject === stream)
        const before = isOwn
          ? earlier.reduce((state, one) => evolve(state, readFact(one), stream), undefined)
          : undefined
        const state = evolve(before, recorded, stream)
        expect(throughJson(state)).toEqual(state)
      }
    }
  })
})

describe('all of them together', () => {
  test('are admitted to the one order: chains are whole, causes come first', () => {
    const sources = [...new Set(records.map(({ source }) => source))]
    const waiting = new Map(sources.map((source) => [source, records.filter((record) => record.source === source)]))
    const none = new Map(sources.map((source) => [source, { sequence: 0n, hash: noHash }]))
    const admission = admit(waiting, none)
    expect(admission.stops).toEqual(new Map())
    expect(admission.records).toHaveLength(golden.length)
  })

  test('come to the same directory as when they were written', () => {
    const said = (name: string, day: number) => {
      const { state, title, successors, members } = referenceOrganisation(eventsOf(records), name, day)
      return [name.split('/')[1], state, title, ...members, ...successors]
    }
    const ai = 'organisations/hn-ai'
    expect([said(ai, 20_260_131), said(ai, 20_260_701), said('organisations/hn-pilots', 20_260_331)]).toEqual([
      ['hn-ai', 'ACTIVE', '湖南省人工智能局', 'organisations/hn-gxt'],
      ['hn-ai', 'ENDED', '湖南省智能局', 'organisations/hn-gxt'],
      ['hn-pilots', 'ACTIVE', '各试点单位', ai, 'organisations/hn-kjt', 'organisations/hn-gxt'],
    ])
    let entry: object | undefined
    for (const record of records.filter(({ subject }) => subject === ai))
      entry = organisationDecider.evolve(entry as never, readFact(record) as never, ai)
    expect(entry).toMatchObject({
      titles: [{ zh: '湖南省人工智能局', from: '2026-01-01' }, { from: '2026-03-01' }],
      terms: [{ from: '2026-01-05', to: '2026-06-30' }],
      end: { ending: 'MERGED', date: '2026-07-01', successors: ['organisations/hn-gxt'] },
    })
  })

  test('say who signed them, whether in the fact, as of old, or beside it', () => {
    const signed = records.flatMap(({ type, signoff }, i) => {
      const steps = signoff.map(({ step, person }) => `${step.replace('SIGN_OFF_STEP_', '')} ${person}`)
      return steps.length ? [`${i + 1} ${type.split('.').at(-1)}: ${steps.join(', ')}`] : []
    })
    expect(signed).toEqual([
      '25 ProgressReported: HANDLED p-17, SIGNED p-3',
      '36 AssignmentSubmitted: HANDLED p-17, SIGNED p-3',
      '38 AssignmentSubmitted: HANDLED p-17, SIGNED p-3',
      '148 StepIssued: HANDLED p-17, SIGNED p-1',
      '157 ConsultationAnswered: HANDLED p-17, SIGNED p-1',
      '159 ConsultationRuled: HANDLED p-17, SIGNED p-1',
      '166 ClosingProposed: HANDLED p-17, SIGNED p-1',
      '168 DissentRuled: HANDLED p-17, SIGNED p-1',
      '181 TaskIssued: HANDLED p-17, SIGNED p-1',
      '183 SubmissionReturned: HANDLED p-17, SIGNED p-1',
      '185 SubmissionAccepted: HANDLED p-17, SIGNED p-1',
      '187 TaskClosed: HANDLED p-17, SIGNED p-1',
      '192 TaskIssued: HANDLED p-17, REVIEWED p-3, SIGNED p-1',
      '193 AssignmentSuspended: HANDLED p-17, REVIEWED p-3, SIGNED p-1',
      '194 TaskCancelled: HANDLED p-17, REVIEWED p-3, SIGNED p-1',
    ])
  })

  test('come to the same consultations as when they were written', () => {
    const read = (id: string) => {
      const name = `programmes/hunan-2025-7/consultations/${id}`
      const own = records.filter(({ subject }) => subject === name)
      const state = own.reduce<Consultation | undefined>(
        (before, record) => consultationDecider.evolve(before, readFact(record) as never, name),
        undefined,
      )
      const { cases, composition } = referenceConsultation(own.map(eventOf))
      // What the fold of this version says is what the reading apart from it says.
      expect(state?.cases.map((one) => one.state)).toEqual(cases.map((one) => one.state))
      return [...cases.flatMap((one) => [one.state, one.limit, ...one.bodies]), ...composition]
    }
    expect([read('measures'), read('filings'), read('signed')]).toEqual([
      ['RULED', '2026-1-15', 'hn-gxt AGREE 1', 'hn-fgw DISAGREE 2', 'hn-czt consents'],
      ['WITHDRAWN', '2026-2-2', 'hn-gxt', 'hn-fgw', 'hn-gxt', 'hn-fgw'],
      ['RULED', '2026-3-8', 'hn-fgw DISAGREE 1'],
    ])
  })

  test('come to the same tasks as when they were written', () => {
    const states = referenceTasks(records).map(({ name, state, parts }) => [
      name.split('/').at(-1),
      state,
      ...parts.map((part) => `${part.organisation.split('/')[1]} ${part.state}`),
    ])
    expect(states).toEqual([
      ['2026-2-1', 'CLOSED', 'hn-kjt ACCEPTED', 'hn-gxt REASSIGNED', 'hn-czt ISSUED', 'hn-fgw ISSUED'],
      ['2026-2-2', 'CANCELLED', 'hn-kjt CANCELLED', 'hn-gxt CANCELLED', 'hn-fgw CANCELLED'],
      ['2026-2-3', 'ARCHIVED', 'hn-kjt ACCEPTED', 'hn-gxt TRANSFERRED', 'hn-czt WAIVED', 'hn-fgw ACCEPTED'],
      ['2026-2-4', 'ISSUED', 'hn-gxt ACCEPTED', 'hn-changsha ISSUED', 'hn-zhuzhou TRANSFERRED', 'hn-fgw ISSUED'],
      ['2026-2-5', 'ISSUED', 'hn-kjt ISSUED', 'hn-fgw WAIVED'],
      ['2026-2-6', 'ISSUED', 'hn-kjt ISSUED', 'hn-fgw ISSUED'],
      ['2026-2-7', 'ISSUED', 'hn-kjt SUBMITTED', 'hn-fgw TRANSFERRED', 'hn-czt ISSUED'],
      ['2026-2-8', 'CLOSED', 'hn-kjt ACCEPTED', 'hn-gxt ACCEPTED', 'hn-fgw ACCEPTED'],
      ['2027-2-1', 'ISSUED', 'hn-kjt ISSUED', 'hn-fgw ACKNOWLEDGED'],
      ['2027-2-2', 'DRAFT'],
      ['2026-2-9', 'CLOSE_PROPOSED', 'hn-kjt ACCEPTED', 'hn-fgw ACCEPTED'],
      ['2026-2-10', 'ISSUED', 'hn-kjt ISSUED', 'hn-fgw TRANSFERRED', 'hn-czt REASSIGNED', 'hn-gxt ISSUED'],
      ['2026-2-11', 'CLOSED', 'hn-kjt ACCEPTED'],
      ['2026-2-12', 'ISSUED', 'hn-kjt TRANSFERRED', 'hn-czt ISSUED', 'hn-fgw ISSUED'],
      ['2026-2-15', 'CANCELLED', 'hn-kjt CANCELLED'],
    ])
    const pieces = referenceTasks(records).flatMap(({ assignments }) => assignments.flatMap((one) => one.pieces))
    const changsha = 'organisations/hn-changsha'
    const back = 'back 2026-01-01T01:41:00.000Z'
    expect(pieces).toEqual([`1 ${changsha} ACCEPTED 100 ${back}`, `2 ${changsha} WITHDRAWN 0`, `3 ${changsha} ENDED 0`])
    expect(foldedTask('2026-2-1')).toMatchObject({ state: 'CLOSED', endedAt: '2026-01-01T00:13:00.000Z' })
    const reached = { 'half-year': { reachedOn: '2026-01-01' } }
    const milestones = foldedTask('2026-2-10')?.parts.map((part) => part.milestones)
    // The former body corrected its report while the part was being moved: it went as the record of that says.
    expect(milestones).toEqual([undefined, reached, reached, reached])
  })

  test('come to the same supervision as when they were written', () => {
    const folded = (task: string, code: string): Supervision | undefined => {
      const name = `programmes/hunan-2025-7/tasks/${task}`
      const subject = `${name}/supervisions/${code}`
      let state: Supervision | undefined
      for (const record of records.filter(
        (one) => one.subject === subject || one.type.endsWith('.AssignmentTransferred'),
      ))
        if (record.subject === subject || record.subject === name)
          state = supervisionDecider.evolve(state, readFact(record) as never, subject)
      return state
    }
    const supervision = folded('2026-2-1', 'hn-czt')
    expect(supervision && supervisionState(supervision)).toBe('SETTLED')
    expect(folded('2026-2-12', 'hn-fgw')).toMatchObject({ leads: ['organisations/hn-czt'], steps: [{ state: 'OPEN' }] })
    expect(folded('2026-2-12', 'hn-fgw')).not.toHaveProperty('leadsNow')
    expect(supervision).toMatchObject({
      leads: ['organisations/hn-kjt'],
      urges: [{ urger: 'organisations/hn-office' }],
      steps: [
        { number: 1, state: 'SUPERSEDED', replyBy: '2026-01-08', provisional: true },
        { number: 2, state: 'ACCEPTED', instruction: '省领导1月9日批示' },
        { number: 3, state: 'WITHDRAWN' },
      ],
    })
  })
})
