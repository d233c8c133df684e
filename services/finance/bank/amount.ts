/** Amounts in messages: ActiveOrHistoricCurrencyAndAmount of ISO 20022, in CNY; inside, whole fen. Never a float. */

/** 18 digits in all (totalDigits of the type), two of them decimals. */
export const maxFen = 10n ** 18n - 1n

/** 123456 → `1234.56`. */
export function decimalOf(fen: bigint): string {
  const digits = `${fen}`.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** `1234.5` → 123450n; what is wrong with it where it is no positive amount of whole fen with 18 digits at most. */
export function fenOf(decimal: string): bigint | string {
  if (/^-/.test(decimal)) return 'a negative amount'
  const [, whole, decimals = ''] = decimal.match(/^\+?([0-9]+)(?:\.([0-9]*))?$/) ?? []
  if (whole === undefined) return 'not an amount'
  if (decimals.length > 2) return 'more than two decimals'
  // A million digits would take long to be turned into a number.
  if (whole.length > 32) return 'more than 18 digits'
  const fen = BigInt(whole + decimals.padEnd(2, '0'))
  if (fen > maxFen) return 'more than 18 digits'
  return fen > 0n ? fen : 'an amount of nothing'
}
