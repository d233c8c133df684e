/**
 * A department's system in small: acknowledges every assignment that its organisation is given, at the issue of a task or in
 * the place of another body, waits while the bus is away, and goes on where it stopped.
 * `npx node docs/examples/acknowledge.ts CODE [ADDRESS [CERTIFICATES [POSITION_FILE]]]`; what is not given is taken from the
 * data folder of the bus on this machine.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { CloudEvent } from '#proto/io/cloudevents/v1/cloudevents.ts'
import {
  AcknowledgeAssignmentRequest,
  AssignmentServiceClient,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { EventServiceClient, SubscribeRequest, type SubscribeResponse } from '#proto/qiantou/event/v1/event_service.ts'
import { AssignmentReassigned, AssignmentTransferred, TaskIssued } from '#proto/qiantou/task/v1/task_events.ts'

// Whatever is not a bus that is away ends the program, with one line.
process.on('uncaughtException', ({ message }) => {
  console.error(message)
  process.exit(1)
})
// Whoever reads the output has gone: so does the program.
process.stdout.on('error', () => process.exit(0))

const home = process.env.QIANTOU_HOME || '.qiantou'
/** @throws Error where none runs */
function addressOfBus(): string {
  if (existsSync(`${home}/bus.json`)) return JSON.parse(readFileSync(`${home}/bus.json`, 'utf8')).address
  throw new Error(`no bus runs with its data in ${home}: start it with npm start, or say its ADDRESS`)
}

const [
  code,
  address = addressOfBus(),
  directory = `${home}/certificates`,
  // Beside the data that it is a position in: whoever deletes the one deletes the other.
  file = `${home}/${code}.position`,
] = process.argv.slice(2)
if (!code)
  throw new Error('usage: acknowledge.ts CODE [ADDRESS [CERTIFICATES [POSITION_FILE]]], such as acknowledge.ts hn-kjt')
const certificate = `${directory}/organisation/${code}.crt`
if (!existsSync(certificate)) throw new Error(`${code} has no certificate here: there is no ${certificate}`)
const pem = (name: string): Buffer => readFileSync(`${directory}/${name}`)
const identity = credentials.createSsl(pem('ca.crt'), pem(`organisation/${code}.key`), pem(`organisation/${code}.crt`))
// A connection that died is noticed, and one that failed is tried again within a second.
const options = { 'grpc.keepalive_time_ms': 10_000, 'grpc.max_reconnect_backoff_ms': 1_000 }
const events = new EventServiceClient(address, identity, options)
const assignments = new AssignmentServiceClient(address, identity, options)

const away: readonly (status | undefined)[] = [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED]

/** Whom a task is issued to, or who takes over a part of it. */
function givenTo({ type, data }: CloudEvent): readonly string[] {
  const bytes = data?.$case === 'protoData' ? data.value.value : new Uint8Array()
  if (type === TaskIssued.$type) return TaskIssued.decode(bytes).bodies.map(({ organisation }) => organisation)
  // Both name the successor alike.
  return [AssignmentTransferred.decode(bytes).successor?.organisation ?? '']
}

/** Resolves where the bus has decided, yes or no. @throws ServiceError where it is away: then all comes again. */
async function acknowledge({ id, source, attributes }: CloudEvent): Promise<void> {
  const text = (name: string): string => String(attributes.get(name)?.attr?.value)
  const name = `${text('subject')}/assignments/${code}`
  // The event's own id: whoever repeats it after a crash repeats the same command, and gets the same receipt.
  const request = AcknowledgeAssignmentRequest.fromPartial({ requestId: id, name })
  // Answered once the other service has taken in the event that this call builds on.
  const after = new Metadata()
  after.set('qiantou-after', `${source} ${text('sequence')}`)
  const error = await new Promise<ServiceError | null>((done) =>
    assignments.acknowledgeAssignment(request, after, { deadline: Date.now() + 30_000 }, done),
  )
  if (away.includes(error?.code)) throw error
  console.log(name, error ? `refused: ${error.details}` : 'acknowledged')
}

/** Follows the stream from the position that is kept, until the connection ends. */
async function follow(): Promise<void> {
  const from: SubscribeRequest['from'] = existsSync(file)
    ? { $case: 'afterPosition', value: BigInt(readFileSync(file, 'utf8')) }
    : { $case: 'start', value: 'SUBSCRIBE_START_EARLIEST' }
  const types = [TaskIssued.$type, AssignmentReassigned.$type, AssignmentTransferred.$type]
  const stream = events.subscribe(SubscribeRequest.fromPartial({ from, types }))
  try {
    for await (const { frame } of stream as AsyncIterable<SubscribeResponse>) {
      if (frame?.$case === 'records')
        for (const { record, position } of frame.value.records) {
          const event = CloudEvent.decode(record)
          if (givenTo(event).includes(`organisations/${code}`)) await acknowledge(event)
          // Only now: what is written here has been dealt with.
          writeFileSync(file, `${position}`)
        }
      else if (frame?.value.position !== undefined) writeFileSync(file, `${frame.value.position}`)
    }
  } finally {
    stream.cancel()
  }
}

for (;;) {
  await follow().catch((error: ServiceError) => {
    if (!away.includes(error.code)) throw error
    console.error(`the bus is away (${error.details}): trying again`)
  })
  await pause(1_000)
}
