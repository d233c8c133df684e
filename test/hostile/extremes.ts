/** Values at which a service might stumble, by the kind of field. */
import { ScalarType } from '@bufbuild/protobuf'
import type { Dice } from './dice.ts'

const texts = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\t\r\n',
    '\u202e\u2066',
    '\ufeff',
    '\ufffe',
    '\u0301\u0301\u0301',
    '👨‍👩‍👧‍👦',
    '𠮷',
  ],
  ...['-', '--', '../..', '/', '//', '*', '%', '_', '\\', "'", '"; DROP TABLE record; --', '{}', '[]', 'null', 'NaN'],
  ...['programmes', 'programmes/', 'programmes/-', 'programmes/-/tasks/-', 'programmes/ａ', 'PROGRAMMES/A'],
  ...['organisations/', 'organisations/-', 'organisations/__proto__', 'organisations/constructor', '__proto__'],
  ...['toString', 'hasOwnProperty', '//qiantou/lead-agency', '//qiantou/lead-agency/s2', '//qiantou/event-log'],
  ...['lead-agency', 'supporting-department', 'coordination-office', 'event-log', 'state = ISSUED', 'state = '],
  ...['light = RED', 'organisation = organisations/hn-kjt', 'state = ISSUED AND state = ISSUED', '9223372036854775807'],
  ...['MQ', 'MA', 'LTE', 'OTk5OTk5OTk5OTk5OTk5OTk5', 'OTk5OTk5OTk5OTk5OTk5OTk5OTk5', 'Ly9xaWFudG91L2xlYWQtYWdlbmN5IDE'],
  ...['2026-02-29', '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c', '00000000-0000-0000-0000-000000000000', 'text/plain'],
  ...['qiantou.task.v1.TaskIssued', 'application/pdf; a="\\', 'ＵＴＦ', 'İ', 'ß', 'ﷺ', '́', '字'.repeat(63)],
]

/** A text: something awkward, long, or of any characters. */
export function text(dice: Dice): Buffer {
  const kind = dice.below(20)
  // Not UTF-8: a lone surrogate, an overlong form, a byte that never occurs.
  if (kind === 0) return dice.pick([Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xc0, 0x80]), Buffer.from([0xff])])
  if (kind === 1) return Buffer.from(dice.pick(['a', '算', '𠮷', '\u0301']).repeat(dice.pick([64, 201, 1_001, 20_001])))
  if (kind < 5)
    return Buffer.from(String.fromCodePoint(...Array.from({ length: 1 + dice.below(12) }, () => point(dice))))
  return Buffer.from(dice.pick(texts))
}

/** A code point that is no surrogate. */
function point(dice: Dice): number {
  const any = dice.below(dice.pick([0x80, 0x800, 0x10000, 0x110000]))
  return any >= 0xd800 && any <= 0xdfff ? 0x4e00 : any
}

const wholes = [0, 1, -1, 2, 7, 12, 31, 32, 60, 100, 101, 250, 1_000, 1_001, 1949, 2026, 2999, 3000, 9999, 10_000]
const edges = [2 ** 31 - 1, -(2 ** 31), 2 ** 32 - 1]
const bigEdges = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, 2n ** 53n + 1n, -1n, 253_402_300_800n, -62_135_596_801n]

/** A whole number, as a varint's value: small, at an edge, or anything. */
export function whole(dice: Dice, scalar: ScalarType): bigint {
  const kind = dice.below(10)
  const wide = [ScalarType.INT64, ScalarType.UINT64, ScalarType.SINT64, ScalarType.FIXED64, ScalarType.SFIXED64]
  if (kind < 6) return BigInt(dice.pick(wholes))
  if (kind === 6) return BigInt(dice.below(2 ** 31))
  return wide.includes(scalar) ? dice.pick(bigEdges) : BigInt(dice.pick(edges))
}

/** The length of a list: mostly short, now and then far beyond what is allowed. */
export const length = (dice: Dice): number => (dice.percent(3) ? dice.pick([51, 101, 201, 2_000]) : dice.below(4))

/** The length of bytes: often that of a hash. */
export const size = (dice: Dice): number => (dice.percent(60) ? 32 : dice.pick([0, 1, 16, 31, 33, 64, 1_000, 65_537]))
