/** Plays hostile calls against a bus, many at once, and says everything that must not happen. */
import { status } from '@grpc/grpc-js'
import type { TestBus } from '#shared/testing/bus.ts'
import { everythingWritten } from '../contract/rpc-ground.ts'
import { Books } from './books.ts'
import { type CallerName, callerNames, codes, connectAll, powerless } from './callers.ts'
import type { Attack, HostileCall } from './hostile-call.ts'
import type { Reply, Wire } from './wire.ts'

/** As many calls are under way at once. */
const width = 64
/** As many are made between two comparisons with the databases. */
const batchSize = 5_000
/** In one batch of so many nobody calls who may command anything: it leaves every database as it was. */
const everyPowerless = 5
const maxFailures = 10

export type Siege = {
  readonly failures: readonly string[]
  /** How many calls ended in which status. */
  readonly statuses: ReadonlyMap<string, number>
  readonly accepted: number
  /** How many of each command, of those that began as real requests. */
  readonly commands: ReadonlyMap<string, number>
  /** Of whom any of those were accepted. */
  readonly acting: ReadonlySet<CallerName>
  readonly callsPerSecond: number
}

/** What is wrong with a reply by itself. */
function wrongWith({ code, reason, left }: Reply, { metadata }: HostileCall): string | undefined {
  if (left) return undefined
  if (code === undefined) return 'ended without a status'
  const said = `${status[code]} ${reason}`
  if (code === status.INTERNAL || code === status.UNKNOWN || code === status.UNIMPLEMENTED) return said
  // The world is well: nothing is away, and whoever builds on what never comes is told so.
  if (code === status.UNAVAILABLE && reason !== 'NOT_TAKEN_IN') return said
  // A call that builds on what never comes waits for its whole patience; whatever else does hangs.
  if (code === status.DEADLINE_EXCEEDED && !('qiantou-after' in metadata)) return said
  return code === status.OK || reason !== '' ? undefined : `${said}, without a reason`
}

/** Whether a reply says that the bytes are no message, or the contrary; undefined where it does not come to that. */
function saysMalformed({ code, reason, left }: Reply, { metadata }: HostileCall): boolean | undefined {
  if (left) return undefined
  // It may be the header that is wrong: then nothing has been read.
  if (reason === 'INVALID_FIELDS' && 'qiantou-after' in metadata) return undefined
  if (reason === 'MALFORMED_MESSAGE') return true
  return code === status.OK || reason === 'INVALID_FIELDS' ? false : undefined
}

/** How to make a call again: by its bytes where they fit a command line, and by its number. */
function replayOf(call: HostileCall, seed: number): string {
  const bytes = call.messages.map((message) => Buffer.from(message).toString('hex')).join(',')
  const again = `--rpc ${call.rpc.name} --caller ${call.caller} --bytes ${bytes || "''"}`
  const byNumber = `--seed ${seed} --only ${call.number}`
  return `npm run test:hostile -- ${bytes.length < 60_000 ? again : byNumber}   # seed ${seed}, call ${call.number}`
}

/** One run of calls. */
class Run {
  readonly failures: string[] = []
  readonly statuses = new Map<string, number>()
  readonly commands = new Map<string, number>()
  readonly acting = new Set<CallerName>()
  private readonly wires: ReadonlyMap<CallerName, Wire>
  private readonly books: Books
  private readonly attack: Attack

  constructor(wires: ReadonlyMap<CallerName, Wire>, books: Books, attack: Attack) {
    this.wires = wires
    this.books = books
    this.attack = attack
  }

  /** Makes calls, so many at once, in the order of their numbers. */
  async make(calls: Iterator<HostileCall>): Promise<void> {
    const one = async (): Promise<void> => {
      for (let next = calls.next(); !next.done && this.failures.length < maxFailures; next = calls.next())
        await this.one(next.value)
    }
    await Promise.all(Array.from({ length: width }, one))
  }

  private async one(call: HostileCall): Promise<void> {
    const { rpc, messages, metadata, breaksOff } = call
    const wire = this.wires.get(call.caller) as Wire
    const reply = await wire.call({ path: rpc.path, messages, metadata, leavesAtAnswer: rpc.isStream, breaksOff })
    const said = reply.left ? 'LEFT' : `${status[reply.code ?? -1]}`
    this.statuses.set(said, (this.statuses.get(said) ?? 0) + 1)
    let wrong = wrongWith(reply, call)
    if (reply.code === status.OK && !rpc.isStream) {
      const actor = call.caller in codes ? `organisations/${codes[call.caller as keyof typeof codes]}` : call.caller
      wrong ??= powerless.has(call.caller) && rpc.isCommand ? 'accepted of somebody who may command nothing' : undefined
      wrong ??= this.books.note(rpc, actor, messages[0], reply.message)
      if (rpc.isCommand && call.isReal) {
        this.commands.set(rpc.name, (this.commands.get(rpc.name) ?? 0) + 1)
        this.acting.add(call.caller)
      }
    }
    const malformed = saysMalformed(reply, call)
    // A later message of a stream need not have been looked at.
    if (messages.length === 1 && malformed !== undefined && malformed === this.attack.isMessage(call))
      wrong ??= malformed ? 'refused as malformed what is a message' : 'read as a message what is none'
    if (wrong) this.failures.push(`${rpc.name} by ${call.caller}: ${wrong}\n  ${replayOf(call, this.attack.seed)}`)
  }
}

/** Makes one call. @returns what is wrong with its answer, and with what it wrote */
export async function strike(bus: TestBus, attack: Attack, call: HostileCall): Promise<Siege> {
  const wires = await connectAll(bus)
  const books = await Books.open(bus)
  const run = new Run(wires, books, attack)
  await run.make([call][Symbol.iterator]())
  const failures = [...run.failures, ...(await books.compare())]
  for (const wire of wires.values()) wire.close()
  const { statuses, commands, acting } = run
  return { failures, statuses, commands, acting, accepted: books.accepted, callsPerSecond: 0 }
}

/** Makes so many calls, and compares after each batch. */
export async function besiege(
  bus: TestBus,
  attack: Attack,
  options: { readonly calls: number; readonly progress: (line: string) => void },
): Promise<Siege> {
  const { calls, progress } = options
  const wires = await connectAll(bus)
  const books = await Books.open(bus)
  const run = new Run(wires, books, attack)
  const begin = performance.now()
  for (let from = 0; from < calls && run.failures.length === 0; from += batchSize) {
    const to = Math.min(calls, from + batchSize)
    const among = (from / batchSize) % everyPowerless === everyPowerless - 1 ? [...powerless] : callerNames
    const before = among === callerNames ? undefined : await everythingWritten(bus)
    await run.make(numbered(attack, from, to, among))
    const wrong = await books.compare()
    if (before && JSON.stringify(await everythingWritten(bus), bigints) !== JSON.stringify(before, bigints))
      wrong.push('calls that must all be refused have written something')
    run.failures.push(
      ...wrong.slice(0, maxFailures).map((line) => `${line} (calls ${from} to ${to}, seed ${attack.seed})`),
    )
    const rate = Math.round((to * 1_000) / (performance.now() - begin))
    progress(`${to} of ${calls} calls, ${rate}/s, ${books.accepted} commands accepted`)
    // At once: a run that is cut off later still shows them.
    run.failures.forEach(progress)
  }
  const seconds = (performance.now() - begin) / 1_000
  for (const wire of wires.values()) wire.close()
  const { failures, statuses, commands, acting } = run
  const callsPerSecond = Math.round(calls / seconds)
  return { failures, statuses, commands, acting, accepted: books.accepted, callsPerSecond }
}

const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value)

function* numbered(attack: Attack, from: number, to: number, among: readonly CallerName[]): Generator<HostileCall> {
  for (let number = from; number < to; number += 1) yield attack.call(number, among)
}
