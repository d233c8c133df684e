/**
 * Makes generated decoders as strict as protobuf is. Those of ts-proto stop at a tag that no message may have, and leave the
 * rest of the bytes unread; of a message within another they go on in its parent, so that a field of the one counts as one of
 * the other. Either way two readers of the same bytes see two messages.
 */

const lenient = /if \(\(tag & 7\) === 4 \|\| tag === 0\) \{\s*break;\s*\}\s*reader\.skip\(tag & 7\);/g
const strict = `if ((tag & 7) === 4 || tag < 8) {
          throw new globalThis.Error("illegal tag " + tag);
        }
        reader.skip(tag & 7, tag >>> 3);`

const leaving = /( +)return message;(\s*\} finally \{\s*\(reader as any\)\.__tsProtoDecodeDepth)/g
const leavingAtEnd = `$1if (reader.pos !== end) {
$1  throw new globalThis.Error("a field is longer than its message");
$1}
$1return message;$2`

/** The source of generated code with strict decoders. @throws where one of them has another form than is known here */
export function strictDecoders(source: string): string {
  const decoders = source.match(/\bdecode\(input: [^)]*\): \w+ \{/g)?.length ?? 0
  const tags = source.match(lenient)?.length ?? 0
  const ends = source.match(leaving)?.length ?? 0
  if (tags !== decoders || ends !== decoders)
    throw new Error(`${decoders} decoders, of which ${tags} and ${ends} are known`)
  return source.replace(lenient, strict).replace(leaving, leavingAtEnd)
}
