/** A body in its parts: it acknowledges, in time, late or only once urged; reports, asks, submits. One thing a part and look. */
import {
  AcknowledgeAssignmentRequest,
  type Assignment,
  DelegateAssignmentRequest,
  ListAssignmentsRequest,
  NamePersonRequest,
  RequestExtensionRequest,
  RequestReassignmentRequest,
  RevokeDelegationRequest,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { addDays, type Day, dayFrom, dayOf, toDate } from '#shared/domain/calendar.ts'
import { fresh, proof } from '../world/request.ts'
import type { Client } from './client.ts'
import { givePiece, lookAtPieces } from './pieces.ts'
import { reportOn, reportProgress } from './reporter.ts'

/** Everything that a body has, as its service says it. */
export async function partsOf(client: Client): Promise<readonly Assignment[]> {
  const parent = `${client.world.parent}/tasks/-`
  const request = ListAssignmentsRequest.create({ parent, pageSize: 1_000, filter: `organisation = ${client.name}` })
  return (await client.ask('assignments', (stub) => stub.listAssignments, request))?.assignments ?? []
}

/** How a body is: this many days it takes at least and at most to acknowledge; `never` waits to be urged. */
const manners = [
  { least: 0, most: 1 },
  { least: 0, most: 3 },
  { least: 0, most: 3 },
  { least: 2, most: 9 },
  { never: true, least: 45, most: 60 },
] as const

/** Works on one part, as it stands. `isUrged`: somebody has reminded the body of it. */
export async function workOn(client: Client, part: Assignment, isUrged: boolean): Promise<void> {
  await lookAtPieces(client, part)
  switch (part.state) {
    case 'ASSIGNMENT_STATE_ISSUED':
      return await begin(client, part, isUrged)
    case 'ASSIGNMENT_STATE_ACKNOWLEDGED':
    case 'ASSIGNMENT_STATE_IN_PROGRESS':
      return await goOn(client, part)
    default:
  }
}

async function begin(client: Client, part: Assignment, isUrged: boolean): Promise<void> {
  const { chance, today } = client.world
  const { name } = part
  if (chance.odds(0.06, name, 'release') && !part.reassignmentReview) {
    const request = RequestReassignmentRequest.create({ ...fresh(), name, reason: '不属于我单位三定职责' })
    await client.send('assignments', (stub) => stub.requestReassignment, request)
    return
  }
  const manner = chance.pick(manners, client.code, name, 'manner')
  const delay = chance.between(manner.least, manner.most, name, 'acknowledge')
  const isReady = addDays(dayOf(part.issueTime as Date), delay) <= today
  if (!isReady && !('never' in manner && isUrged)) return
  const request = AcknowledgeAssignmentRequest.create({ ...fresh(), name })
  await client.send('assignments', (stub) => stub.acknowledgeAssignment, request)
}

async function goOn(client: Client, part: Assignment): Promise<void> {
  const { chance, today } = client.world
  const late = chance.between(-10, 8, part.name, 'submit')
  if (part.due && today >= submissionDay(part, late)) return await submit(client, part)
  if (await askTime(client, part)) return
  if (await delegate(client, part)) return
  if (await namePerson(client, part)) return
  if (await givePiece(client, part)) return
  const report = reportOn(client.world, part)
  if (report) await reportProgress(client, part, report)
}

/** When its body means to be done: before it is due, or after. Returned, it takes some days more. */
function submissionDay(part: Assignment, late: number): Day {
  const planned = addDays(part.due ? dayFrom(part.due) : '2999-12-31', late)
  const returned = part.submissions.at(-1)?.review?.time
  const again = returned ? addDays(dayOf(returned), 2 + (Math.abs(late) % 5)) : planned
  return part.submissionCount === 0 ? planned : again
}

async function submit(client: Client, { name, submissionCount }: Assignment): Promise<void> {
  const signOff = [
    { step: 'SIGN_OFF_STEP_HANDLED' as const, person: 'p-1' },
    { step: 'SIGN_OFF_STEP_SIGNED' as const, person: 'p-2' },
  ]
  const said = { text: `办结报告 第${submissionCount + 1}次`, evidence: [proof('验收报告')], signOff }
  const request = SubmitAssignmentRequest.fromPartial({ ...fresh(), name, ...said })
  await client.send('assignments', (stub) => stub.submitAssignment, request)
}

/** More time, for the part or a milestone, as its date comes near; sometimes too late, or not later. */
async function askTime(client: Client, part: Assignment): Promise<boolean> {
  const { chance, today } = client.world
  const { name, extensions } = part
  if (extensions.some(({ outcome }) => outcome === 'EXTENSION_OUTCOME_UNSPECIFIED')) return false
  const open = part.milestoneStates.find(({ reachTime }) => !reachTime)
  const about = chance.odds(0.3, name, 'of what', extensions.length) ? open : undefined
  const former = about?.due ?? part.due
  if (!former || !chance.odds(0.12, name, 'more time', extensions.length)) return false
  const due = dayFrom(former)
  if (today < addDays(due, -chance.between(-1, 15, name, 'asks', extensions.length))) return false
  // Whoever asks too late is refused, and asks no more.
  if (today > addDays(due, 1)) return false
  const later = addDays(due, chance.between(0, 40, name, 'until', extensions.length))
  const request = RequestExtensionRequest.create({
    ...{ ...fresh(), name, milestone: about?.id ?? '', due: toDate(later), reason: '招标流程较长' },
  })
  return (await client.send('assignments', (stub) => stub.requestExtension, request)) !== undefined
}

/** Whoever liaises for the body does so for this part; once the term is over, it is refused, and nobody is said to. */
async function namePerson(client: Client, { name, people }: Assignment): Promise<boolean> {
  const { world } = client
  const person = world.liaisons.get(client.code)
  if (!person || !world.comes(people.length > 0 ? 0.15 : 0.4, name, 'person')) return false
  const role = 'TERM_ROLE_LIAISON' as const
  const named = people.some((one) => one.person === person) ? '' : person
  const request = NamePersonRequest.create({ ...fresh(), name, role, person: named })
  return (await client.send('assignments', (stub) => stub.namePerson, request)) !== undefined
}

/** Another body may act for it for a while; sometimes that is taken back. */
async function delegate(client: Client, { name, delegations }: Assignment): Promise<boolean> {
  const { world } = client
  const [first] = delegations
  if (first) {
    if (!world.comes(0.05, name, 'revoke')) return false
    const request = RevokeDelegationRequest.create({ ...fresh(), name, delegate: first.delegate })
    await client.send('assignments', (stub) => stub.revokeDelegation, request)
    return true
  }
  if (!world.happens(0.001, name, 'delegate')) return false
  const other = world.somebody([client.code], name, 'delegate')
  const until = addDays(world.today, world.chance.between(5, 40, name, 'delegate until'))
  const request = DelegateAssignmentRequest.create({
    ...{ ...fresh(), name, delegate: `organisations/${other}`, from: toDate(world.today), until: toDate(until) },
  })
  const done = await client.send('assignments', (stub) => stub.delegateAssignment, request)
  if (done) world.delegated.set(other, [...(world.delegated.get(other) ?? []), name])
  return true
}
