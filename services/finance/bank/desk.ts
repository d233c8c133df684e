/** The bank desk: orders leave, what the bank says comes in, for as long as the service runs; one instance at a time. */
import { join } from 'node:path'
import { PaymentOrdered } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { Loop } from '#shared/log/loop.ts'
import { readRecord } from '#shared/record/record.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import type { Finance } from '../main.ts'
import { holdingBank } from '../postgres/bank.ts'
import type { Bank } from './bank.ts'
import { deliverOrders } from './courier.ts'
import { hear, retryFindings, takeReport } from './intake.ts'

/** Files tell nobody that they have come. */
const pollMilliseconds = 1_000

export class BankDesk {
  private readonly services: Finance
  private readonly bank: Bank
  private readonly folder: string
  private readonly logger: Logger
  private readonly loop: Loop

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
    this.loop = new Loop({
      pollMilliseconds,
      pass: () => this.fenced(() => this.pass()),
      listen: (call) =>
        this.services.store.onAppend((appended) => {
          if (appended.some(({ bytes }) => readRecord(bytes).type === PaymentOrdered.$type)) call()
        }),
    })
  }

  start(): void {
    this.loop.start()
  }

  stop(): Promise<void> {
    return this.loop.stop()
  }

  /** Nothing is lost by a fault: what did not leave, or was not taken in, is tried again. */
  private async fenced(work: () => Promise<number>): Promise<number> {
    try {
      return await work()
    } catch (error) {
      this.logger.error({ error: (error as Error).message }, 'bank away')
      return 0
    }
  }

  /** What can't leave does not hold up what comes in, nor that what was heard before. @returns how much there was to do */
  private async pass(): Promise<number> {
    const done = await holdingBank(this.services.database, async () => {
      const today = dayOf(this.services.clock.now())
      const left = await this.fenced(() => this.deliver(today))
      const heard = await this.fenced(() => this.receive(today))
      return left + heard + (await this.fenced(() => retryFindings(this.services, today)))
    })
    return done ?? 0
  }

  private deliver(today: Day): Promise<number> {
    return deliverOrders({
      ...{ services: this.services, bank: this.bank, debtorPath: join(this.folder, 'debtor.json') },
      fail: (transfer, problem) => this.logger.error({ transfer, problem }, 'order waits'),
      refuse: async ({ transfer, messageId, endToEndId }, reasonCode, problems) => {
        this.logger.error({ transfer, problems: problems.join('; ') }, 'order refused')
        const evidence = { bankReference: `order ${messageId}`, fileSha256: Buffer.alloc(0), number: 0 }
        await hear(
          transfer,
          {
            ...{ type: 'Reject', reasonCode, on: today, endToEndId },
            evidence: { $type: 'qiantou.transfer.v1.BankEvidence', ...evidence },
          },
          this.services,
        )
      },
    })
  }

  private async receive(today: Day): Promise<number> {
    const { reports, refused } = await this.bank.receive((report) => takeReport(report, this.services, today))
    for (const { name, reason } of refused) this.logger.error({ file: name, reason }, 'bank file refused')
    return reports
  }
}
