import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Failure } from '../failure.ts'
import { checkNew, writeNew } from './file.ts'

const folder = mkdtempSync(join(tmpdir(), 'qiantou-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

const reasonOf = (file: string): Promise<unknown> =>
  writeNew(file, Buffer.from('new')).catch((error) => (error instanceof Failure ? error.report.reason : error))

it('writes a file that was not there, and leaves one that was as it is', async () => {
  const file = join(folder, 'ledger.csv')
  await writeNew(file, Buffer.from('old'))
  expect(() => checkNew(file)).toThrow(/exists|已存在/)
  expect(await reasonOf(file)).toBe('USAGE')
  expect(readFileSync(file, 'utf8')).toBe('old')
})

it('says why a file cannot be made', async () => {
  expect(await reasonOf(join(folder, 'no', 'such', 'ledger.csv'))).toBe('FILE_UNWRITABLE')
  expect(await reasonOf(folder)).toBe('USAGE')
})
