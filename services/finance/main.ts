/** finance: what policy documents pay, as data; pools, applications, payments, vouchers, allocations, and the ledger of it all. */

import { join } from 'node:path'
import { archiveOf } from '#shared/archive/archive.ts'
import { Directory } from '#shared/directory/directory.ts'
import { Successions } from '#shared/directory/succession.ts'
import { consultationView } from '#shared/domain/consultation-view.ts'
import { organisationView } from '#shared/domain/organisation-view.ts'
import { type Aggregates, aggregates, storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { defineService } from '#shared/lifecycle/service.ts'
import type { Archive } from '#shared/postgres/rebuild.ts'
import { BankDesk } from './bank/desk.ts'
import { openFileDrop } from './bank/file-drop.ts'
import { openVault, type Vault } from './bank/vault.ts'
import type { CreditRegister } from './credit/credit.ts'
import { openFileRegister } from './credit/file-register.ts'
import { allocationDecider } from './domain/allocation.ts'
import { applicationDecider } from './domain/application.ts'
import { apportionmentDecider } from './domain/apportionment.ts'
import { awaitedTaskDecider } from './domain/awaited-task.ts'
import { grantsView } from './domain/grants.ts'
import { invoiceView } from './domain/invoice.ts'
import { entriesOf } from './domain/ledger.ts'
import { lettersView } from './domain/letter.ts'
import { measureDecider } from './domain/measure.ts'
import { payeeDecider } from './domain/payee.ts'
import { poolDecider } from './domain/pool.ts'
import { programmeView } from './domain/programme.ts'
import { quotaDecider } from './domain/quota.ts'
import { rosterDecider } from './domain/roster.ts'
import { transferDecider } from './domain/transfer.ts'
import { voucherDecider } from './domain/voucher.ts'
import { allocationService } from './grpc/allocation.ts'
import { applicationService } from './grpc/application.ts'
import { apportionmentService } from './grpc/apportionment.ts'
import { budgetService } from './grpc/budget.ts'
import { measureService } from './grpc/measure.ts'
import { payeeService } from './grpc/payee.ts'
import { poolService } from './grpc/pool.ts'
import { rosterService } from './grpc/roster.ts'
import { transferService } from './grpc/transfer.ts'
import { voucherService } from './grpc/voucher.ts'
import { handovers } from './postgres/succession.ts'

/** `archive`: the event log, against which the ledger is compared. */
export type Finance = Aggregates & {
  readonly directory: Directory
  readonly archive: Archive
  readonly credit: CreditRegister
  readonly vault: Vault
  readonly successions: Successions
}

export const finance = defineService<Finance>({
  name: 'finance',
  migrations: { store: storeMigrations, finance: new URL('./postgres/migrations/', import.meta.url) },
  movesMoney: true,
  grpc: [
    measureService,
    poolService,
    applicationService,
    apportionmentService,
    rosterService,
    payeeService,
    transferService,
    allocationService,
    voucherService,
    budgetService,
  ],
  open: aggregates({
    deciders: [
      ...[measureDecider, poolDecider, applicationDecider, apportionmentDecider, rosterDecider, voucherDecider],
      ...[payeeDecider, transferDecider, allocationDecider, awaitedTaskDecider, quotaDecider],
    ],
    within: [
      ...[
        programmeView,
        poolDecider,
        grantsView,
        applicationDecider,
        apportionmentDecider,
        quotaDecider,
        rosterDecider,
      ],
      ...[voucherDecider, awaitedTaskDecider, lettersView, invoiceView],
    ],
    books: entriesOf,
    // It waits for nobody's tasks: who builds on a programme or a body that is new says so.
    gatherMilliseconds: 250,
    absorbs: {
      'lead-agency': [programmeView, awaitedTaskDecider],
      'coordination-office': [organisationView, consultationView],
    },
    services: (own, ground) => {
      const { database, clock, logger, money } = ground
      const known = { ...own, directory: new Directory(database, clock) }
      return {
        ...known,
        archive: archiveOf(ground),
        credit: openFileRegister(join(money.exchange, 'credit')),
        vault: openVault(money.accountKey),
        successions: new Successions(known, handovers, clock, logger),
      }
    },
    close: ({ successions }) => successions.stop(),
    works: async (services, { money, logger }) => {
      const folder = join(money.exchange, 'bank')
      return new BankDesk({ services, bank: await openFileDrop(folder), folder, logger })
    },
  }),
})

await runWhenMain(import.meta, finance)
