/** What a body leaves open that ends without a successor, for whoever ends it. */
import {
  type Assignment,
  AssignmentServiceClient,
  ListAssignmentsRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { type CourseState, isOpen } from '#shared/domain/course.ts'
import { codeOf, programmeOf } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import { Failure } from '../failure.ts'
import { filterOf } from '../input/command.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { write } from '../text/output.ts'

/** In how many open parts of each programme a body is, as far as the caller may read; undefined where that can't be read. */
async function openPartsOf(session: Session, organisation: string): Promise<ReadonlyMap<string, number> | undefined> {
  const bus = await session.bus()
  const request = { parent: 'programmes/-/tasks/-', filter: filterOf({ organisation }), pageSize: 1_000 }
  const fetch = (pageToken: string) => {
    const message = ListAssignmentsRequest.fromPartial({ ...request, pageToken })
    return bus.call(AssignmentServiceClient, (client) => client.listAssignments, message)
  }
  const all: Assignment[] = []
  try {
    for await (const page of allPages(fetch)) all.push(...page.assignments)
  } catch (error) {
    // The body has ended all the same.
    if (error instanceof Failure) return undefined
    throw error
  }
  const open = all.filter(({ state }) => isOpen({ state: state as CourseState }))
  const byProgramme = Map.groupBy(open, ({ name }) => codeOf(programmeOf(name)))
  return new Map([...byProgramme].map(([programme, parts]) => [programme, parts.length]))
}

const listOf = (code: string, programme: string): string =>
  `qiantou assignment list --organisation ${code} --programme ${programme}`

function said(count: number, code: string, programme: string): Bilingual {
  const list = listOf(code, programme)
  const [parts, wait] = count === 1 ? ['part', 'waits'] : ['parts', 'wait']
  return {
    zh: `${programme} 中未办结 ${count} 件无承接单位,届时由交办主体决定(转办、免办或终止);查看:${list}`,
    en: `${count} open ${parts} in ${programme} ${wait} for the authority from then on, to transfer, waive or cancel; list: ${list}`,
  }
}

/** That nothing is open is said of no more than was looked at. */
const nothing = (caller: string): Bilingual => ({
  zh: `${caller} 可查阅的各方案中,该单位无未办结事项`,
  en: `it leaves nothing open in any programme, as far as ${caller} may read them`,
})

const unread = (code: string): Bilingual => ({
  zh: `未能查得该单位的未办结事项,请逐个方案查看:${listOf(code, '方案')}`,
  en: `what it leaves open could not be read; look in each programme: ${listOf(code, 'PROGRAMME')}`,
})

/** Says how much a body leaves open in each programme, and how that is listed. */
export async function tellLeftOpen(session: Session, organisation: string): Promise<void> {
  const { as, language } = session.settings
  const code = codeOf(organisation)
  const counts = await openPartsOf(session, organisation)
  const told = counts ? [...counts].map(([programme, count]) => said(count, code, programme)) : [unread(code)]
  for (const line of told.length > 0 ? told : [nothing(as)]) await write(`${line[language]}\n`)
}
