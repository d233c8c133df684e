/** Counts from outside: what clients were told against what a subscription delivers. */

import type { ChannelCredentials } from '@grpc/grpc-js'
import { EventServiceClient } from '#proto/qiantou/event/v1/event_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { clientOptions } from '#shared/grpc/client.ts'
import { hashRecord, readRecord } from '#shared/record/record.ts'

export type Count = { acknowledged: number; found: number; twice: number; missing: number; gaps: number }

/** Follows the order as the office, from the first record on; comes back with its last position whenever it is cut off. */
export class Observer {
  private readonly client: EventServiceClient
  private readonly hashes = new Map<string, string>()
  private readonly commands = new Set<string>()
  private readonly lastSequence = new Map<string, bigint>()
  private position = -1n
  private twice = 0
  private gaps = 0
  private stopped = false
  private cancel: () => void = () => {}

  constructor(address: string, credentials: ChannelCredentials) {
    this.client = new EventServiceClient(address, credentials, clientOptions)
    void this.follow()
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      await new Promise<void>((resolve) => {
        const stream = this.client.subscribe({
          $type: 'qiantou.event.v1.SubscribeRequest',
          from:
            this.position >= 0n
              ? { $case: 'afterPosition', value: this.position }
              : { $case: 'start', value: 'SUBSCRIBE_START_EARLIEST' },
          subject: '',
          types: [],
        })
        this.cancel = () => stream.cancel()
        stream.on('data', ({ frame }) => {
          if (frame?.$case === 'records')
            for (const { position, record } of frame.value.records) this.see(position, record)
        })
        stream.on('error', () => resolve())
        stream.on('end', () => resolve())
      })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  private see(position: bigint, bytes: Uint8Array): void {
    const record = readRecord(bytes)
    const key = `${record.source} ${record.sequence}`
    const command = `${record.actor} ${Buffer.from(record.requestid).toString('hex')}`
    if (this.hashes.has(key) || this.commands.has(command) || position <= this.position) this.twice += 1
    // The office sees everything: positions and sequences have no holes for it.
    if (position !== this.position + 1n) this.gaps += 1
    if (record.sequence !== (this.lastSequence.get(record.source) ?? 0n) + 1n) this.gaps += 1
    this.hashes.set(key, Buffer.from(hashRecord(bytes)).toString('hex'))
    this.commands.add(command)
    this.lastSequence.set(record.source, record.sequence)
    this.position = position
  }

  /** Compares with what clients were told; waits for what is still on its way. */
  async count(receipts: readonly Receipt[], patienceMilliseconds: number): Promise<Count> {
    const found = (): number =>
      receipts.filter(
        ({ source, sequence, hash }) => this.hashes.get(`${source} ${sequence}`) === Buffer.from(hash).toString('hex'),
      ).length
    for (const end = Date.now() + patienceMilliseconds; found() < receipts.length && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 100))
    const { twice, gaps } = this
    return { acknowledged: receipts.length, found: found(), twice, missing: receipts.length - found(), gaps }
  }

  stop(): void {
    this.stopped = true
    this.cancel()
    this.client.close()
  }
}
