/** Claims on one hot pool at 64 clients, beside commands on as many tasks; and how fast the ledger is compared with the log. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AdmitApplicationRequest } from '#proto/qiantou/application/v1/application_service.ts'
import { ReconcileRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { Money, payers, shortest, signed } from '#shared/testing/money.ts'
import { makeStubs, type Stubs } from '#shared/testing/stubs.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { type BenchBus, startQuietBus } from './bus.ts'
import { players } from './lifecycle-calls.ts'
import { bar, progress, type Report } from './report.ts'
import { type Load, load, median, timed } from './statistics.ts'

const clients = 64
/** As many entries has the ledger at least that is compared. */
const entries = 20_000
/** So often, of which the median counts. */
const comparisons = 7

/** Everybody's stubs, one for each. */
function everybody({ home, address }: BenchBus): { as: (code: string) => Stubs; asService: () => Stubs } {
  const known = new Map<string, Stubs>()
  const of = (file: string): Stubs => {
    const read = (name: string): string => readFileSync(join(home, 'certificates', name), 'utf8')
    const stubs =
      known.get(file) ?? makeStubs(address, { ca: read('ca.crt'), cert: read(`${file}.crt`), key: read(`${file}.key`) })
    known.set(file, stubs)
    return stubs
  }
  return { as: (code) => of(`organisation/${code}`), asService: () => of('service/operations') }
}

/** One pool for everybody, and applications that wait to be admitted. */
class HotPool {
  private readonly money: Money
  private readonly stubs: (code: string) => Stubs
  private readonly waiting: string[] = []
  private submitted = 0

  private constructor(money: Money, stubs: (code: string) => Stubs) {
    this.money = money
    this.stubs = stubs
  }

  static async open(stubs: (code: string) => Stubs): Promise<HotPool> {
    const workflow = new Workflow({ as: stubs })
    const parent = await workflow.importProgramme('bench-pool')
    const money = new Money({ as: stubs }, parent, workflow.after, Number(dayOf(new Date()).slice(0, 4)))
    await money.ready(2n ** 52n, { procedure: shortest })
    return new HotPool(money, stubs)
  }

  /** Hands in applications until so many wait, each of another enterprise. */
  async submit(count: number): Promise<void> {
    const { applications } = this.stubs(payers.sponsor)
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (this.waiting.length < count) {
          this.submitted += 1
          const id = `a${this.submitted}`
          this.waiting.push(this.money.name('applications', id))
          const request = this.money.submission(id, this.money.content(this.submitted), [])
          await call(applications, (stub) => stub.submitApplication, request)
        }
      }),
    )
  }

  /** Admits the next one: it takes from the pool what it comes to. */
  async claim(note: (milliseconds: number) => void): Promise<void> {
    const name = this.waiting.pop()
    if (name === undefined) throw new Error('more was claimed than was handed in')
    const request = AdmitApplicationRequest.create({ requestId: randomUUID(), name, signOff: signed('handle') })
    await timed(note, () => call(this.stubs(payers.handler).applications, (stub) => stub.admitApplication, request))
  }
}

export async function pool(options: { seconds: number; rounds: number; log: readonly string[] }): Promise<Report> {
  const { seconds, rounds } = options
  const bus = await startQuietBus({ args: options.log })
  try {
    const { as, asService } = everybody(bus)
    const play = players(bus)
    const hot = await HotPool.open(as)
    const [claims, commands]: [Load[], Load[]] = [[], []]
    for (let round = 1; round <= rounds; round += 1) {
      progress(`round ${round} of ${rounds}`)
      commands.push(await play.load(clients, seconds))
      // Warm-up and load take as many at most as any machine has been seen to decide.
      await hot.submit(Math.ceil(seconds * 2 * 4_000))
      claims.push(await load(clients, seconds, (_, note) => hot.claim(note)))
    }
    progress('reconcile')
    await hot.submit(entries)
    await Promise.all(
      Array.from({ length: clients }, async (_, i) => {
        for (let done = i; done < entries; done += clients) await hot.claim(() => {})
      }),
    )
    const { pools } = asService()
    const compare = () => call(pools, (stub) => stub.reconcile, ReconcileRequest.create(), [], 300_000)
    // The event log catches up with the load first: that is not what is measured.
    let compared = await compare()
    const took: number[] = []
    for (let time = 1; time <= comparisons; time += 1) {
      const begin = performance.now()
      compared = await compare()
      took.push((performance.now() - begin) / 1_000)
      if (compared.differingCount > 0n) throw new Error(`the ledger differs: ${compared.differing[0]}`)
    }
    const reconcileSeconds = median(took)
    const of = (loads: readonly Load[], figure: keyof Load) => median(loads.map((one) => one[figure]))
    const figures = {
      'claims/s': of(claims, 'perSecond'),
      'claim p50 ms': of(claims, 'p50'),
      'claim p99 ms': of(claims, 'p99'),
      'entries compared': Number(compared.entries),
      'records read': Number(compared.records),
      'entries/s compared': Number(compared.entries) / reconcileSeconds,
      'records/s compared': Number(compared.records) / reconcileSeconds,
    }
    const references = {
      'commands/s': of(commands, 'perSecond'),
      'command p50 ms': of(commands, 'p50'),
      'command p99 ms': of(commands, 'p99'),
    }
    const bars = [
      bar('claims/s', figures['claims/s'], '>=', 0.7 * references['commands/s']),
      bar('claim p99 ms', figures['claim p99 ms'], '<=', 3 * references['command p99 ms']),
      bar('entries/s compared', figures['entries/s compared'], '>=', 50_000),
    ]
    return { name: 'pool', figures, references, bars }
  } finally {
    await bus.stop()
  }
}
