/** What new tasks would repeat on the last day, and pieces at the end of each month: what services say, and what the records come to. */
import { importRequest } from '#infra/start/seed.ts'
import { FindRepeatedSubassignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { FindRepeatedRequestsRequest } from '#proto/qiantou/task/v1/task_service.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { eventsOf } from '../../reference-fold/directory.ts'
import { sinceIssue } from '../../reference-fold/draft.ts'
import type { Readership } from '../../reference-fold/entitled.ts'
import type { Event } from '../../reference-fold/reference-event.ts'
import { pieceRepeatsOn, repeatsOn, standingFor } from '../../reference-fold/repeats.ts'
import type { Driver } from '../driver/driver.ts'
import type { World } from '../world/world.ts'
import type { Findings } from './findings.ts'

const { clauses = [] } = importRequest().content ?? {}

/** As many tasks are asked for anew. */
const asked = 12

export async function compareRepeats(
  stubs: Stubs,
  { parent, today }: { readonly parent: string; readonly today: Day },
  histories: ReadonlyMap<string, readonly Event[]>,
  records: readonly ReadRecord[],
  findings: Findings,
): Promise<void> {
  const organisations = eventsOf(records.filter(({ type }) => type.startsWith('qiantou.directory.')))
  const issued = [...histories.values()].flatMap((history) => sinceIssue(history).slice(0, 1))
  for (const { fact } of issued.slice(0, asked)) {
    const { clause, title, deliverable, due } = fact.content
    const {
      leads = [],
      supporters = [],
      standing = [],
    } = clauses.find(({ id }) => clause.endsWith(`/clauses/${id}`))?.responsibility ?? {}
    const named = [...leads, ...supporters, ...standing].flatMap((name) => standingFor(name, organisations, today))
    // The same but for half of its title, so that it is alike in part.
    const content = { clause, title: title.slice(0, Math.ceil(title.length * 0.6)), deliverable, due }
    const request = FindRepeatedRequestsRequest.fromPartial({ parent, content })
    const { repeats } = await call(stubs.tasks, (stub) => stub.findRepeatedRequests, request)
    const said = repeats.map(({ task, sameClause, titlePercent, deliverablePercent, organisations: again }) => {
      const bodies = again.map((body) => body.split('/')[1]).sort()
      return [task, sameClause ? 'same clause' : 'other clause', titlePercent, deliverablePercent, bodies].join(' ')
    })
    const meant = repeatsOn(today, { ...content, bodies: [...new Set(named)] }, histories)
    findings.same(`repeats of ${clause}`, said.toSorted(), meant)
    findings.counted('repeats', meant.length)
  }
}

type Asking = { readonly world: World; readonly readership: Readership; readonly driver: Driver }

/** So many of the texts that were given last are asked about. */
const askedPieces = { last: 30, some: 6 }

/** What pieces would repeat that bodies of open parts might give today: each body asks for itself. */
export async function comparePieceRepeats(
  { world, readership, driver }: Asking,
  histories: ReadonlyMap<string, readonly Event[]>,
  findings: Findings,
): Promise<void> {
  const last = [...world.pieceTexts].slice(-askedPieces.last)
  const texts = world.chance.some(last, askedPieces.some, 'pieces asked about', world.today)
  for (const [key, what] of texts) {
    const [name = ''] = key.split(' ')
    const caller = name.split('/').at(-1) ?? ''
    for (const city of world.pieces.keys()) {
      if (world.hasEnded(caller) || !readership.mayRead(`organisations/${caller}`, name)) continue
      const organisation = `organisations/${city}`
      const request = FindRepeatedSubassignmentsRequest.create({ name, organisation, what })
      const { assignments } = driver.stubsOf(caller)
      const { repeats } = await call(assignments, (stub) => stub.findRepeatedSubassignments, request)
      const said = repeats.map((one) => `${one.assignment} ${one.subassignment} ${one.alikePercent}`)
      const isRead = (part: string): boolean => readership.mayRead(`organisations/${caller}`, part)
      const textOf = (part: string, number: number): string => world.pieceTexts.get(`${part} ${number}`) ?? ''
      const meant = pieceRepeatsOn(world.today, { city: organisation, what, isRead }, histories, textOf)
      findings.same(`${world.today} pieces that ${name} would repeat with ${city}`, said.toSorted(), meant)
      findings.counted('pieces asked about')
      findings.counted('repeats of pieces', meant.length)
    }
  }
}
