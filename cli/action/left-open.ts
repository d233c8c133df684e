/** What a body leaves open that ends without a successor, for whoever ends it. */
import {
  type Assignment,
  AssignmentServiceClient,
  ListAssignmentsRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { type CourseState, isOpen } from '#shared/domain/course.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import { Failure } from '../failure.ts'
import { filterOf } from '../input/command.ts'
import { programmeName } from '../input/name.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { write } from '../text/output.ts'

/** The open parts of a body in the programme, as far as the caller may read them; undefined where they can't be read. */
async function openPartsOf(session: Session, organisation: string): Promise<number | undefined> {
  const bus = await session.bus()
  const parent = `${programmeName(session.settings.programme)}/tasks/-`
  const request = { parent, filter: filterOf({ organisation }), pageSize: 1_000 }
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
  return all.filter(({ state }) => isOpen({ state: state as CourseState })).length
}

function said(count: number, code: string, programme: string): Bilingual {
  const list = `qiantou assignment list --organisation ${code} --programme ${programme}`
  if (count === 0) return { zh: `${programme} 中无未办结事项`, en: `it leaves nothing open in ${programme}` }
  const [parts, wait] = count === 1 ? ['part', 'waits'] : ['parts', 'wait']
  return {
    zh: `${programme} 中未办结 ${count} 件无承接单位,届时由交办主体决定(转办、免办或终止);查看:${list}`,
    en: `${count} open ${parts} in ${programme} ${wait} for the authority from then on, to transfer, waive or cancel; list: ${list}`,
  }
}

/** Says how much a body leaves open, and how that is listed. */
export async function tellLeftOpen(session: Session, organisation: string): Promise<void> {
  const { programme, language } = session.settings
  const count = await openPartsOf(session, organisation)
  if (count !== undefined) await write(`${said(count, codeOf(organisation), programme)[language]}\n`)
}
