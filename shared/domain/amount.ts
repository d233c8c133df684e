/** Amounts of money as people write them: yuan with up to two decimals; inside, whole fen. Never a float. */
import { type Exact, partsOfFen } from './award.ts'

/** `1234567.89`, `1 234 567.89` or `1,234,567.89` yuan in fen; undefined for anything else, and for what is negative. */
export function fenOf(yuan: string): bigint | undefined {
  const [, whole, decimals = ''] =
    yuan.trim().match(/^([0-9]{1,15}|[0-9]{1,3}(?:[ ,][0-9]{3}){1,4})(?:\.([0-9]{1,2}))?$/) ?? []
  return whole === undefined ? undefined : BigInt(whole.replace(/[ ,]/g, '') + decimals.padEnd(2, '0'))
}

/** Fen as yuan with two decimals, thousands apart: `1,234,567.89`. */
export function yuanOf(fen: bigint): string {
  const digits = `${fen < 0n ? -fen : fen}`.padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0n ? '-' : ''}${whole}.${digits.slice(-2)}`
}

/** An exact amount, in parts of a fen, as yuan: `3,703,703.673`; no more decimals than it has, two at least. */
export function exactYuanOf(amount: Exact): string {
  const rest = `${amount % partsOfFen}`.padStart(4, '0').replace(/0+$/, '')
  return `${yuanOf(amount / partsOfFen)}${rest}`
}

/** `30%`, `12.5%`: of hundredths of a percent. */
export function percentOf(basisPoints: bigint): string {
  const rest = `${basisPoints % 100n}`.padStart(2, '0').replace(/0+$/, '')
  return `${basisPoints / 100n}${rest && `.${rest}`}%`
}
