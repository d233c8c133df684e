/** How facts about what is claimed back are said, of awards and of payments alike. Amounts in yuan. */
import type * as events from '#proto/qiantou/application/v1/application_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import type { Bilingual } from '../settings.ts'
import { dateText } from './time.ts'

type Said<Event> = (event: Omit<Event, '$type'>) => Bilingual

export const recoveryOverdue: Said<events.RecoveryOverdue> = ({ due, fen }) => ({
  zh: `${dateText(due)} 到期,尚欠 ${yuanOf(fen)} 元`,
  en: `${yuanOf(fen)} yuan were to be paid back by ${dateText(due)}, and were not`,
})

export const fundsRecovered: Said<Pick<events.FundsRecovered, '$type' | 'fen' | 'reference'>> = ({
  fen,
  reference,
}) => ({
  zh: `收回 ${yuanOf(fen)} 元(${reference})`,
  en: `received ${yuanOf(fen)} yuan back (${reference})`,
})

/** What is said once instalments are agreed on, and once something was received. */
export const agreedDeed = (count: number) => (): Bilingual => ({
  zh: `商定分 ${count} 期收回`,
  en: `agreed on ${count} ${count === 1 ? 'instalment' : 'instalments'} to pay back`,
})

export const recoveryAgreed: Said<events.RecoveryAgreed> = ({ instalments }) => agreedDeed(instalments.length)()

export const receivedDeed =
  (fen: bigint) =>
  ({ claimedFen }: { readonly claimedFen: bigint }): Bilingual => ({
    zh: `收回 ${yuanOf(fen)} 元,尚应收回 ${yuanOf(claimedFen)} 元`,
    en: `received ${yuanOf(fen)} yuan back; ${yuanOf(claimedFen)} yuan are still claimed`,
  })
