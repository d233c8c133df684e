/** Awards whose payments are ordered on a bus, and the test bank at work on its folder. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import type { PoolServiceClient } from '#proto/qiantou/pool/v1/pool_service.ts'
import { ReconcileRequest, type ReconcileResponse } from '#proto/qiantou/pool/v1/pool_service.ts'
import type { Transfer } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from '#shared/testing/bus.ts'
import { Money, shortest, thisYear } from '#shared/testing/money.ts'
import { Workflow } from '#shared/testing/workflow.ts'

export function paymentsOn(bus: () => TestBus) {
  const stopping: (() => Promise<void>)[] = []
  /** The test bank at work on the bus's folder; what has it write its statements. */
  function startBank(...options: readonly string[]): () => void {
    const child = spawn(process.execPath, ['infra/bank/main.ts', '--folder', bus().bankFolder, ...options], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    stopping.push(async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    })
    return () => child.kill('SIGUSR2')
  }

  let programmes = 0

  /** A programme with a measure that has the shortest procedure unless told otherwise, and a pool of so much. */
  async function begin(fen: bigint, procedure = shortest): Promise<Money> {
    programmes += 1
    const workflow = new Workflow(bus())
    const parent = await workflow.importProgramme(`paid-${programmes}`)
    const money = new Money(bus(), parent, workflow.after)
    await money.ready(fen, { procedure })
    return money
  }

  /** An approved application of the first enterprise for 3 703 703.67 yuan, of which a payment is ordered. */
  async function ordered(money: Money): Promise<string> {
    await money.account(1)
    await money.approved('a1', money.content(1, 1_234_567_891n))
    const name = await money.requestPayment('a1', 't1')
    await money.approvePayment(name)
    await money.orderPayment(name)
    return name
  }

  const until = (money: Money, name: string, state: Transfer['state']): Promise<Transfer> =>
    vi.waitFor(
      async () => {
        const transfer = await money.transfer(name)
        expect(transfer.state).toBe(state)
        return transfer
      },
      { timeout: 20_000, interval: 100 },
    )

  const year = async (money: Money) => (await money.pool()).years.find((one) => one.year === thisYear())

  const reconciled = (): Promise<ReconcileResponse> => {
    const { pools } = bus().asService('operations')
    return call(pools as PoolServiceClient, (stub) => stub.reconcile, ReconcileRequest.create())
  }

  /** Lays a file into `inbound/` as a line to the bank does, and waits until it is taken in. */
  async function deliver(name: string, text: string): Promise<void> {
    const inbound = join(bus().bankFolder, 'inbound')
    await writeFile(join(inbound, `.${name}`), text)
    await rename(join(inbound, `.${name}`), join(inbound, name))
    await vi.waitFor(async () => expect(await readdir(join(bus().bankFolder, 'done'))).toContain(name), {
      timeout: 10_000,
    })
  }

  return { stopping, startBank, begin, ordered, until, year, reconciled, deliver }
}
