/** How facts about what is claimed back are said, of awards and of payments alike. Amounts in yuan. */
import type * as events from '#proto/qiantou/application/v1/application_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import type { Bilingual } from '../settings.ts'
import { dateText } from './time.ts'

type Said<Event> = (event: Omit<Event, '$type'>) => Bilingual

export const recoveryAgreed: Said<events.RecoveryAgreed> = ({ instalments }) => ({
  zh: `商定分 ${instalments.length} 期收回`,
  en: `agreed on ${instalments.length} instalments to pay back`,
})

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
