/** Parts in which what is claimed back is paid, as options give them. */
import { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import { fenOf } from '#shared/domain/amount.ts'
import { usage } from '../failure.ts'
import { dateOf } from './text.ts'

/** `30:2026-12-31`, an amount in yuan and its last day. @throws Failure USAGE */
export function instalmentFrom(text: string): Instalment {
  const [, amount = '', day = ''] = text.match(/^([^:]+):(\d{4}-\d\d-\d\d)$/) ?? []
  const fen = fenOf(amount)
  if (fen === undefined)
    throw usage({
      zh: `${JSON.stringify(text)} 不是分期的一期,写法如 30:2026-12-31(元)`,
      en: `${JSON.stringify(text)} is no instalment; write it as 30:2026-12-31, in yuan`,
    })
  return Instalment.create({ fen, due: dateOf(day) })
}
