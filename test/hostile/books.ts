/** What hostile calls were told, compared with what the databases hold. */
import { recording } from '#infra/start/services.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { hashRecord, readFact, readRecord } from '#shared/record/record.ts'
import type { TestBus } from '#shared/testing/bus.ts'
import type { Rpc } from '../contract/rpc-call.ts'

type Standing = { readonly sequence: bigint; readonly receipts: bigint; readonly contents: ReadonlySet<string> }
type Acknowledged = { readonly receipt: Receipt; readonly actor: string; readonly requestId: string }

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const plain = (requestId: string): string => requestId.toLowerCase().replaceAll('-', '')

/** Every hash that a fact refers to. */
function hashesIn(value: unknown): string[] {
  if (value instanceof Uint8Array) return value.length === 32 ? [hex(value)] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(hashesIn) : []
}

/** Acknowledgements of a run, and how the databases stood when they were last compared. */
export class Books {
  private readonly bus: TestBus
  private readonly standing = new Map<string, Standing>()
  private readonly acknowledged = new Map<string, Acknowledged>()
  private readonly before = new Set<string>()
  private readonly uploaded = new Set<string>()
  private files = new Set<string>()

  private constructor(bus: TestBus) {
    this.bus = bus
  }

  static async open(bus: TestBus): Promise<Books> {
    const books = new Books(bus)
    await bus.quiet()
    for (const { name } of recording) {
      books.standing.set(name, await books.stands(name))
      // What the scene's own commands were acknowledged: a real request may be sent again as it was.
      const { rows } = await bus.database(name).query('SELECT caller, request_id FROM receipt')
      for (const { caller, request_id } of rows) books.before.add(`${caller} ${plain(request_id)}`)
    }
    books.files = await books.filesThere()
    return books
  }

  /** Notes what a call was answered with. @returns what is wrong with the answer, if anything. */
  note(rpc: Rpc, actor: string, request: Uint8Array | undefined, response: Uint8Array | undefined): string | undefined {
    if (!response || !request) return 'answered OK without a message'
    const reply = rpc.response.decode(response) as unknown as { receipt?: Receipt; attachment?: { name: string } }
    if (rpc.name === 'AttachmentService/UploadAttachment' && reply.attachment) this.uploaded.add(reply.attachment.name)
    if (!rpc.isCommand) return undefined
    const { requestId, validateOnly } = rpc.request.decode(request) as unknown as Record<string, never>
    if (validateOnly) return reply.receipt ? 'validated only, with a receipt' : undefined
    if (!reply.receipt) return 'accepted without a receipt'
    const key = `${actor} ${plain(requestId as unknown as string)}`
    this.acknowledged.set(key, { receipt: reply.receipt, actor, requestId: plain(requestId as unknown as string) })
    return undefined
  }

  get accepted(): number {
    return this.acknowledged.size
  }

  /** Compares. @returns everything that does not agree. */
  async compare(): Promise<string[]> {
    await this.bus.quiet()
    const wrong: string[] = []
    let entries = 0n
    for (const { name } of recording) {
      const before = this.standing.get(name) as Standing
      const after = await this.stands(name)
      wrong.push(...(await this.compareService(name, before, after)))
      this.standing.set(name, after)
      entries += after.sequence
    }
    const there = await this.filesThere()
    for (const file of there)
      if (!this.files.has(file) && !this.uploaded.has(file)) wrong.push(`${file} is there, and was never acknowledged`)
    for (const file of this.uploaded) if (!there.has(file)) wrong.push(`${file} was acknowledged, and is not there`)
    const { rows } = await this.bus.database('event-log').query('SELECT count(*) AS entries FROM entry')
    if (rows[0].entries !== entries) wrong.push(`the event log has ${rows[0].entries} of ${entries} records`)
    return wrong
  }

  private async compareService(name: string, before: Standing, after: Standing): Promise<string[]> {
    const wrong: string[] = []
    const source = `//qiantou/${name}`
    const { rows } = await this.bus
      .database(name)
      .query('SELECT sequence, bytes FROM record WHERE sequence > $1', [before.sequence])
    const records = new Map<bigint, Uint8Array>(rows.map((row) => [row.sequence, row.bytes]))
    const referred = new Set<string>()
    for (const bytes of records.values()) {
      const record = readRecord(bytes)
      for (const hash of hashesIn(readFact(record).fact)) referred.add(hash)
      const by = `${record.actor} ${hex(record.requestid)}`
      if (record.actor.startsWith('organisations/') && !this.acknowledged.has(by))
        wrong.push(`${source} ${record.sequence} (${record.type}) was recorded, and nobody was told: ${by}`)
    }
    for (const content of after.contents)
      if (!before.contents.has(content) && !referred.has(content)) wrong.push(`text ${content} belongs to no record`)
    let receipts = 0n
    for (const [key, { receipt, actor, requestId }] of this.acknowledged) {
      if (receipt.source !== source || receipt.sequence <= before.sequence) continue
      if (!this.before.has(key)) receipts += 1n
      const bytes = records.get(receipt.sequence)
      const record = bytes && readRecord(bytes)
      const isIt = record && record.actor === actor && hex(record.requestid) === requestId
      if (!isIt || hex(hashRecord(bytes as Uint8Array)) !== hex(receipt.hash))
        wrong.push(`${source} ${receipt.sequence} was acknowledged to ${actor}, and is not what was recorded`)
    }
    if (after.receipts - before.receipts !== receipts)
      wrong.push(`${source} keeps ${after.receipts - before.receipts} receipts, and gave ${receipts}`)
    return wrong
  }

  private async stands(service: string): Promise<Standing> {
    const { rows } = await this.bus.database(service).query(`
      SELECT sequence, (SELECT count(*) FROM receipt WHERE caller LIKE 'organisations/%') AS receipts,
        (SELECT coalesce(array_agg(encode(sha256, 'hex')), '{}') FROM content) AS contents FROM head`)
    return { ...rows[0], contents: new Set(rows[0].contents) }
  }

  private async filesThere(): Promise<Set<string>> {
    const { rows } = await this.bus
      .database('supporting-department')
      .query(`SELECT parent || '/attachments/' || encode(sha256, 'hex') AS name FROM attachment`)
    return new Set(rows.map(({ name }) => name))
  }
}
