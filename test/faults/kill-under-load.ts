import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ServiceError, status } from '@grpc/grpc-js'
import { seed } from '#infra/start/seed.ts'
import { CheckStatesRequest, OperationServiceClient } from '#proto/qiantou/operation/v1/operation_service.ts'
import { setFileClock } from '#shared/clock/file-clock.ts'
import { call, clientOptions } from '#shared/grpc/client.ts'
import { Deployment, type Doubled, type Victim } from './deployment.ts'
import { type Count, Observer } from './observer.ts'
import { credentialsOf, observedBodies, Workload } from './workload.ts'

export type Plan = {
  readonly engine: 'postgres' | 'kafka'
  /** Of which service there are two instances. */
  readonly second?: Doubled | undefined
  /** The second one is of a newer version, whose states have another shape. */
  readonly renewed?: boolean
  /** How often each victim is killed, one after the other in turns. */
  readonly kills: Partial<Record<Victim, number>>
  readonly workers: number
  readonly progress: (line: string) => void
}

/** Waits until every service of the deployment says that it serves. */
export async function ready(deployment: Deployment): Promise<void> {
  for (const name of deployment.ports.keys()) {
    const client = new OperationServiceClient(
      deployment.address(name),
      credentialsOf(deployment, 'service/operations'),
      clientOptions,
    )
    for (const end = Date.now() + 30_000; ; ) {
      const answer = await call(
        client,
        (c) => c.getStatus,
        { $type: 'qiantou.operation.v1.GetStatusRequest' as const },
        [],
        2_000,
      ).catch((error: ServiceError) => {
        if (error.code !== status.UNAVAILABLE && error.code !== status.DEADLINE_EXCEEDED) throw error
        if (Date.now() > end) throw new Error(`${name} does not come up: ${error.details}`)
        return undefined
      })
      if (answer?.services.every((service) => service.ready)) break
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    client.close()
  }
}

const interleaved = (kills: Plan['kills']): Victim[] => {
  const rounds = Math.max(0, ...Object.values(kills))
  const victims = Object.keys(kills) as Victim[]
  return Array.from({ length: rounds }, (_, round) => victims.filter((victim) => (kills[victim] ?? 0) > round)).flat()
}

/** Load goes on while one after the other is killed with -9; each is up again, and work got on, before the next goes. */
export async function killUnderLoad(plan: Plan): Promise<Count> {
  // What has limits of its own sees days pass; the others play in one.
  const passing = plan.second === 'coordination-office'
  const clock = new Date()
  const settingsIn = (home: string): Readonly<Record<string, string>> => clockIn(home, clock)
  const deployment = await Deployment.start({ ...plan, ...(passing ? { settingsIn } : {}) })
  try {
    await ready(deployment)
    await seedDeployment(deployment)
    const observer = new Observer(
      deployment.address('event-log'),
      (code) => credentialsOf(deployment, `organisation/${code}`),
      observedBodies,
    )
    const workload = new Workload(deployment, passing)
    workload.start(plan.workers)
    await progressOf(workload, 50)
    for (const victim of interleaved(plan.kills)) {
      await deployment.kill(victim)
      // What waits for a day comes to it while somebody is away.
      if (passing) {
        clock.setDate(clock.getDate() + 7)
        clockIn(deployment.home, clock)
      }
      await progressOf(workload, 50)
      plan.progress(`${victim} was killed; ${workload.receipts.length} commands acknowledged so far`)
    }
    await workload.stop()
    const count = await observer.count(workload.receipts, 30_000)
    observer.stop()
    if (plan.second) await checkBoth(deployment, plan.second, plan.renewed === true)
    const told = [...observer.limitsPassed.values()]
    if (passing && (told.length === 0 || told.some((times) => times > 1)))
      throw new Error(`limits that have passed were told so often: ${told.join(' ') || 'never'}`)
    return count
  } finally {
    await deployment.stop()
  }
}

/** Days pass when we say so. @returns the variables of the services' environment that say from where */
function clockIn(home: string, now: Date): Readonly<Record<string, string>> {
  const file = join(home, 'clock')
  setFileClock(file, now)
  return { QIANTOU_CLOCK_FILE: file }
}

/** @throws where one of two instances keeps other states than its records give, or both were of one version */
export async function checkBoth(deployment: Deployment, service: Doubled, renewed: boolean): Promise<void> {
  await ready(deployment)
  if (renewed && (await deployment.versions(service)) !== 2) throw new Error('the two were of one version')
  for (const name of [service, `${service}-2`]) await checkStatesOf(deployment, name, service)
}

/** @throws where an instance's states are not those of its records, as its own version folds them */
async function checkStatesOf(deployment: Deployment, name: string, service: string): Promise<void> {
  const credentials = credentialsOf(deployment, 'service/operations')
  const client = new OperationServiceClient(deployment.address(name), credentials, clientOptions)
  const request = CheckStatesRequest.fromPartial({ service })
  const { differing } = await call(client, (stub) => stub.checkStates, request)
  client.close()
  if (differing.length) throw new Error(`${name} keeps other states than its records give: ${differing.join(', ')}`)
}

/** Waits until so many more commands have been acknowledged: the bus is back at work. */
async function progressOf(workload: Workload, commands: number): Promise<void> {
  const goal = workload.receipts.length + commands
  for (const end = Date.now() + 90_000; workload.receipts.length < goal; ) {
    if (Date.now() > end) throw new Error(`no ${commands} commands were acknowledged within 90 s`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function seedDeployment(deployment: Deployment): Promise<void> {
  const read = (file: string): string => readFileSync(join(deployment.home, 'certificates', file), 'utf8')
  const office = {
    ca: read('ca.crt'),
    cert: read('organisation/hn-office.crt'),
    key: read('organisation/hn-office.key'),
  }
  await seed(deployment.address('lead-agency'), office, deployment.address('finance'))
}

/** The line that a kill run ends with. */
export const countLine = (kills: Plan['kills'], count: Count): string =>
  `killed: ${Object.entries(kills)
    .map(([victim, times]) => `${victim}=${times}`)
    .join(' ')}; ` +
  Object.entries(count)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')

/** Whether clients were told the truth. */
export const isClean = ({ acknowledged, found, twice, missing, gaps }: Count): boolean =>
  acknowledged > 0 && found === acknowledged && twice === 0 && missing === 0 && gaps === 0
