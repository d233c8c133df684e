/** The bank desk: orders leave, what the bank says comes in, for as long as the service runs; one instance at a time. */
import { join } from 'node:path'
import { PaymentOrdered } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { Wake } from '#shared/log/wake.ts'
import { readRecord } from '#shared/record/record.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import type { Finance } from '../main.ts'
import { holdingBank } from '../postgres/bank.ts'
import type { Bank } from './bank.ts'
import { deliverOrders } from './courier.ts'
import { hear, retryFindings, takeReport } from './intake.ts'

/** Files tell nobody that they have come. */
const pollMilliseconds = 1_000
/** The bank would refuse a message of this form (ExternalStatusReason1Code). */
const formatError = 'FF01'

export class BankDesk {
  private readonly services: Finance
  private readonly bank: Bank
  private readonly folder: string
  private readonly logger: Logger
  private readonly wake = new Wake()
  private readonly stopping = new AbortController()
  private running: Promise<void> | undefined
  private off: (() => void) | undefined

  constructor(parts: {
    readonly services: Finance
    readonly bank: Bank
    readonly folder: string
    readonly logger: Logger
  }) {
    this.services = parts.services
    this.bank = parts.bank
    this.folder = parts.folder
    this.logger = parts.logger
  }

  start(): void {
    if (this.stopping.signal.aborted || this.running) return
    this.off = this.services.store.onAppend((appended) => {
      if (appended.some(({ bytes }) => readRecord(bytes).type === PaymentOrdered.$type)) this.wake.call()
    })
    this.running = this.run()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    this.off?.()
    await this.running
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      const done = await this.pass().catch((error) => {
        // Nothing is lost: what did not leave, or was not taken in, is tried again.
        this.logger.error({ error: (error as Error).message }, 'bank away')
        return 0
      })
      if (done === 0) await this.wake.wait(pollMilliseconds, signal)
    }
  }

  /** @returns how much there was to do. */
  private async pass(): Promise<number> {
    const done = await holdingBank(this.services.database, async () => {
      const today = dayOf(this.services.clock.now())
      const looked = await deliverOrders({
        ...{ services: this.services, bank: this.bank, debtorPath: join(this.folder, 'debtor.json') },
        refuse: async (transfer, { messageId, endToEndId }, problems) => {
          this.logger.error({ transfer, problems: problems.join('; ') }, 'order refused')
          const evidence = { bankReference: `order ${messageId}`, fileSha256: Buffer.alloc(0), number: 0 }
          const said = { type: 'Reject', reasonCode: formatError, on: today, endToEndId } as const
          await hear(
            transfer,
            { ...said, evidence: { $type: 'qiantou.transfer.v1.BankEvidence', ...evidence } },
            this.services,
          )
        },
      })
      const { reports, refused } = await this.bank.receive((report) => takeReport(report, this.services, today))
      for (const { name, reason } of refused) this.logger.error({ file: name, reason }, 'bank file refused')
      return looked + reports + (await retryFindings(this.services, today))
    })
    return done ?? 0
  }
}
