/** What a workbook holds, read back with nothing of what wrote it: the zip (APPNOTE 6.3), and one sheet (ECMA-376, SpreadsheetML). */
import { inflateRawSync } from 'node:zlib'

/** The end of the central directory, and what each of its entries begins with. */
const endSignature = Buffer.from('PK\u0005\u0006')
const entrySignature = Buffer.from('PK\u0001\u0002')

/** A file of the archive, whole. @throws where it is not there, or is neither stored nor deflated */
function unzipped(archive: Buffer, wanted: string): string {
  const end = archive.lastIndexOf(endSignature)
  if (end < 0) throw new Error('no zip archive')
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (!archive.subarray(at, at + 4).equals(entrySignature)) throw new Error(`no entry at ${at}`)
    const nameBytes = archive.readUInt16LE(at + 28)
    const otherBytes = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
    if (archive.toString('utf8', at + 46, at + 46 + nameBytes) === wanted) {
      const local = archive.readUInt32LE(at + 42)
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
      const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20))
      const method = archive.readUInt16LE(at + 10)
      if (method !== 0 && method !== 8) throw new Error(`${wanted} is packed by method ${method}`)
      return (method === 8 ? inflateRawSync(packed) : packed).toString()
    }
    at += 46 + nameBytes + otherBytes
  }
  throw new Error(`no ${wanted} in the archive`)
}

const plain = (xml: string): string =>
  xml.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&',
  )

/** 0 for `A7`, 26 for `AA7`. */
const columnOf = (reference: string): number =>
  [...reference.replace(/\d+$/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** The rows of the first sheet: texts as texts, numbers as numbers, and `''` for a cell that is not there. */
export function readWorkbook(archive: Buffer): readonly (readonly (string | number)[])[] {
  const strings = [...unzipped(archive, 'xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item = '']) =>
    [...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text = '']) => plain(text)).join(''),
  )
  const sheet = unzipped(archive, 'xl/worksheets/sheet1.xml')
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, cells = '']) => {
    const row: (string | number)[] = []
    for (const [, attributes = '', value = ''] of cells.matchAll(/<c ([^>]*?)(?:\/>|>(?:<v>(.*?)<\/v>)?<\/c>)/gs)) {
      const column = columnOf(/\br="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '')
      while (row.length < column) row.push('')
      if (value === '') row[column] = ''
      else row[column] = /\bt="s"/.test(attributes) ? (strings[Number(value)] ?? '') : Number(value)
    }
    return row
  })
}
