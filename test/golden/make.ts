/**
 * `node test/golden/make.ts` writes golden records that are not there yet. What is there is never written again: it
 * stands for what some bus has recorded, and every later version must read it. For a new type of event, add a line.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fact } from '#shared/domain/decider.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import { hashRecord, noHash, writeRecord } from '#shared/record/record.ts'
import { formatUuid } from '#shared/record/uuid.ts'
import { allocations } from './allocations.ts'
import { applications, awaitedAdmissions } from './applications.ts'
import { consultations } from './consultation.ts'
import { entries, laterSuccessor } from './directory.ts'
import { drafted } from './drafted.ts'
import { firstTasks } from './first-tasks.ts'
import { handedOver, ledAnew } from './handed-over.ts'
import type { Line } from './line.ts'
import { calls, measures } from './measures.ts'
import { moneySuccession } from './money-succession.ts'
import { peopleNamed } from './people.ts'
import {
  quotaPayments,
  recoveredInvoices,
  recoveries,
  reducedClaims,
  undoneInvoices,
  voucherRecoveries,
} from './quota-payments.ts'
import { quotaPlans } from './quota-plans.ts'
import { rosters } from './rosters.ts'
import { sharing } from './sharing.ts'
import { signedAnswers, signedClosing, signedDecisions, signedRecords, signedSteps } from './signed.ts'
import { spending } from './spending.ts'
import { subassigned } from './subassigned.ts'
import { delegateSucceeded, officeSuccession, succeededByNobody, successions } from './succession.ts'
import { supervised } from './supervision.ts'
import { suspended } from './suspended.ts'
import { taskAfter } from './task-after.ts'
import { taskSilence } from './task-silence.ts'
import { timelyTask } from './timely-task.ts'
import { agreed, awards, endedOrder, transfers } from './transfers.ts'
import { vouchers } from './vouchers.ts'

const leads = '//qiantou/lead-agency'
const departments = '//qiantou/supporting-department'
const directories = '//qiantou/coordination-office'
const money = '//qiantou/finance'

/** What is recorded, in order. */
const lines: readonly Line[] = [
  ...firstTasks,
  ...timelyTask,
  ...entries,
  ...supervised,
  ...consultations,
  ...successions,
  ...taskAfter,
  ...subassigned,
  ...officeSuccession,
  ...peopleNamed,
  ...suspended,
  ...taskSilence,
  ...signedSteps,
  ...drafted,
  ...signedAnswers,
  ...signedClosing,
  ...handedOver,
  ...laterSuccessor,
  ...succeededByNobody,
  ...delegateSucceeded,
  ...signedDecisions,
  ...ledAnew,
  ...signedRecords,
  ...measures,
  ...applications,
  ...transfers,
  ...calls,
  ...awards,
  ...allocations,
  ...sharing,
  ...rosters,
  ...vouchers,
  ...agreed,
  ...spending,
  ...quotaPayments,
  ...endedOrder,
  ...quotaPlans,
  ...recoveries,
  ...voucherRecoveries,
  ...recoveredInvoices,
  ...moneySuccession,
  ...undoneInvoices,
  ...reducedClaims,
  ...awaitedAdmissions,
]

const areas = {
  ...{
    directory: directories,
    supervision: directories,
    consultation: directories,
    assignment: departments,
    programme: leads,
    task: leads,
    measure: money,
    pool: money,
    application: money,
    transfer: money,
    allocation: money,
    apportionment: money,
    roster: money,
    voucher: money,
  },
} as const
/** Whose a fact is. */
const sourceOf = ({ $type }: Fact): string => areas[$type.split('.')[1] as keyof typeof areas]

/** An id that follows from a number, of version 7. */
const idOf = (number: number): string => {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(1_767_225_600_000 + number, 0, 6)
  bytes[6] = 0x70
  bytes[8] = 0x80
  bytes[15] = number
  return formatUuid(bytes)
}

const heads = new Map<string, { sequence: bigint; hash: Uint8Array }>()
for (const [i, { subject, actor, fact, admits, releases, signoff }] of lines.entries()) {
  const source = sourceOf(fact)
  const others =
    {
      [leads]: [departments],
      [departments]: [leads],
      [directories]: [leads, departments],
      [money]: [leads, directories],
    }[source] ?? []
  const { sequence, hash } = heads.get(source) ?? { sequence: 0n, hash: noHash }
  const path = join(import.meta.dirname, `${`${i + 1}`.padStart(4, '0')}-${fact.$type}.binpb`)
  const known = others.flatMap((other) => {
    const head = heads.get(other)
    return head ? [[other, head.sequence] as const] : []
  })
  const bytes = existsSync(path)
    ? readFileSync(path)
    : writeRecord(
        {
          ...{ id: idOf(i + 1), source, subject, actor, admits, releases, signoff },
          time: new Date(1_767_225_600_000 + i * 60_000),
          sequence: sequence + 1n,
          prevhash: hash,
          requestid: Buffer.alloc(16, i + 1),
          correlationid: workflowOf(subject),
          partitionkey: workflowOf(subject),
          seen: known.length ? new Map(known) : undefined,
          traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        },
        fact,
      )
  if (!existsSync(path)) writeFileSync(path, bytes, { flag: 'wx' })
  heads.set(source, { sequence: sequence + 1n, hash: hashRecord(bytes) })
}
