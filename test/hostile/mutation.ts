/** Real messages, changed as a broken or hostile client might change them. */
import type { Dice } from './dice.ts'

type Mutate = (dice: Dice, bytes: Buffer, other: Buffer) => Buffer

const at = (dice: Dice, bytes: Buffer): number => dice.below(bytes.length + 1)

const flip: Mutate = (dice, bytes) => {
  const changed = Buffer.from(bytes)
  for (let times = 1 + dice.below(3); times > 0 && changed.length; times -= 1) {
    const where = dice.below(changed.length)
    changed[where] = (changed[where] as number) ^ (1 << dice.below(8))
  }
  return changed
}

const replace: Mutate = (dice, bytes) => {
  const changed = Buffer.from(bytes)
  if (changed.length) changed[dice.below(changed.length)] = dice.pick([0, 1, 0x7f, 0x80, 0xff, dice.below(256)])
  return changed
}

const truncate: Mutate = (dice, bytes) => bytes.subarray(0, at(dice, bytes))
const insert: Mutate = (dice, bytes) => {
  const where = at(dice, bytes)
  return Buffer.concat([bytes.subarray(0, where), dice.bytes(1 + dice.below(8)), bytes.subarray(where)])
}

/** A part of another real message in the place of a part of this one. */
const splice: Mutate = (dice, bytes, other) => {
  const from = at(dice, other)
  const piece = other.subarray(from, from + dice.below(64))
  const where = at(dice, bytes)
  return Buffer.concat([bytes.subarray(0, where), piece, bytes.subarray(where + dice.below(piece.length + 1))])
}

/** Protobuf merges messages that follow one another: fields twice, lists longer, what is single from the last. */
const repeat: Mutate = (dice, bytes) => Buffer.concat(Array.from({ length: 2 + dice.below(3) }, () => bytes))
const merge: Mutate = (_, bytes, other) => Buffer.concat([bytes, other])
const onlyOther: Mutate = (_, __, other) => other

/** Groups within groups, which no message of ours has: a reader that skips them calls itself for each. */
const nest: Mutate = (dice, bytes) => Buffer.concat([bytes, Buffer.alloc(dice.pick([10, 1_000, 100_000]), 0xf3)])
const unknownField: Mutate = (dice, bytes) =>
  Buffer.concat([bytes, Buffer.from([0xfa, 0x3e, 0x05]), dice.bytes(dice.pick([5, 5, 4]))])

const mutations: readonly Mutate[] = [
  ...[flip, flip, replace, truncate, insert, splice, repeat, merge, onlyOther, nest, unknownField],
]

/** The message with one thing changed, or several. */
export function mutated(dice: Dice, bytes: Buffer, other: Buffer): Buffer {
  let changed = dice.pick(mutations)(dice, bytes, other)
  while (dice.percent(25)) changed = dice.pick(mutations)(dice, changed, other)
  return changed.length > 300_000 ? changed.subarray(0, 300_000) : changed
}
