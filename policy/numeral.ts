import * as O from 'fp-ts/lib/Option.js'
import { DIGIT } from './punctuation.ts'

const DIGITS = '一二三四五六七八九'

/** A run of one to three Chinese numerals, for use inside other patterns: 一 … 九十九. */
export const CHINESE_NUMERAL = '[一二三四五六七八九十]{1,3}'

/** Digits as keyboards write them, half or full width. */
export const ARABIC_NUMERAL = `[${DIGIT}]{1,3}`

const digit = (character: string): number => DIGITS.indexOf(character) + 1

/**
 * The number that a heading or a term of years is written with: 1 to 99 in Chinese numerals (六, 十, 十四, 二十一), or up to
 * three Arabic digits of either width. None for anything else, also for runs that are no number (一二, 十十).
 */
export function parseNumeral(written: string): O.Option<number> {
  const arabic = written.normalize('NFKC')
  if (/^[0-9]{1,3}$/.test(arabic)) return O.some(Number(arabic))
  const chinese = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(written)
  if (chinese === null || written === '') return O.none
  const [, tens, ten, ones] = chinese
  if (ten === undefined) return tens !== undefined && ones === undefined ? O.some(digit(tens)) : O.none
  return O.some((tens === undefined ? 1 : digit(tens)) * 10 + (ones === undefined ? 0 : digit(ones)))
}
