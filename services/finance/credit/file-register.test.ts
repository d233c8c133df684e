import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf } from '#shared/testing/money-facts.ts'
import { CreditRegisterFault } from './credit.ts'
import { openFileRegister } from './file-register.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qiantou-credit-'))
})
afterAll(() => rm(folder, { recursive: true }))

const head = 'code,reason,from,until'
/** What is known of an enterprise on a day, of these lines. */
async function problem(lines: readonly string[], code = codeOf(1), day = '2026-03-02'): Promise<string | undefined> {
  await writeFile(join(folder, 'list.csv'), lines.join('\n'))
  return openFileRegister(folder).problemOf(code, day)
}

test('whoever stands in the list has the reason that stands there; everybody else has none', async () => {
  const lines = [head, `${codeOf(1)},失信被执行人,,`]
  expect(openFileRegister(folder).engine).toBe('file')
  expect(await problem(lines)).toBe('失信被执行人')
  expect(await problem(lines, codeOf(2))).toBeUndefined()
  expect(await problem([head])).toBeUndefined()
  // A reason that nobody gave is one.
  expect(await problem([head, `${codeOf(1)},,,`])).toBe('')
})

test('both days are included, and may be left open', async () => {
  const on = (from: string, until: string, day: string) =>
    problem([head, `${codeOf(1)},欠税,${from},${until}`], codeOf(1), day)
  expect(await on('2026-03-02', '2026-03-04', '2026-03-01')).toBeUndefined()
  expect(await on('2026-03-02', '2026-03-04', '2026-03-02')).toBe('欠税')
  expect(await on('2026-03-02', '2026-03-04', '2026-03-04')).toBe('欠税')
  expect(await on('2026-03-02', '2026-03-04', '2026-03-05')).toBeUndefined()
  expect(await on('', '2026-03-04', '2000-01-01')).toBe('欠税')
  expect(await on('2026-03-02', '', '2999-01-01')).toBe('欠税')
})

test('a later line counts where an earlier one is over, whatever the order of columns', async () => {
  const lines = [
    '\uFEFFuntil,from,code,reason',
    `2025-12-31,2025-01-01,${codeOf(1)},旧案`,
    '',
    `,2026-01-01,${codeOf(1)}, 新案 `,
  ]
  expect(await problem(lines)).toBe('新案')
})

test('it is read anew each time', async () => {
  const register = openFileRegister(folder)
  await writeFile(join(folder, 'list.csv'), head)
  expect(await register.problemOf(codeOf(1), '2026-03-02')).toBeUndefined()
  await writeFile(join(folder, 'list.csv'), `${head}\n${codeOf(1)},欠税,,`)
  expect(await register.problemOf(codeOf(1), '2026-03-02')).toBe('欠税')
})

test('nobody is in good standing by a list that is not there', async () => {
  const register = openFileRegister(join(folder, 'elsewhere'))
  await expect(register.problemOf(codeOf(1), '2026-03-02')).rejects.toThrow(CreditRegisterFault)
  await expect(register.problemOf(codeOf(1), '2026-03-02')).rejects.toThrow('there is no list.csv')
})

test.each([
  ['that is empty', ['', ''], 'list.csv is empty'],
  ['of other columns, be there nobody in it', ['code,reason,since,until'], 'has no column from'],
  ['without a column', ['code,reason,from', `${codeOf(1)},x,`], 'has no column until'],
  ['with what is no credit code', [head, `${codeOf(1).slice(0, 17)}*,x,,`], 'line 2: '],
  ['with a code of a false check character', [head, '914403007084611360,x,,'], 'line 2: 914403007084611360'],
  ['with a day of another form', [head, `${codeOf(2)},x,,`, `${codeOf(1)},x,2026/3/2,`], 'line 3: a day'],
  ['with a day that there is not', [head, `${codeOf(1)},x,,2026-02-30`], 'line 2: a day'],
  ['with a line that is too short', [head, codeOf(1)], 'Invalid Record Length'],
])('nobody is in good standing by a list %s', async (_, lines, said) => {
  const answer = problem(lines, codeOf(3))
  await expect(answer).rejects.toThrow(CreditRegisterFault)
  await expect(answer).rejects.toThrow(said)
})
