/** Everything that has to agree at the end: what services say, what clients were told, and what the records alone come to. */
import { recording } from '#infra/start/services.ts'
import { CheckStatesRequest, OperationServiceClient } from '#proto/qiantou/operation/v1/operation_service.ts'
import { call, clientOptions, mutualTls } from '#shared/grpc/client.ts'
import type { Deployment } from '../../faults/deployment.ts'
import type { Auditor } from '../driver/auditor.ts'
import { connect, tlsIn } from '../driver/connect.ts'
import type { Driver } from '../driver/driver.ts'
import type { Rest } from '../driver/rest.ts'
import type { ServiceLog } from '../driver/service-log.ts'
import type { Watchers } from '../driver/watcher.ts'
import type { Outcome } from '../summary.ts'
import type { World } from '../world/world.ts'
import { compareBurdens } from './burdens.ts'
import { compareConsultations } from './consultations.ts'
import { compareFiles, compareMarks } from './files.ts'
import type { Findings } from './findings.ts'
import { compareLights } from './lights.ts'
import { compareLists } from './lists.ts'
import { compareOrganisations } from './organisations.ts'
import { comparePasts } from './pasts.ts'
import { compareReaders } from './readers.ts'
import { compareRepeats } from './repeats.ts'
import { compareReports } from './reports.ts'
import { compareSupervisions } from './supervisions.ts'
import { compareTasks } from './tasks.ts'
import { compareTelling } from './telling.ts'
import { compareWatchers } from './watchers.ts'
import { missingOfYear } from './whole-year.ts'

export type Ended = {
  readonly world: World
  readonly deployment: Deployment
  readonly rest: Rest
  readonly auditor: Auditor
  readonly driver: Driver
  readonly watchers: Watchers
  /** How many passed. */
  readonly days: number
  readonly log: ServiceLog
  /** What was found while it was lived. */
  readonly findings: Findings
}

type Compared = Pick<Outcome, 'compared' | 'differences' | 'notes'>

export async function compare({
  world,
  deployment,
  rest,
  auditor,
  driver,
  watchers,
  days,
  log,
  findings,
}: Ended): Promise<Compared> {
  const { tally } = world
  findings.differs(...tally.wrongs, ...auditor.wrongs, ...log.wrongs)
  findings.counted('questions that found nothing', world.judged)
  findings.counted('receipts', tally.receipts.length)
  findings.differs(...auditor.missing(tally.receipts).map((key) => `a receipt is not in the log: ${key}`))
  const parked = await rest.parked()
  if (parked) findings.differs(`${parked} records are parked`)
  const stubs = connect(deployment, `organisation/${world.office}`)
  const { histories } = auditor
  try {
    await checkStates(deployment, findings)
    await compareTasks(stubs, histories, findings)
    await compareConsultations(stubs, auditor.records, findings)
    await compareSupervisions(stubs, histories, auditor.records, findings)
    await compareOrganisations(stubs, auditor.records, world.today, findings)
    const asked = { parent: world.parent, monthEnds: driver.monthEnds }
    await compareBurdens(stubs, asked, histories, auditor.records, findings)
    await compareRepeats(stubs, { parent: world.parent, today: world.today }, histories, auditor.records, findings)
    await compareReports(stubs, auditor.records, findings)
    await compareLists(world, watchers.readership, driver, findings)
    await compareReaders(world, watchers.readership, driver, findings)
    await compareFiles(stubs, auditor.records, findings)
    compareWatchers(watchers, auditor, findings)
    compareTelling(auditor.records, findings)
    compareMarks(tally.marked, auditor.records, findings)
    const { dayEnds } = driver
    await compareLights({ dayEnds, parent: world.parent }, histories, auditor.records, findings)
    await comparePasts(stubs, { dayEnds, today: world.today }, findings)
  } finally {
    stubs.close()
  }
  findings.checkAll()
  const { acts } = tally
  const ends = { dayEnds: driver.dayEnds.map(({ day }) => day), monthEnds: driver.monthEnds }
  findings.differs(...missingOfYear({ from: world.plan.from, days, acts, compared: findings.compared, ...ends }))
  return findings
}

/** Each service rebuilds its own states from its records and its inbox. */
async function checkStates(deployment: Deployment, findings: Findings): Promise<void> {
  const credentials = mutualTls(tlsIn(deployment, 'service/operations'))
  for (const { name } of recording) {
    const client = new OperationServiceClient(deployment.address(name), credentials, clientOptions)
    const request = CheckStatesRequest.create({ service: name })
    const checked = await call(client, (stub) => stub.checkStates, request, [], 300_000)
    client.close()
    findings.counted('stored states', Number(checked.streams))
    findings.differs(...checked.differing.map((stream) => `${name} has stored another state of ${stream}`))
  }
}
