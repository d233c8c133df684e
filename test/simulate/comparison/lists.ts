/** What lists show at the end: to each body, with its own certificate, all that they are party to, and nothing else. */
import { type ServiceError, status } from '@grpc/grpc-js'
import { ListAssignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { ListConsultationsRequest } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { ListSupervisionsRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { ListTasksRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { sinceIssue } from '../../reference-fold/draft.ts'
import type { Readership } from '../../reference-fold/entitled.ts'
import { livesOf } from '../../reference-fold/part-life.ts'
import type { Driver } from '../driver/driver.ts'
import type { World } from '../world/world.ts'
import type { Findings } from './findings.ts'

type Page = { readonly nextPageToken: string; readonly names: readonly string[] }
type Asked = { readonly parent: string; readonly pageSize: number; readonly pageToken: string }
type List = (stubs: Stubs, asked: Asked) => Promise<Page>

const namesOf = (some: readonly { readonly name: string }[]): readonly string[] => some.map(({ name }) => name)

const lists: Readonly<Record<string, { readonly under: string; readonly list: List }>> = {
  tasks: {
    under: '',
    list: async ({ tasks }, asked) => {
      const found = await call(tasks, (stub) => stub.listTasks, ListTasksRequest.create(asked))
      return { ...found, names: namesOf(found.tasks) }
    },
  },
  assignments: {
    under: '/tasks/-',
    list: async ({ assignments }, asked) => {
      const found = await call(assignments, (stub) => stub.listAssignments, ListAssignmentsRequest.create(asked))
      return { ...found, names: namesOf(found.assignments) }
    },
  },
  supervisions: {
    under: '/tasks/-',
    list: async ({ supervisions }, asked) => {
      const found = await call(supervisions, (stub) => stub.listSupervisions, ListSupervisionsRequest.create(asked))
      return { ...found, names: namesOf(found.supervisions) }
    },
  },
  consultations: {
    under: '',
    list: async ({ consultations }, asked) => {
      const found = await call(consultations, (stub) => stub.listConsultations, ListConsultationsRequest.create(asked))
      return { ...found, names: namesOf(found.consultations) }
    },
  },
}

/** All pages; nothing where the caller is party to nothing. */
async function listed(stubs: Stubs, parent: string, list: List): Promise<readonly string[]> {
  const names: string[] = []
  for (let pageToken = ''; ; ) {
    const page = await list(stubs, { parent, pageSize: 200, pageToken }).catch((error: ServiceError) => {
      if (error.code !== status.NOT_FOUND) throw error
      return { names: [], nextPageToken: '' }
    })
    names.push(...page.names)
    pageToken = page.nextPageToken
    if (!pageToken) return names
  }
}

/** Every part of the tasks that somebody reads, and single ones that it has to do with. */
function partsRead(readership: Readership, readable: readonly string[]): readonly string[] {
  const ofTasks = readable
    .filter((subject) => subject.split('/').at(-2) === 'tasks')
    .flatMap((task) => {
      const issued = sinceIssue(readership.historyOf(task))
      const lives = issued.length > 0 ? livesOf(issued) : []
      return lives.map(({ organisation }) => `${task}/assignments/${organisation.split('/')[1]}`)
    })
  return [...new Set([...ofTasks, ...readable.filter((subject) => subject.includes('/assignments/'))])]
}

export async function compareLists(
  world: World,
  readership: Readership,
  driver: Driver,
  findings: Findings,
): Promise<void> {
  const there = [...world.codes].filter((code) => !world.hasEnded(code)).sort()
  for (const code of there) {
    const readable = readership.subjects.filter((subject) => readership.mayRead(`organisations/${code}`, subject))
    for (const [kind, { under, list }] of Object.entries(lists)) {
      const ofKind = readable.filter((subject) => subject.split('/').at(-2) === kind)
      const meant = kind === 'assignments' ? partsRead(readership, readable) : ofKind
      const said = await listed(driver.stubsOf(code), `${world.parent}${under}`, list)
      const differing = (what: string, some: readonly string[], others: readonly string[]): void => {
        const known = new Set(others)
        findings.differs(...some.filter((name) => !known.has(name)).map((name) => `${code} ${what} ${name}`))
      }
      differing('is shown in a list, and may not read,', said, meant)
      differing('may read, and is not shown in a list,', meant, said)
      findings.same(`${kind} that ${code} is shown once`, said.length, new Set(said).size)
      findings.counted(`listed ${kind}`, said.length)
    }
  }
}
