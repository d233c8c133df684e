/** What each body was asked in each month: what the service says, and what the records alone come to. */
import { ListBurdensRequest } from '#proto/qiantou/supervision/v1/burden_service.ts'
import { addDays, type Day, toDate } from '#shared/domain/calendar.ts'
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
    findings.same(`burden ${day}`, Object.fromEntries(said), meantIn(day, days, histories, others))
    findings.counted('burdens', burdens.length)
  }
}

/** `2 5 14 ASSIGNMENT=2 DUE=4 URGING=1` by body: assignments, reports, fields, and how often each kind. */
function meantIn(
  last: Day,
  days: number,
  histories: ReadonlyMap<string, readonly Event[]>,
  others: readonly ReadRecord[],
): Readonly<Record<string, string>> {
  const first = addDays(last, 1 - days)
  const asked = others
    .filter(({ time }) => shanghaiDay(time.toISOString()) >= first && shanghaiDay(time.toISOString()) <= last)
    .flatMap((record) => askedByRecord(eventOf(record), record.subject))
  for (const history of histories.values()) {
    const end = history.findLast(({ what }) => ['TaskClosed', 'TaskCancelled', 'TaskReopened'].includes(what))
    // What was closed may have been opened again.
    const until = end && end.what !== 'TaskReopened' && [shanghaiDay(end.time), lastDate(history)].sort()[1]
    if (until !== undefined && until < first) continue
    for (let day = first; day <= last; day = addDays(day, 1)) asked.push(...askedByTask(day, history))
  }
  const bodies = Map.groupBy(asked, (one) => one.split(' ')[0] ?? '')
  return Object.fromEntries([...bodies].map(([body, own]) => [body, sumOf(own.map((one) => one.split(' ')[1] ?? ''))]))
}

function sumOf(kinds: readonly string[]): string {
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => `${kind}=${all.length}`)
  const assignments = kinds.filter((kind) => kind === 'ASSIGNMENT').length
  const fields = kinds.reduce((sum, kind) => sum + (fieldsOf[kind] ?? 0), 0)
  return `${assignments} ${kinds.length - assignments} ${fields} ${counts.sort().join(' ')}`
}
