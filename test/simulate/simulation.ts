/** A simulated year on a real deployment: started, lived through, and compared with what its subscription alone says. */

import { writeFileSync } from 'node:fs'
import { importRequest } from '#infra/start/seed.ts'
import { ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import { shippedNames } from '#services/coordination-office/domain/shipped.ts'
import { setFileClock } from '#shared/clock/file-clock.ts'
import { startOf } from '#shared/domain/calendar.ts'
import { call, clientOptions, mutualTls } from '#shared/grpc/client.ts'
import { Deployment } from '../faults/deployment.ts'
import { ready } from '../faults/kill-under-load.ts'
import { compare } from './comparison/compare.ts'
import { Findings } from './comparison/findings.ts'
import { comparePieceRepeats } from './comparison/repeats.ts'
import { Auditor, auditorCode } from './driver/auditor.ts'
import { tlsIn } from './driver/connect.ts'
import type { DayEnd } from './driver/day-end.ts'
import { clockIn, Driver } from './driver/driver.ts'
import { Rest } from './driver/rest.ts'
import { ServiceLog } from './driver/service-log.ts'
import { Watchers } from './driver/watcher.ts'
import { monthLine, type Outcome, recordLine } from './summary.ts'
import { Chance } from './world/chance.ts'
import { type Plan, World } from './world/world.ts'

const codeOf = (name: string): string => name.slice('organisations/'.length)

async function start({ engine, from }: Plan, log: ServiceLog): Promise<Deployment> {
  const settingsIn = (home: string) => {
    setFileClock(clockIn(home), new Date(startOf(from).getTime() + 8 * 3_600_000))
    const secrets = { QIANTOU_WORK_SECRETS: 'approved' }
    return { ...secrets, QIANTOU_CLOCK_FILE: clockIn(home), QIANTOU_AUDITORS: `organisations/${auditorCode}` }
  }
  const deployment = await Deployment.start({ engine, settingsIn, logged: (line) => log.take(line) })
  await deployment.certify(auditorCode)
  await ready(deployment)
  return deployment
}

async function importProgramme(deployment: Deployment, { tally }: World): Promise<void> {
  const credentials = mutualTls(tlsIn(deployment, 'organisation/hn-office'))
  const client = new ProgrammeServiceClient(deployment.address('lead-agency'), credentials, clientOptions)
  const { receipt } = await call(client, (stub) => stub.importProgramme, importRequest())
  tally.did('ImportProgramme', receipt)
  client.close()
}

/**
 * Lives through the days of a plan, or up to the end of the month in which it is stopped.
 * @returns what was done, and everything that differs from what it should be
 */
export async function simulate(plan: Plan, progress: (line: string) => void, stopped: AbortSignal): Promise<Outcome> {
  const began = performance.now()
  const seconds = (): number => (performance.now() - began) / 1_000
  const world = new World(plan, new Chance(plan.seed))
  const log = new ServiceLog((line) => void process.stderr.write(`${line}\n`))
  const deployment = await start(plan, log)
  const auditor = new Auditor(deployment)
  const rest = new Rest(deployment, clockIn(deployment.home))
  const watchers = new Watchers(deployment, auditor)
  const driver = new Driver(world, deployment, rest, watchers)
  const findings = new Findings()
  try {
    await rest.come()
    await importProgramme(deployment, world)
    const passed = async (end: DayEnd): Promise<void> => {
      progress(monthLine(end, { records: auditor.records.length, kills: driver.kills, seconds: seconds() }))
      await watchers.takeIn(await rest.entries())
      await comparePieceRepeats({ world, readership: watchers.readership, driver }, auditor.histories, findings)
    }
    const days = await driver.run(shippedNames.map(codeOf), passed, stopped)
    const livedSeconds = seconds()
    await watchers.settle([...watchers.watched.keys()], await rest.entries())
    const differences = await compare({ world, deployment, rest, auditor, driver, watchers, days, log, findings })
    const records = auditor.records.length
    const { tally } = world
    return { plan, days, tally, records, kills: driver.kills, livedSeconds, seconds: seconds(), ...differences }
  } finally {
    // Also of a run that failed: they say why.
    if (plan.recordsFile) writeFileSync(plan.recordsFile, auditor.records.map(recordLine).join(''))
    driver.stop()
    auditor.stop()
    watchers.stop()
    await rest.stop()
    await deployment.stop()
  }
}
