/** What each body was asked in each month: what the service says, and what the records alone come to. */
import { GetBurdenRequest, ListBurdensRequest } from '#proto/qiantou/supervision/v1/burden_service.ts'
import { addDays, type Day, dayFrom, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { type Event, eventOf } from '../../reference-fold/reference-event.ts'
import { askedByRecord, askedByTask, fieldsOf, lastDate } from '../../reference-fold/requests.ts'
import { shanghaiDay } from '../../reference-fold/working-days.ts'
import type { Findings } from './findings.ts'

export async function compareBurdens(
  stubs: Stubs,
  { parent, monthEnds }: { readonly parent: string; readonly monthEnds: readonly Day[] },
  histories: ReadonlyMap<string, readonly Event[]>,
  records: readonly ReadRecord[],
  findings: Findings,
): Promise<void> {
  const others = records.filter(({ type }) =>
    /^qiantou\.(consultation|supervision|assignment)\.v1\.(?!Subassignment)/.test(type),
  )
  for (const day of monthEnds) {
    const days = Number(day.slice(8))
    const request = ListBurdensRequest.create({ parent, asOf: toDate(day), days, pageSize: 1_000 })
    const { burdens } = await call(stubs.burdens, (stub) => stub.listBurdens, request)
    const said = burdens.map(({ organisation, assignments, reports, fields, counts }) => {
      const kinds = counts.map(({ kind, count }) => `${kind.replace('BURDEN_KIND_', '')}=${count}`)
      return [organisation.split('/')[1], `${assignments} ${reports} ${fields} ${kinds.sort().join(' ')}`]
    })
    const meant = askedIn(day, days, histories, others)
    findings.same(`burden ${day}`, Object.fromEntries(said), summedUp(meant))
    findings.counted('burdens', burdens.length)
    // One body after another, each month some others, of a longer run fewer: an answer is worked out from the whole log.
    const turns = Math.max(4, Math.ceil(monthEnds.length / 3))
    for (const code of [...meant.keys()].filter((_, i) => i % turns === monthEnds.indexOf(day) % turns))
      await compareItems(stubs, code, { day, days }, meant.get(code) ?? [], findings)
  }
}

/** Request by request. */
async function compareItems(
  stubs: Stubs,
  code: string,
  { day, days }: { readonly day: Day; readonly days: number },
  meant: readonly AskedOn[],
  findings: Findings,
): Promise<void> {
  const request = GetBurdenRequest.create({ organisation: `organisations/${code}`, asOf: toDate(day), days })
  const { items, burden } = await call(stubs.burdens, (stub) => stub.getBurden, request)
  const said = items.map(
    ({ date, kind, resource }) => `${date && dayFrom(date)} ${kind.replace('BURDEN_KIND_', '')} ${resource}`,
  )
  const listed = meant.map(({ on, kind, resource }) => `${on} ${kind} ${resource}`)
  findings.same(`burden of ${code} ${day}`, said.toSorted(), listed.toSorted().slice(-shownItems))
  const sum = `${burden?.assignments} ${burden?.reports} ${burden?.fields}`
  findings.same(
    `burden of ${code} ${day} in all`,
    sum,
    sumOf(meant.map(({ kind }) => kind))
      .split(' ')
      .slice(0, 3)
      .join(' '),
  )
  findings.counted('items of burdens', items.length)
}

/** As many as an answer shows, the newest. */
const shownItems = 1_000

/** `resource` is what it is about. */
type AskedOn = { readonly on: Day; readonly kind: string; readonly resource: string }

/** `2 5 14 ASSIGNMENT=2 DUE=4 URGING=1` by body: assignments, reports, fields, and how often each kind. */
const summedUp = (asked: ReadonlyMap<string, readonly AskedOn[]>): Readonly<Record<string, string>> =>
  Object.fromEntries([...asked].map(([body, own]) => [body, sumOf(own.map(({ kind }) => kind))]))

/** What each body was asked, and on which day. */
function askedIn(
  last: Day,
  days: number,
  histories: ReadonlyMap<string, readonly Event[]>,
  others: readonly ReadRecord[],
): ReadonlyMap<string, readonly AskedOn[]> {
  const first = addDays(last, 1 - days)
  const asked: { readonly on: Day; readonly what: string; readonly about: string }[] = others
    .map((record) => ({ on: shanghaiDay(record.time.toISOString()), record }))
    .filter(({ on }) => on >= first && on <= last)
    .flatMap(({ on, record }) => {
      const { subject } = record
      return askedByRecord(eventOf(record), subject).map((what) => ({ on, what, about: subject }))
    })
  for (const [task, history] of histories) {
    const end = history.findLast(({ what }) => ['TaskClosed', 'TaskCancelled', 'TaskReopened'].includes(what))
    // What was closed may have been opened again.
    const until = end && end.what !== 'TaskReopened' && [shanghaiDay(end.time), lastDate(history)].sort()[1]
    if (until !== undefined && until < first) continue
    for (let day = first; day <= last; day = addDays(day, 1))
      asked.push(
        ...askedByTask(day, history).map((what) => ({ on: day, what, about: `${task}/assignments/${bodyIn(what)}` })),
      )
  }
  const bodies = Map.groupBy(asked, ({ what }) => bodyIn(what))
  return new Map(
    [...bodies].map(([body, own]) => [
      body,
      own.map(({ on, what, about }) => ({ on, kind: what.split(' ')[1] ?? '', resource: about })),
    ]),
  )
}

/** Of `hn-kjt MILESTONE`. */
const bodyIn = (what: string): string => what.split(' ')[0] ?? ''

function sumOf(kinds: readonly string[]): string {
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => `${kind}=${all.length}`)
  const assignments = kinds.filter((kind) => kind === 'ASSIGNMENT').length
  const fields = kinds.reduce((sum, kind) => sum + (fieldsOf[kind] ?? 0), 0)
  return `${assignments} ${kinds.length - assignments} ${fields} ${counts.sort().join(' ')}`
}
