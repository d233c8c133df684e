/** The test bank at work on a folder: takes orders, keeps its ledger, delivers its answers when they are due. */
import { mkdir, readdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { PaymentOrder } from '#services/finance/bank/bank.ts'
import { bytesAt, replace } from '#services/finance/bank/lasting-file.ts'
import { orderIn, orderProblems } from '#services/finance/bank/pain001.ts'
import { makeFolder } from '#shared/lifecycle/data-folder.ts'
import { fileOf, refusal, statementOf } from './answer.ts'
import { type Answer, answersTo, deedsOf, type Habits } from './deeds.ts'
import { Ledger, type Taken } from './ledger.ts'
import { accountDays, statementName } from './statement.ts'

/** `statements`: whether it tells what it has booked by account statements too. */
type Options = Habits & { readonly statements: boolean }

type Due = { readonly atMs: number; readonly taken: Taken; readonly answer: Answer }

/** What it did since it was started (`messages`, `answers`, `repeated`, `unreadable`), and what its ledger holds in all. */
export type Summary = {
  readonly messages: number
  readonly answers: number
  /** Payments that came again, and were not booked again. */
  readonly repeated: number
  readonly unreadable: number
  readonly payments: number
  readonly rejected: number
  readonly bookedFen: string
  readonly returnedFen: string
  /** Answers that are still to be delivered. */
  readonly pending: number
}

export class TestBank {
  private readonly folder: string
  private readonly habits: Options
  private readonly ledger: Ledger
  /** By end-to-end id. */
  private readonly taken = new Map<string, Taken>()
  /** Names of files that were delivered. */
  private readonly answered: Set<string>
  private due: Due[] = []
  private messages = 0
  private answers = 0
  private repeated = 0
  private unreadable = 0

  private constructor(folder: string, habits: Options, ledger: Ledger) {
    this.folder = folder
    this.habits = habits
    this.ledger = ledger
    this.answered = new Set(ledger.lines.flatMap((line) => (line.kind === 'ANSWERED' ? [line.name] : [])))
    for (const line of ledger.lines) if (line.kind === 'TAKEN') this.book(line)
  }

  /** Opens a bank on a folder of the file drop, and goes on where an earlier one stopped. */
  static async open(folder: string, habits: Options): Promise<TestBank> {
    makeFolder(folder)
    for (const inner of ['outbound', 'inbound', 'bank/taken'])
      await mkdir(join(folder, inner), { recursive: true, mode: 0o700 })
    return new TestBank(folder, habits, await Ledger.open(join(folder, 'bank', 'ledger.jsonl')))
  }

  private book(taken: Taken): void {
    this.taken.set(taken.endToEndId, taken)
    for (const answer of answersTo(this.habits, taken.endToEndId, taken.deeds))
      if (!this.answered.has(answer.name)) this.due.push({ atMs: taken.takenMs + answer.afterMs, taken, answer })
  }

  /** Takes what is there, and delivers what is due at a moment in milliseconds since 1970. */
  async round(nowMs: number): Promise<void> {
    const names = (await readdir(join(this.folder, 'outbound'))).filter((name) => /^[^.].*\.xml$/.test(name))
    for (const name of names.sort()) await this.take(name, nowMs)
    const isDue = ({ atMs }: Due): boolean => atMs <= nowMs
    const due = this.due.filter(isDue).sort((one, other) => one.atMs - other.atMs)
    this.due = this.due.filter((answer) => !isDue(answer))
    for (const { taken, answer } of due) {
      await this.deliver(answer.name, fileOf(taken, answer))
      this.answers += 1
    }
  }

  private async deliver(name: string, text: string): Promise<void> {
    await replace(join(this.folder, 'inbound'), name, text)
    await this.ledger.add([{ kind: 'ANSWERED', name }])
    this.answered.add(name)
  }

  private async take(name: string, nowMs: number): Promise<void> {
    const path = join(this.folder, 'outbound', name)
    const bytes = await bytesAt(path)
    if (!bytes) return
    const order = orderIn(bytes)
    const problems = isLeft(order) ? [`${order.left.where}: ${order.left.what}`] : orderProblems(order.right)
    if (isLeft(order) || problems.length > 0) await this.refuse(name, nowMs, problems.join('; '))
    else await this.bookOrder(order.right, nowMs)
    await rename(path, join(this.folder, 'bank', 'taken', name))
    this.messages += 1
  }

  /** What stands for a message id that could not be read is the file's name, which is one. */
  private async refuse(name: string, nowMs: number, text: string): Promise<void> {
    const stem = basename(name, '.xml').slice(0, 35)
    const file = `${stem}-0-refused.xml`
    await replace(join(this.folder, 'inbound'), file, refusal(file, stem, new Date(nowMs).toISOString(), text))
    this.unreadable += 1
  }

  private async bookOrder(order: PaymentOrder, takenMs: number): Promise<void> {
    const fresh = order.payments.filter(({ endToEndId }) => !this.taken.has(endToEndId))
    this.repeated += order.payments.length - fresh.length
    const lines = fresh.map(
      (payment): Taken => ({
        kind: 'TAKEN',
        takenMs,
        messageId: order.messageId,
        endToEndId: payment.endToEndId,
        account: order.debtor.account,
        at: order.at.toISOString(),
        deeds: deedsOf(this.habits, order, payment),
      }),
    )
    await this.ledger.add(lines)
    for (const line of lines) this.book(line)
  }

  private movements(): readonly { endToEndId: string; fen: bigint; day: string; kind: string }[] {
    return [...this.taken.values()].flatMap(({ endToEndId, deeds }) =>
      deeds.flatMap((deed) =>
        deed.kind === 'BOOKED' || deed.kind === 'RETURNED'
          ? [{ endToEndId, fen: deed.fen, day: deed.day, kind: deed.kind }]
          : [],
      ),
    )
  }

  /**
   * Writes `bank/statement.csv` anew, and the account statements that are new or not what they were, as of a moment in
   * milliseconds since 1970: everything that was booked and returned, told or not.
   */
  async state(nowMs: number): Promise<void> {
    const lines = this.movements().map(({ endToEndId, fen, day, kind }) => `${endToEndId},${fen},${day},${kind}\n`)
    await replace(join(this.folder, 'bank'), 'statement.csv', ['endToEndId,fen,day,kind\n', ...lines].join(''))
    for (const statement of this.habits.statements ? accountDays(this.taken.values()) : []) {
      const name = statementName(statement)
      if (!this.answered.has(name)) await this.deliver(name, statementOf(name, statement, new Date(nowMs)))
    }
  }

  summary(): Summary {
    const sumOf = (wanted: string): string =>
      `${this.movements().reduce((sum, { kind, fen }) => (kind === wanted ? sum + fen : sum), 0n)}`
    const rejected = [...this.taken.values()].filter(({ deeds }) => deeds[0]?.kind === 'REJECTED')
    return {
      messages: this.messages,
      answers: this.answers,
      repeated: this.repeated,
      unreadable: this.unreadable,
      payments: this.taken.size,
      rejected: rejected.length,
      bookedFen: sumOf('BOOKED'),
      returnedFen: sumOf('RETURNED'),
      pending: this.due.length,
    }
  }

  /** Writes its statements and ends; what is not delivered yet comes after the next start. */
  async close(nowMs: number): Promise<void> {
    await this.state(nowMs)
    await this.ledger.close()
  }
}
