import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssignmentServiceClient } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { EventServiceClient, type SubscribeResponse } from '#proto/qiantou/event/v1/event_service.ts'
import { OperationServiceClient } from '#proto/qiantou/operation/v1/operation_service.ts'
import { ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import { TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { clientOptions, mutualTls } from '#shared/grpc/client.ts'
import { readBusFile } from '#shared/lifecycle/data-folder.ts'
import { type Child, startChild } from './child.ts'

/** A whole bus in a process of its own, as `npm start` makes it, in a folder that goes with it. */
export type BenchBus = {
  readonly home: string
  readonly address: string
  readonly child: Child
  readonly readyAfterMs: number
  readonly stop: () => Promise<void>
}

export const newHome = async (): Promise<string> => {
  const home = await mkdtemp(join(tmpdir(), 'qiantou-bench-'))
  // PostgreSQL runs as another user where we are root: it must be able to pass.
  await chmod(home, 0o711)
  return home
}

type Options = {
  readonly home?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export async function startBus(options: Options = {}): Promise<BenchBus> {
  const home = options.home ?? (await newHome())
  const begin = performance.now()
  const args = ['infra/start/main.ts', '--port', '0', ...(options.args ?? [])]
  const child = await startChild(args, /is ready/, {
    ...{ QIANTOU_HOME: home, QIANTOU_LOG_LEVEL: 'error' },
    ...options.env,
  })
  const readyAfterMs = performance.now() - begin
  const address = readBusFile(home)?.address ?? ''
  return {
    home,
    address,
    child,
    readyAfterMs,
    stop: async () => {
      await child.stop()
      if (!options.home) await rm(home, { recursive: true, force: true })
    },
  }
}

/** Nothing was recorded for so long: what the bus had to do by itself is done. */
const quietMilliseconds = 2_000

/** A bus that has told of every limit of its sample that has passed, which no client has asked for. */
export async function startQuietBus(options: Options = {}): Promise<BenchBus> {
  const bus = await startBus(options)
  const { events } = organisation(bus, 'hn-office')
  const from = { $case: 'start' as const, value: 'SUBSCRIBE_START_EARLIEST' as const }
  const stream = events.subscribe({ $type: 'qiantou.event.v1.SubscribeRequest', from, subject: '', types: [] })
  await new Promise<void>((resolve, reject) => {
    const quiet = setTimeout(resolve, quietMilliseconds)
    stream.on('data', ({ frame }: SubscribeResponse) => frame?.$case === 'records' && quiet.refresh())
    stream.on('error', reject)
  })
  stream.on('error', () => {})
  stream.cancel()
  return bus
}

/** The stubs of one organisation, with its own certificate and connection. */
export function organisation(bus: Pick<BenchBus, 'home' | 'address'>, code: string) {
  return stubs(bus, 'organisation', code)
}

/** The stubs of the operations team. */
export const operations = (bus: Pick<BenchBus, 'home' | 'address'>) => stubs(bus, 'service', 'operations')

function stubs({ home, address }: Pick<BenchBus, 'home' | 'address'>, kind: string, code: string) {
  const file = (name: string): string => readFileSync(join(home, 'certificates', name), 'utf8')
  const credentials = mutualTls({
    ca: file('ca.crt'),
    cert: file(`${kind}/${code}.crt`),
    key: file(`${kind}/${code}.key`),
  })
  return {
    name: `organisations/${code}`,
    programmes: new ProgrammeServiceClient(address, credentials, clientOptions),
    tasks: new TaskServiceClient(address, credentials, clientOptions),
    assignments: new AssignmentServiceClient(address, credentials, clientOptions),
    events: new EventServiceClient(address, credentials, clientOptions),
    operations: new OperationServiceClient(address, credentials, clientOptions),
  }
}
export type Stubs = ReturnType<typeof stubs>
