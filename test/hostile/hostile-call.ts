/** What a hostile caller sends: which RPC, as whom, which bytes, all of it by a seed and a number. */
import type { DescMessage } from '@bufbuild/protobuf'
import { describedRpcs, type Rpc } from '../contract/rpc-call.ts'
import { substituted } from '../contract/rpc-leaf.ts'
import { cast, type Specimen } from '../contract/rpc-specimen.ts'
import { type CallerName, callerNames, codes, ids, playground, powerless } from './callers.ts'
import { Dice } from './dice.ts'
import { text } from './extremes.ts'
import { mutated } from './mutation.ts'
import { describedTypes, RandomMessage, type Sayings } from './random-message.ts'
import { isWellFormed } from './well-formed.ts'

export type HostileCall = {
  readonly number: number
  readonly rpc: Rpc
  readonly caller: CallerName
  readonly messages: readonly Uint8Array[]
  readonly metadata: Readonly<Record<string, string>>
  readonly breaksOff: boolean
  /** Whether it began as a real request, whatever was changed in it. */
  readonly isReal: boolean
}

/** A specimen with the name of its RPC, and who may send it. */
export type Named = Specimen & { readonly name: string; readonly caller: CallerName }

/** RPCs that cost a service much for each call, and are called less often. */
const dear = new Set(['OperationService/CheckStates', 'EventService/Subscribe'])
/** What ends a body. One of the callers that has ended would be refused everything from then on. */
const ending = /\/(Merge|Split|Dissolve)Organisation$/
const bodies = new Set(Object.values(codes).map((code) => `organisations/${code}`))

const serviceOf = (name: string): string => name.slice(0, name.indexOf('/'))

type Said = { readonly path: readonly string[]; readonly value: string | Uint8Array }

/** Every text and all bytes of a request, at any depth. */
function saidIn(value: unknown, path: readonly string[] = []): Said[] {
  if (typeof value === 'string' || value instanceof Uint8Array) return [{ path, value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .filter(([key]) => !key.startsWith('$'))
    .flatMap(([key, inner]) => saidIn(inner, [...path, key]))
}

const inTask = (path: string) => ids.map((id) => `programmes/${playground}/tasks/${id}${path}`)
const bodiesOfTask = [cast.lead, cast.supporter, cast.former]
/** Against the hundred scenes, of which each has its own. */
const often = (name: string) => Array.from({ length: 100 }, () => name)
const parent = often(`programmes/${playground}`)
const organisations = ids.map((id) => `organisations/${id}`)
const consultations = ids.map((id) => `programmes/${playground}/consultations/${id}`)
const toBeMade: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  TaskService: { parent, clause: often(`programmes/${playground}/clauses/led`), taskId: ids, name: inTask('') },
  AssignmentService: { name: bodiesOfTask.flatMap((code) => inTask(`/assignments/${code}`)) },
  SupervisionService: { name: bodiesOfTask.flatMap((code) => inTask(`/supervisions/${code}`)) },
  ConsultationService: { parent, consultationId: ids, name: consultations },
  ReportService: { parent, reportId: ids },
  DirectoryService: { organisationId: ids, name: organisations, member: organisations },
  ProgrammeService: { programmeId: ids, name: ids.map((id) => `programmes/${id}`) },
}

/** What the real requests of a service say, and what they may come to make. */
function sayingsOf(service: string, specimens: readonly Named[]): Sayings {
  const texts = new Map<string, readonly string[]>(Object.entries(toBeMade[service] ?? {}))
  const hashes: Uint8Array[] = []
  for (const { path, value } of specimens.flatMap(({ request }) => saidIn(request)))
    if (typeof value !== 'string') hashes.push(value)
    else {
      const field = path.findLast((key) => !/^\d+$/.test(key)) ?? ''
      texts.set(field, [...(texts.get(field) ?? []), value])
    }
  return { texts, hashes }
}

/** Makes calls. Two of the same seed, number and specimens are the same. */
export class Attack {
  readonly seed: number
  private readonly rpcs: readonly Rpc[]
  private readonly specimens: readonly Named[]
  private readonly inputs = new Map<string, DescMessage>()
  private readonly sayings = new Map<string, Sayings>()

  constructor(seed: number, specimens: readonly Named[]) {
    this.seed = seed
    this.specimens = specimens
    this.rpcs = describedRpcs()
    const types = describedTypes()
    for (const rpc of this.rpcs) {
      const message = types.getMessage(rpc.request.$type)
      if (!message) throw new Error(`no descriptor of ${rpc.request.$type}`)
      this.inputs.set(rpc.name, message)
      const service = serviceOf(rpc.name)
      if (!this.sayings.has(service))
        this.sayings.set(
          service,
          sayingsOf(
            service,
            specimens.filter(({ name }) => serviceOf(name) === service),
          ),
        )
    }
  }

  /** The call of a number; `among` are who may make it. */
  call(number: number, among: readonly CallerName[] = callerNames): HostileCall {
    const dice = new Dice(this.seed, number)
    let rpc = dice.pick(this.rpcs)
    if (dear.has(rpc.name) && dice.percent(90)) rpc = dice.pick(this.rpcs)
    // A stream is a first message, and others after it.
    const count = rpc.receives ? dice.pick([0, 1, 1, 1, 2, 3]) : 1
    const written = Array.from({ length: count }, () => this.bytes(dice, rpc))
    const messages = written.map(({ bytes }) => bytes)
    const caller = this.callerFor(dice, rpc, messages, among)
    const isReal = written.some((one) => one.isReal)
    const headers = metadata(dice)
    const breaksOff = rpc.receives && dice.percent(10)
    return { number, rpc, caller, messages, metadata: headers, breaksOff, isReal }
  }

  /** Whether another reader than ours finds the bytes to be a message that the RPC takes. */
  isMessage({ rpc, messages }: HostileCall): boolean {
    return messages.every((bytes) => isWellFormed(bytes, this.inputs.get(rpc.name) as DescMessage))
  }

  /** A call by its bytes, as a failure prints them. */
  exactly(name: string, caller: string, hex: string): HostileCall {
    const rpc = this.rpcs.find((one) => one.name === name)
    const known = callerNames.find((one) => one === caller)
    if (!rpc || !known) throw new Error(`there is no ${rpc ? `caller ${caller}` : `RPC ${name}`}`)
    const messages = hex === '' && rpc.receives ? [] : hex.split(',').map((bytes) => Buffer.from(bytes, 'hex'))
    return { number: 0, rpc, caller: known, messages, metadata: {}, breaksOff: false, isReal: true }
  }

  private callerFor(dice: Dice, rpc: Rpc, messages: readonly Uint8Array[], among: readonly CallerName[]): CallerName {
    const entitled = this.specimensOf(rpc).map(({ caller }) => caller)
    const usual = entitled.length && dice.percent(40) ? dice.pick(entitled) : dice.pick(among)
    const caller = among.includes(usual) ? usual : dice.pick(among)
    return !powerless.has(caller) && ending.test(rpc.name) && endsACaller(rpc, messages) ? 'foreign' : caller
  }

  private specimensOf(rpc: Rpc): readonly Named[] {
    return this.specimens.filter(({ name }) => name === rpc.name)
  }

  private bytes(dice: Dice, rpc: Rpc): { readonly bytes: Uint8Array; readonly isReal: boolean } {
    const kind = dice.below(100)
    const isReal = kind >= 45
    if (kind < 10) return { bytes: dice.bytes(dice.pick([0, 1, 2, 5, 20, 100, 2_000])), isReal }
    const sayings = this.sayings.get(serviceOf(rpc.name)) as Sayings
    if (!isReal)
      return { bytes: cut(new RandomMessage(sayings).write(dice, this.inputs.get(rpc.name) as DescMessage)), isReal }
    const { request } = dice.pick(this.specimensOf(rpc))
    const real = this.retold(dice, request, sayings)
    const bytes = Buffer.from(rpc.request.encode(rpc.request.fromPartial(real)).finish())
    if (kind < 75) return { bytes: cut(bytes), isReal }
    const other = dice.pick(this.specimens)
    const { request: codec } = this.rpcs.find(({ name }) => name === other.name) as Rpc
    return { bytes: mutated(dice, bytes, Buffer.from(codec.encode(other.request as never).finish())), isReal }
  }

  /** A real request, mostly with an id of its own, and with something else in some of its fields. */
  private retold(dice: Dice, request: object, { texts, hashes }: Sayings): object {
    let told = 'requestId' in request && dice.percent(95) ? { ...request, requestId: dice.uuid() } : request
    const said = saidIn(told).filter(({ path }) => path.at(-1) !== 'requestId')
    while (said.length && dice.percent(45)) {
      const { path, value } = dice.pick(said)
      const others = texts.get(path.findLast((key) => !/^\d+$/.test(key)) ?? '')
      const text_ = others?.length && dice.percent(70) ? dice.pick(others) : text(dice).toString()
      const bytes = hashes.length && dice.percent(70) ? dice.pick(hashes) : dice.bytes(32)
      told = substituted(told, path, typeof value === 'string' ? text_ : bytes)
    }
    return told
  }
}

/** Above our own limit, and below that of the transport, which gives no reasons. */
const cut = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, 400_000)

function endsACaller(rpc: Rpc, messages: readonly Uint8Array[]): boolean {
  try {
    return messages.some((bytes) => bodies.has((rpc.request.decode(bytes) as unknown as { name: string }).name))
  } catch {
    // What does not decode ends nobody.
    return false
  }
}

/** Headers that a client may set: what the call builds on, and its trace. */
function metadata(dice: Dice): Readonly<Record<string, string>> {
  const kind = dice.below(1_000)
  // Nobody will ever record that much: such a call waits for its whole patience.
  if (kind === 0 && dice.percent(20))
    return { 'qiantou-after': `//qiantou/lead-agency ${dice.pick(['999999999', '999999999999999999'])}` }
  if (kind < 30)
    return {
      'qiantou-after': dice.pick([
        ...['//qiantou/lead-agency 1', '//qiantou/supporting-department 1, //qiantou/lead-agency 0', 'x', ',,,'],
        ...['//qiantou/nobody 5', '//qiantou/lead-agency -1', '//qiantou/lead-agency 99999999999999999999'],
      ]),
    }
  if (kind < 60)
    return { traceparent: dice.pick(['00-0-0-00', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, '~'.repeat(300)]) }
  return {}
}
