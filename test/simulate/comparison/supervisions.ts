/** The supervision of every part: what the service says, and what its records and those of its task come to. */
import { type ServiceError, status } from '@grpc/grpc-js'
import { GetSupervisionRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { call } from '#shared/grpc/client.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { sinceIssue } from '../../reference-fold/draft.ts'
import type { Event } from '../../reference-fold/reference-event.ts'
import { type ReferenceSupervision, referenceSupervision } from '../../reference-fold/supervision.ts'
import type { Findings } from './findings.ts'

/** As many reminders and steps as an answer shows. */
const kept = 20

async function saidOf(stubs: Stubs, name: string): Promise<ReferenceSupervision | undefined> {
  const request = GetSupervisionRequest.create({ name })
  const { supervision } = await call(stubs.supervisions, (stub) => stub.getSupervision, request).catch(
    (error: ServiceError) => {
      if (error.code !== status.NOT_FOUND) throw error
      return { supervision: undefined }
    },
  )
  if (!supervision) return undefined
  const short = (value: string): string => value.replace(/^(SUPERVISION_(STEP|STATE)|STEP_STATE|PROPOSAL_REASON)_/, '')
  const { proposal } = supervision
  return {
    state: short(supervision.state),
    urges: supervision.urges.length,
    steps: supervision.steps.map(({ step, state, replyBy }) => {
      const { year = 0, month = 0, day = 0 } = replyBy ?? {}
      return [short(step), short(state), (year * 100 + month) * 100 + day].join(' ')
    }),
    proposal: proposal ? `${short(proposal.step)} ${short(proposal.reason)}` : '',
  }
}

export async function compareSupervisions(
  stubs: Stubs,
  histories: ReadonlyMap<string, readonly Event[]>,
  records: readonly ReadRecord[],
  findings: Findings,
): Promise<void> {
  const ofTasks = Map.groupBy(
    records.filter(({ subject }) => subject.includes('/tasks/')),
    ({ subject }) => subject.split('/').slice(0, 4).join('/'),
  )
  for (const name of namesIn(histories, records)) {
    const [task = '', code] = name.split('/supervisions/')
    const meant = referenceSupervision(ofTasks.get(task) ?? [], `organisations/${code}`)
    const shown = meant && { ...meant, urges: Math.min(kept, meant.urges), steps: meant.steps.slice(-kept) }
    findings.same(name, await saidOf(stubs, name), shown)
    findings.counted(meant ? 'supervisions' : 'parts without supervision')
  }
}

/** Of every body that has or had a part, and whatever else a record is about: what was never begun is nowhere. */
function namesIn(
  histories: ReadonlyMap<string, readonly Event[]>,
  records: readonly ReadRecord[],
): ReadonlySet<string> {
  const ofParts = [...histories].flatMap(([name, history]) => {
    const events = sinceIssue(history)
    const given = events.flatMap(({ what, about, fact }) => [
      ...(what === 'TaskIssued' ? fact.bodies.map(({ organisation }: { organisation: string }) => organisation) : []),
      ...(fact?.successor?.organisation ? [fact.successor.organisation] : []),
      ...(about ? [about] : []),
    ])
    return given.map((body) => `${name}/supervisions/${body.split('/')[1]}`)
  })
  const begun = records.map(({ subject }) => subject).filter((subject) => subject.includes('/supervisions/'))
  return new Set([...ofParts, ...begun])
}
