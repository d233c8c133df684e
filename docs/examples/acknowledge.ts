/**
 * A department's system in small: acknowledges every assignment that its organisation is given, and goes on where it
 * stopped. `npx node docs/examples/acknowledge.ts [CODE [ADDRESS [CERTIFICATES [POSITION_FILE]]]]`
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { CloudEvent } from '#proto/io/cloudevents/v1/cloudevents.ts'
import {
  AcknowledgeAssignmentRequest,
  AssignmentServiceClient,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { EventServiceClient, SubscribeRequest, type SubscribeResponse } from '#proto/qiantou/event/v1/event_service.ts'

const [code = 'hn-kjt', address = 'localhost:7443', directory = '.qiantou/certificates', file = `${code}.position`] =
  process.argv.slice(2)
const pem = (name: string): Buffer => readFileSync(`${directory}/${name}`)
const identity = credentials.createSsl(pem('ca.crt'), pem(`organisation/${code}.key`), pem(`organisation/${code}.crt`))
const events = new EventServiceClient(address, identity)
const assignments = new AssignmentServiceClient(address, identity)

/** Resolves where the bus has decided, yes or no. @throws ServiceError where it could not be asked: then all comes again. */
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
  if (error && [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED].includes(error.code)) throw error
  console.log(name, error ? `refused: ${error.details}` : 'acknowledged')
}

const from: SubscribeRequest['from'] = existsSync(file)
  ? { $case: 'afterPosition', value: BigInt(readFileSync(file, 'utf8')) }
  : { $case: 'start', value: 'SUBSCRIBE_START_EARLIEST' }
const types = ['qiantou.task.v1.TaskIssued', 'qiantou.task.v1.AssignmentReassigned']
const stream = events.subscribe(SubscribeRequest.fromPartial({ from, types }))
for await (const { frame } of stream as AsyncIterable<SubscribeResponse>) {
  if (frame?.$case === 'records')
    for (const { record, position } of frame.value.records) {
      await acknowledge(CloudEvent.decode(record))
      // Only now: what is written here has been dealt with.
      writeFileSync(file, `${position}`)
    }
  else if (frame?.value.position !== undefined) writeFileSync(file, `${frame.value.position}`)
}
