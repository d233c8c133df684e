/** Amounts as options give them: in yuan. */
import { InvalidArgumentError } from 'commander'
import { fenOf } from '#shared/domain/amount.ts'
import { spoken } from '../language.ts'

/** `1234567.89` yuan, in fen. */
export function yuan(text: string): bigint {
  const fen = fenOf(text)
  if (fen !== undefined) return fen
  const say = { zh: '须为金额(元),如 1234567.89。', en: 'It must be an amount in yuan, such as 1234567.89.' }
  throw new InvalidArgumentError(spoken(say))
}
