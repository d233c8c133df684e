/** Payee: the account to which an award is paid. Another person confirms it, and a change waits. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { AccountConfirmed, AccountProposed, AccountRefused } from '#proto/qiantou/transfer/v1/payee_events.ts'
import { type Calendar, type Day, dayFrom, dayOf, limitFrom, toDate } from '#shared/domain/calendar.ts'
import { type ContentRef, contentRef } from '#shared/domain/content.ts'
import type { Context, Decider, FactOf, OrganisationName, Recorded, ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { formatName, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { type SignedOff, signedOff } from '#shared/domain/sign-off.ts'
import type { ProgrammeView } from './programme.ts'

// ---- State

export type Account = SignedOff & {
  readonly number: ContentRef
  readonly masked: string
  readonly bankCode: string
  readonly holderName: string
  /** Once it is confirmed. */
  readonly effectiveFrom?: Day
  readonly refused?: true
}

export type Payee = {
  /** In the order in which they were proposed. */
  readonly accounts: readonly Account[]
  /** Who has named, confirmed or refused one, the last one last: they read what is recorded of it. */
  readonly keepers?: readonly OrganisationName[]
}

const owns = [AccountProposed, AccountConfirmed, AccountRefused] as const
type PayeeFact = FactOf<typeof owns>

/** Who is paid by an application or a voucher: whose it is, by their credit code. */
export const payeeFor = (holder: ResourceName, code: string): ResourceName =>
  formatName('payee', { ...partsOf('programme', programmeOf(holder)), payee: code.toLowerCase() })

/** The account that is paid to on a day, with its version, from 1; undefined where none is. */
export function accountOn({ accounts }: Payee, day: Day): { version: number; account: Account } | undefined {
  const at = accounts.findLastIndex(({ effectiveFrom }) => effectiveFrom !== undefined && effectiveFrom <= day)
  const account = accounts[at]
  return account && { version: at + 1, account }
}

/** Whether an account that came after a version waits to be confirmed, or for its day. */
export const isChanging = ({ accounts }: Payee, version: number): boolean =>
  accounts.slice(version).some(({ refused }) => !refused)

/** The account that waits for somebody to confirm it. */
const open = ({ accounts }: Payee): Account | undefined => {
  const last = accounts.at(-1)
  return last && !last.refused && last.effectiveFrom === undefined ? last : undefined
}

// ---- Commands

type Ground = { readonly programme: ProgrammeView; readonly calendar: Calendar }

export type PayeeCommand = Ground &
  (
    | {
        readonly type: 'Propose'
        readonly number: ContentReference
        readonly masked: string
        readonly bankCode: string
        readonly holderName: string
      }
    | { readonly type: 'Confirm' }
    | { readonly type: 'Refuse' }
  )

// ---- Fold

function evolve(before: Payee = { accounts: [] }, recorded: Recorded<PayeeFact>): Payee {
  const { fact, actor } = recorded
  const { accounts } = before
  const state = { accounts, keepers: [...(before.keepers ?? []).filter((keeper) => keeper !== actor), actor] }
  if (fact.$type === 'qiantou.transfer.v1.AccountProposed') {
    const { masked, bankCode, holderName } = fact
    const account = { number: contentRef(fact.number), masked, bankCode, holderName, ...signedOff(recorded) }
    return { ...state, accounts: [...accounts, account] }
  }
  const last = accounts.at(-1)
  if (!last) return state
  const effectiveFrom =
    fact.$type === 'qiantou.transfer.v1.AccountConfirmed' && fact.effectiveFrom
      ? dayFrom(fact.effectiveFrom)
      : undefined
  const changed: Account = effectiveFrom ? { ...last, effectiveFrom } : { ...last, refused: true }
  return { ...state, accounts: accounts.with(-1, changed) }
}

// ---- Decisions

/** A change of an account waits so many working days: whose account it was may notice. */
const waitingDays = 3

/** Who keeps the accounts of a programme's payees. */
export const payeeParties = ({ office, finances }: ProgrammeView): ReadonlySet<OrganisationName> =>
  new Set([office, ...finances])

function decide(
  command: PayeeCommand,
  state: Payee | undefined,
  { actor, at, signOff }: Context,
): Either<Rejection, readonly [PayeeFact]> {
  const { programme, calendar } = command
  if (!payeeParties(programme).has(actor))
    return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance: programme.finances[0] ?? programme.office })
  if (signOff.length === 0) return reject('precondition', 'SIGN_OFF_NEEDED')
  const waiting = state && open(state)
  if (command.type === 'Propose') {
    if (waiting) return reject('precondition', 'ACCOUNT_WAITS', { masked: waiting.masked })
    const { number, masked, bankCode, holderName } = command
    return right([{ $type: 'qiantou.transfer.v1.AccountProposed', number, masked, bankCode, holderName }])
  }
  if (!waiting) return reject('precondition', 'NO_ACCOUNT_WAITS')
  if (command.type === 'Refuse') return right([{ $type: 'qiantou.transfer.v1.AccountRefused' }])
  const proposers = new Set(waiting.signOff?.map(({ person }) => person))
  const same = signOff.find(({ person }) => proposers.has(person))?.person
  if (same) return reject('precondition', 'SECOND_PERSON_NEEDED', { person: same })
  const today = dayOf(at)
  const isChange = state.accounts.some(({ effectiveFrom }) => effectiveFrom !== undefined)
  const { last, provisional } = isChange ? limitFrom(calendar, today, waitingDays) : { last: today, provisional: false }
  return right([{ $type: 'qiantou.transfer.v1.AccountConfirmed', effectiveFrom: toDate(last), provisional }])
}

export const payeeDecider: Decider<PayeeCommand, Payee, PayeeFact> = {
  aggregate: 'payee',
  foldVersion: 2,
  owns,
  folds: [],
  touches: () => [],
  decide,
  evolve,
  parties: (_, { keepers = [] }) => ({ admits: keepers.slice(-1), releases: [] }),
}
