/**
 * The test bank at work on a folder: takes orders, keeps its ledger, delivers its answers when they are due. Several may be
 * at work on one: an order is whose who renames its file first, and answered by that one.
 */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { PaymentOrder } from '#services/finance/bank/bank.ts'
import { isErrno, replace } from '#services/finance/bank/lasting-file.ts'
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

/** Whether a process is still there; one that is not ours may be. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return isErrno(error, 'EPERM')
  }
}

/** Whether what a bank has begun is left to it: another one, which lives. */
const isOthers = (pid: number): boolean => pid !== process.pid && isAlive(pid)

/** Moves a file. @returns false where there is none: another bank has taken it meanwhile */
async function isMoved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}

export class TestBank {
  private readonly folder: string
  private readonly habits: Options
  private readonly ledger: Ledger
  /** By end-to-end id. */
  private readonly taken = new Map<string, Taken>()
  /** Names of files that were delivered. */
  private readonly answered = new Set<string>()
  private due: Due[] = []
  private messages = 0
  private answers = 0
  private repeated = 0
  private unreadable = 0

  private constructor(folder: string, habits: Options, ledger: Ledger) {
    this.folder = folder
    this.habits = habits
    this.ledger = ledger
  }

  /** Opens a bank on a folder of the file drop, and goes on where an earlier one stopped. */
  static async open(folder: string, habits: Options): Promise<TestBank> {
    makeFolder(folder)
    for (const inner of ['outbound', 'inbound', 'bank/taken'])
      await mkdir(join(folder, inner), { recursive: true, mode: 0o700 })
    const bank = new TestBank(folder, habits, await Ledger.open(join(folder, 'bank', 'ledger.jsonl')))
    await bank.goOn()
    return bank
  }

  /** Takes over what banks that are gone have left: answers that were not delivered, files that were not booked. */
  private async goOn(): Promise<void> {
    await this.catchUp()
    for (const taken of this.taken.values()) if (!isOthers(taken.by)) this.owe(taken)
    for (const file of await readdir(this.takenFolder)) {
      const [, by, name] = /^\.(\d+)\.(.+\.xml)$/.exec(file) ?? []
      if (!by || !name || isOthers(Number(by))) continue
      if (await isMoved(join(this.takenFolder, file), this.claimed(name))) await this.bookFile(name, Date.now())
    }
  }

  /** Reads what any bank has written into the ledger since. */
  private async catchUp(): Promise<void> {
    for (const line of await this.ledger.read())
      if (line.kind === 'TAKEN') this.taken.set(line.endToEndId, line)
      else this.answered.add(line.name)
  }

  private owe(taken: Taken): void {
    for (const answer of answersTo(this.habits, taken.endToEndId, taken.deeds))
      if (!this.answered.has(answer.name)) this.due.push({ atMs: taken.takenMs + answer.afterMs, taken, answer })
  }

  private get takenFolder(): string {
    return join(this.folder, 'bank', 'taken')
  }

  /** Where a file is that this bank has taken and not booked yet. */
  private claimed(name: string): string {
    return join(this.takenFolder, `.${process.pid}.${name}`)
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
    if (await isMoved(join(this.folder, 'outbound', name), this.claimed(name))) await this.bookFile(name, nowMs)
  }

  private async bookFile(name: string, nowMs: number): Promise<void> {
    const bytes = await readFile(this.claimed(name))
    const order = orderIn(bytes)
    const problems = isLeft(order) ? [`${order.left.where}: ${order.left.what}`] : orderProblems(order.right)
    if (isLeft(order) || problems.length > 0) await this.refuse(name, nowMs, problems.join('; '))
    else await this.bookOrder(order.right, nowMs)
    await rename(this.claimed(name), join(this.takenFolder, name))
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
    await this.catchUp()
    const fresh = order.payments.filter(({ endToEndId }) => !this.taken.has(endToEndId))
    this.repeated += order.payments.length - fresh.length
    const lines = fresh.map(
      (payment): Taken => ({
        kind: 'TAKEN',
        takenMs,
        by: process.pid,
        messageId: order.messageId,
        endToEndId: payment.endToEndId,
        account: order.debtor.account,
        at: order.at.toISOString(),
        deeds: deedsOf(this.habits, order, payment),
      }),
    )
    await this.ledger.add(lines)
    await this.catchUp()
    for (const line of lines) this.owe(line)
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
    await this.catchUp()
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
