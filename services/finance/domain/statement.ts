/** Statements: what the bank says of an account over some days (对账单), as it is compared with what was recorded. */
import { PaymentBooked, PaymentOrdered, PaymentReturned } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import type { Recorded, ResourceName } from '#shared/domain/decider.ts'

export type Direction = 'DEBIT' | 'CREDIT'

/** What was booked on the account; `fen` is more than 0, `bankReference` the bank's own, by which it is one. */
export type StatementEntry = {
  readonly direction: Direction
  readonly fen: bigint
  readonly day: Day
  readonly bankReference: string
  /** The order that it names, where it names one. */
  readonly endToEndId?: string
  readonly text: string
}

/** All that was booked on an account from the first to the last of some days, both included. */
export type Statement = {
  readonly account: string
  /** The bank's: one of the account's statements. */
  readonly id: string
  readonly createTime: Date
  readonly firstDay: Day
  readonly lastDay: Day
  /** In fen, less than 0 where the account is overdrawn. */
  readonly openingFen: bigint
  readonly closingFen: bigint
  readonly entries: readonly StatementEntry[]
}

/** What an entry adds to the balance. */
export const changeOf = ({ direction, fen }: Pick<StatementEntry, 'direction' | 'fen'>): bigint =>
  direction === 'CREDIT' ? fen : -fen

/** By what an entry is known: banks give a return the reference of its booking, and parts of one payment the same. */
export const entryKey = (entry: Pick<StatementEntry, 'bankReference' | 'direction' | 'fen' | 'day' | 'endToEndId'>) =>
  [entry.bankReference, entry.direction, entry.fen, entry.day, entry.endToEndId].join(' ')

/** The types of facts that a statement is compared with: orders, and what the bank has said of them. */
export const bankTypes: ReadonlySet<string> = new Set(
  [PaymentOrdered, PaymentBooked, PaymentReturned].map(({ $type }) => $type as string),
)

/** What a record says that the bank has booked. */
type BankRecord = {
  readonly sequence: bigint
  readonly direction: Direction
  readonly fen: bigint
  readonly day: Day
  readonly bankReference: string
  /** The order that it names; empty in older records. */
  readonly endToEndId: string
}

export type BankCompared = {
  /** How many entries were compared. */
  readonly entries: number
  /** The last day for which a statement speaks; undefined where there is none. */
  readonly until: Day | undefined
  readonly differing: readonly string[]
  /** Entries that name no order of ours: fees, receipts. For a person to explain. */
  readonly unexplained: readonly string[]
}

// ---- Which statements count

export const nameOf = ({ id, account }: Pick<Statement, 'id' | 'account'>): string =>
  `statement ${id} of account ****${account.slice(-4)}`

const told = ({ direction, fen, day }: Pick<BankRecord, 'direction' | 'fen' | 'day'>): string =>
  `${direction === 'DEBIT' ? 'debit' : 'credit'} of ${yuanOf(fen)} on ${day}`

/** All that a statement says of its days. */
const saidBy = ({ openingFen, closingFen, entries }: Statement): string =>
  [
    openingFen,
    closingFen,
    ...entries.map((entry) => `${told(entry)} ${entry.bankReference} ${entry.endToEndId}`),
  ].join()

/**
 * Of several statements of an account over the same days the one that the bank has made last: it corrects the others.
 * What is made at the same time and says otherwise is told.
 */
function standing(statements: readonly Statement[], differing: string[]): readonly Statement[] {
  const same = Map.groupBy(statements, ({ account, firstDay, lastDay }) => `${account} ${firstDay} ${lastDay}`)
  return [...same.values()].flatMap((versions) => {
    const [last, ...others] = versions.toSorted((a, b) => b.createTime.getTime() - a.createTime.getTime())
    if (!last) return []
    for (const other of others)
      if (other.createTime.getTime() === last.createTime.getTime() && saidBy(last) !== saidBy(other))
        differing.push(`${nameOf(last)} and ${nameOf(other)} were made at the same time and say different things`)
    return [last]
  })
}

/** Balances that do not add up, days that two statements speak of, and what lies between the end of one and the next. */
function balanceDifferences(statements: readonly Statement[]): readonly string[] {
  const inOrder = statements.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))
  return [...Map.groupBy(inOrder, ({ account }) => account).values()].flatMap((own) =>
    own.flatMap((statement, index) => {
      const { firstDay, openingFen, closingFen, entries } = statement
      const found: string[] = []
      const sum = entries.reduce((total, entry) => total + changeOf(entry), openingFen)
      if (sum !== closingFen)
        found.push(`${nameOf(statement)} closes with ${yuanOf(closingFen)}, its entries come to ${yuanOf(sum)}`)
      const former = own[index - 1]
      if (former && firstDay <= former.lastDay)
        found.push(`${nameOf(statement)} begins on ${firstDay}, which ${nameOf(former)} speaks of as well`)
      else if (former && openingFen !== former.closingFen)
        found.push(
          `${nameOf(statement)} opens with ${yuanOf(openingFen)}, ${nameOf(former)} closed with ${yuanOf(former.closingFen)}`,
        )
      return found
    }),
  )
}

// ---- Entry by entry

const entryName = (statement: Statement, entry: StatementEntry): string =>
  `bank entry ${entry.bankReference} in ${nameOf(statement)}, a ${told(entry)}`

/** What records say of the bank, gathered in their order, and compared with its statements once all of them are there. */
export class BankRecords {
  /** By end-to-end id, the payment that was ordered by it. */
  private readonly orders = new Map<string, ResourceName>()
  /** By payment and bank reference: a return may have that of its booking. */
  private readonly records = new Map<string, BankRecord[]>()

  add({ fact, subject, sequence }: Recorded): void {
    const known = fact as PaymentOrdered | PaymentBooked | PaymentReturned
    if (known.$type === 'qiantou.transfer.v1.PaymentOrdered') {
      // Of two orders of one id, such as there were before, the later one has never left.
      if (!this.orders.has(known.endToEndId)) this.orders.set(known.endToEndId, subject)
    } else if (known.$type === 'qiantou.transfer.v1.PaymentBooked') {
      const { fen, bookedOn, evidence, endToEndId } = known
      this.keep(subject, { direction: 'DEBIT', fen, sequence, endToEndId }, bookedOn, evidence)
    } else if (known.$type === 'qiantou.transfer.v1.PaymentReturned') {
      const { fen, returnedOn, evidence, endToEndId } = known
      this.keep(subject, { direction: 'CREDIT', fen, sequence, endToEndId }, returnedOn, evidence)
    }
  }

  private keep(
    payment: ResourceName,
    said: Pick<BankRecord, 'direction' | 'fen' | 'sequence' | 'endToEndId'>,
    on: PaymentBooked['bookedOn'],
    evidence: PaymentBooked['evidence'],
  ): void {
    if (!on || !evidence) return
    const { bankReference } = evidence
    const key = `${payment} ${bankReference}`
    const own = this.records.get(key) ?? []
    own.push({ ...said, day: dayFrom(on), bankReference })
    this.records.set(key, own)
  }

  /**
   * Each booked entry that names an order of ours has its record, of that order, with the same amount, day and direction; each
   * record of a day that a statement speaks of stands in it.
   */
  compare(statements: readonly Statement[]): BankCompared {
    const differing: string[] = []
    const unexplained: string[] = []
    const counting = standing(statements, differing)
    differing.push(...balanceDifferences(counting))
    const seen = new Set<BankRecord>()
    const all = new Set(counting.flatMap(({ entries }) => entries.map((entry) => this.toldKey(entry))))
    for (const statement of counting)
      for (const entry of statement.entries) {
        const payment = this.orders.get(entry.endToEndId ?? '')
        if (payment === undefined) {
          unexplained.push(`${entryName(statement, entry)}${entry.text ? `: ${entry.text}` : ''}`)
          continue
        }
        const problem = this.problemOf(entry, payment, { seen, told: all })
        if (problem) differing.push(`${entryName(statement, entry)}, ${problem}`)
      }
    differing.push(...this.missing(counting, seen))
    const entries = counting.reduce((count, { entries }) => count + entries.length, 0)
    const until = counting
      .map(({ lastDay }) => lastDay)
      .toSorted()
      .at(-1)
    return { entries, until, differing, unexplained }
  }

  /** What an entry says, and of which payment. */
  private toldKey(entry: StatementEntry): string {
    return `${this.orders.get(entry.endToEndId ?? '')} ${entry.bankReference} ${told(entry)}`
  }

  /** `seen`: records whose entry came before; `told`: what all entries say, so that none is taken for another's. */
  private problemOf(
    entry: StatementEntry,
    payment: ResourceName,
    among: { readonly seen: Set<BankRecord>; readonly told: ReadonlySet<string> },
  ): string | undefined {
    const own = this.records.get(`${payment} ${entry.bankReference}`) ?? []
    const isOfOrder = ({ endToEndId }: BankRecord) => endToEndId === '' || endToEndId === entry.endToEndId
    const same = own.find((record) => told(record) === told(entry) && isOfOrder(record))
    if (same && among.seen.has(same)) return 'stands in the statements a second time'
    const isOther = (one: BankRecord) =>
      !among.seen.has(one) && !among.told.has(`${payment} ${one.bankReference} ${told(one)}`)
    const record = same ?? own.find(isOther)
    if (!record) return 'has no record'
    among.seen.add(record)
    return same ? undefined : `is in record ${record.sequence} a ${told(record)}`
  }

  /** Records of days that statements speak of, and that stand in none. */
  private missing(counting: readonly Statement[], seen: ReadonlySet<BankRecord>): readonly string[] {
    return [...this.records.values()]
      .flat()
      .filter(
        (one) => !seen.has(one) && counting.some(({ firstDay, lastDay }) => firstDay <= one.day && one.day <= lastDay),
      )
      .map((one) => `record ${one.sequence}, a ${told(one)} (${one.bankReference}), is in no statement of the bank`)
  }
}
