/** A bus that starts with states of an older fold: they are folded anew before it serves. */
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { ensureBusCertificates, startBus, tlsOf } from '#infra/start/bus.ts'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import { openDatabase } from '#shared/postgres/database.ts'
import { testDirectory, testPostgres } from '#shared/testing/postgres.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { makeStubs } from '#shared/testing/stubs.ts'
import { requests } from '#shared/testing/workflow-requests.ts'

test('states of an older fold are folded anew at the start', async () => {
  const directory = join(await testDirectory(), 'certificates')
  const [postgres, certificates] = await Promise.all([testPostgres(), ensureBusCertificates(directory)])
  const start = () =>
    startBus({
      postgres,
      certificates,
      listen: '127.0.0.1:0',
      objects: join(directory, 'objects'),
      money: join(directory, 'money'),
      prefix: 'refold_',
      logger: pino({ level: 'silent' }),
      clock: new SetClock(),
    })
  const read = async (port: number) => {
    const stubs = makeStubs(`localhost:${port}`, tlsOf(certificates, 'hn-office', 'organisation'))
    const name = 'programmes/refold/tasks/first'
    const { task } = await call(stubs.tasks, (stub) => stub.getTask, GetTaskRequest.fromPartial({ name }))
    stubs.close()
    return task
  }

  const before = await start()
  const office = makeStubs(`localhost:${before.port}`, tlsOf(certificates, 'hn-office', 'organisation'))
  await call(office.programmes, (stub) => stub.importProgramme, requests.importProgramme('refold'))
  await call(office.tasks, (stub) => stub.issueTask, requests.issueTask('programmes/refold', 'led', 'first'))
  office.close()
  const issued = await read(before.port)
  expect(issued?.assignments).toHaveLength(3)
  await before.stop()

  const database = openDatabase(before.databases.get('lead-agency')?.own ?? '', { name: 'test' })
  const older = await database.query(`
    UPDATE stream SET fold_version = 0, state = '{"of": "an older fold"}' WHERE aggregate IN ('programme', 'task')`)
  expect(older.rowCount).toBe(2)
  const after = await start()
  expect(await read(after.port)).toEqual(issued)
  const { rows } = await database.query('SELECT count(*)::integer AS older FROM stream WHERE fold_version = 0')
  expect(rows).toEqual([{ older: 0 }])
  await after.stop()
  await database.end()
})
