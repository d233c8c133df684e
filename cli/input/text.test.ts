import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { recordedDay, textOf } from './text.ts'

it('reads a day', () => {
  expect(recordedDay('2020-02-29')).toBe('2020-02-29')
})

it.each(['2026-13-45', '2026-02-30', '2026-02-29', '2026-00-10', '2026-01-00'])('knows no day %s', (text) => {
  expect(() => recordedDay(text)).toThrow(/there is no day|没有 .* 这一天/)
})

it('reads what was recorded up to today in Shanghai, and knows nothing of tomorrow', () => {
  const evening = new Date('2026-03-01T16:00:00Z')
  expect([undefined, '2026-03-02'].map((text) => recordedDay(text, evening))).toEqual(['2026-03-02', '2026-03-02'])
  expect(() => recordedDay('2026-03-03', evening)).toThrow(/yet to come|尚未到来/)
})

describe('the text of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qiantou-text-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  const written = (bytes: Uint8Array): string => {
    const file = join(folder, 'text.txt')
    writeFileSync(file, bytes)
    return file
  }
  // 办理, in GBK.
  const gbk = Buffer.from('b0ecc0ed', 'hex')

  it('is read with or without a byte order mark, which is no part of it', async () => {
    for (const bytes of ['牵头\n', '\uFEFF牵头']) expect(await textOf(`@${written(Buffer.from(bytes))}`)).toBe('牵头')
  })

  it.each([
    ['GB18030', gbk],
    ['UTF-16', Buffer.from('\uFEFF牵头', 'utf16le')],
    ['UTF-16', Buffer.from('\uFEFF牵头', 'utf16le').swap16()],
  ])('is refused in %s, and how to convert it said', async (encoding, bytes) => {
    const file = written(bytes)
    const said = `${file} is not plain text in UTF-8: export it as text, or convert it, e.g. iconv -f ${encoding} -t UTF-8 ${file}`
    await expect(textOf(`@${file}`)).rejects.toThrow(said)
  })

  it('is refused out of standard input as well, in Chinese to whoever reads Chinese', async () => {
    vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(
      Object.assign(Readable.from([gbk]), { fd: 0 }) as typeof process.stdin,
    )
    await expect(textOf('-')).rejects.toThrow(
      '标准输入 不是 UTF-8 纯文本:请导出为文本,或转换编码,如 iconv -f GB18030 -t UTF-8',
    )
  })
})
