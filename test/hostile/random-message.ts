/** Messages that are valid by their descriptor, and filled with anything. */
import { readFileSync } from 'node:fs'
import {
  createFileRegistry,
  type DescEnum,
  type DescField,
  type DescMessage,
  type FileRegistry,
  fromBinary,
  ScalarType,
} from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import type { Dice } from './dice.ts'
import * as extremes from './extremes.ts'

/** Every type that the proto files describe. */
export function describedTypes(): FileRegistry {
  const bytes = readFileSync(new URL('../../generated/descriptors.binpb', import.meta.url))
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes))
}

/** What real requests say, by the name of the field: a random message that names what is there gets further. */
export type Sayings = {
  readonly texts: ReadonlyMap<string, readonly string[]>
  readonly hashes: readonly Uint8Array[]
}

/** Writes random messages. */
export class RandomMessage {
  private readonly sayings: Sayings

  constructor(sayings: Sayings) {
    this.sayings = sayings
  }

  write(dice: Dice, message: DescMessage, depth = 0): Uint8Array {
    const writer = new BinaryWriter()
    // Fields come in any order, and now and then twice: the last one counts, or both are merged.
    const fields = [...message.fields]
    for (let left = fields.length; left > 0; left -= 1) {
      const [field] = fields.splice(dice.below(left), 1)
      if (!field || dice.percent(depth > 4 ? 70 : 15)) continue
      // One field of a oneof, mostly.
      if (field.oneof && dice.below(field.oneof.fields.length) > 0 && dice.percent(90)) continue
      const times = field.fieldKind === 'list' || field.fieldKind === 'map' ? extremes.length(dice) : 1
      const again = dice.percent(2) ? 2 : 1
      for (let i = 0; i < times * again; i += 1) this.field(dice, writer, field, depth)
    }
    return writer.finish()
  }

  private field(dice: Dice, writer: BinaryWriter, field: DescField, depth: number): void {
    if (field.fieldKind === 'map') {
      const entry = new BinaryWriter()
      this.scalar(dice, entry, 1, field.mapKey, field.localName)
      if (field.mapKind === 'scalar') this.scalar(dice, entry, 2, field.scalar, field.localName)
      if (field.mapKind === 'message') this.message(dice, entry, 2, field.message, depth)
      writer.uint32(field.number * 8 + WireType.LengthDelimited).bytes(entry.finish())
      return
    }
    if (field.message) this.message(dice, writer, field.number, field.message, depth)
    else if (field.enum) this.enumValue(dice, writer, field.number, field.enum)
    else if (field.scalar) this.scalar(dice, writer, field.number, field.scalar, field.localName)
  }

  private message(dice: Dice, writer: BinaryWriter, number: number, message: DescMessage, depth: number): void {
    writer.uint32(number * 8 + WireType.LengthDelimited)
    // A real day more often than not: what lies behind the check of dates is to be reached.
    if (message.typeName === 'google.type.Date' && dice.percent(70)) writer.bytes(realDay(dice))
    else writer.bytes(this.write(dice, message, depth + 1))
  }

  private enumValue(dice: Dice, writer: BinaryWriter, number: number, type: DescEnum): void {
    const value = dice.percent(85) ? dice.pick(type.values).number : dice.pick([-1, 99, 2 ** 31 - 1, -(2 ** 31)])
    writer.uint32(number * 8 + WireType.Varint).int32(value)
  }

  private scalar(dice: Dice, writer: BinaryWriter, number: number, scalar: ScalarType, name: string): void {
    if (scalar === ScalarType.STRING || scalar === ScalarType.BYTES) {
      writer.uint32(number * 8 + WireType.LengthDelimited)
      writer.bytes(scalar === ScalarType.STRING ? this.text(dice, name) : this.bytes(dice))
      return
    }
    if (scalar === ScalarType.DOUBLE || scalar === ScalarType.FIXED64 || scalar === ScalarType.SFIXED64) {
      writer.uint32(number * 8 + WireType.Bit64).raw(dice.bytes(8))
      return
    }
    if (scalar === ScalarType.FLOAT || scalar === ScalarType.FIXED32 || scalar === ScalarType.SFIXED32) {
      writer.uint32(number * 8 + WireType.Bit32).raw(dice.bytes(4))
      return
    }
    writer.uint32(number * 8 + WireType.Varint)
    if (scalar === ScalarType.BOOL) writer.bool(dice.percent(50))
    else writer.int64(BigInt.asIntN(64, extremes.whole(dice, scalar)))
  }

  private text(dice: Dice, name: string): Buffer {
    if (name === 'requestId' && dice.percent(95)) return Buffer.from(dice.uuid())
    const said = this.sayings.texts.get(name)
    return said?.length && dice.percent(75) ? Buffer.from(dice.pick(said)) : extremes.text(dice)
  }

  private bytes(dice: Dice): Uint8Array {
    const { hashes } = this.sayings
    return hashes.length && dice.percent(50) ? dice.pick(hashes) : dice.bytes(Math.min(extremes.size(dice), 70_000))
  }
}

function realDay(dice: Dice): Uint8Array {
  const writer = new BinaryWriter()
  for (const [number, value] of [
    [1, 2024 + dice.below(6)],
    [2, 1 + dice.below(12)],
    [3, 1 + dice.below(28)],
  ] as const)
    writer.uint32(number * 8 + WireType.Varint).int32(value)
  return writer.finish()
}
