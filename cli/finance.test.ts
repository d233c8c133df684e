/** `finance try` says what docs/trying-measures.md shows, and what is wrong with what it is given. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'qiantou-finance-'))
afterAll(() => rmSync(folder, { recursive: true }))
const examples = join(root, 'docs', 'examples', 'money')
const [, worked = ''] = readFileSync(join(root, 'docs', 'trying-measures.md'), 'utf8').split('## Three measures')
const shown = [...worked.matchAll(/```\n([^`]+)```/g)].map(([, text]) => text)

type Said = { readonly code: number; readonly stdout: string; readonly stderr: string }
const run = (...args: readonly string[]): Promise<Said> =>
  promisify(execFile)(process.execPath, [
    join(root, 'cli', 'qiantou.ts'),
    'finance',
    'try',
    ...args,
    '--lang',
    'en',
  ]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Said) => error,
  )
const example = (name: string): readonly [string, string] => [
  join(examples, `${name}.json`),
  join(examples, `${name}.csv`),
]
const written = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

describe('finance try', { timeout: 30_000 }, () => {
  it.each([
    ['vouchers', 0],
    ['scenarios', 1],
    ['platforms', 2],
  ] as const)('says of %s what the documents show', async (name, i) => {
    const { code, stdout } = await run(...example(name))
    expect([code, stdout]).toEqual([0, shown[i]])
  })

  it('takes another pool, and prints JSON', async () => {
    const { stdout } = await run(...example('vouchers'), '--pool', '2026:5,000,000', '--json')
    const { claims, pools } = JSON.parse(stdout)
    expect(claims.map((one: { fen: string }) => one.fen)).toEqual(['370370367', '129629633', '0', '0', '0'])
    expect(claims[0].steps.at(-1)).toEqual({ kind: 'ROUNDING', unitFen: '1', leaves: '3703703670000' })
    expect(claims[4].notEligible).toBe('NOT_IN_FORCE')
    expect(pools).toEqual([
      { year: 2026, fen: '500000000', leftFen: '0' },
      { year: 2027, fen: '10000000000', leftFen: '10000000000' },
    ])
  })

  const vouchers = JSON.parse(readFileSync(join(examples, 'vouchers.json'), 'utf8'))
  const [terms] = vouchers.terms
  it.each([
    [
      'over 100%',
      { terms: [{ ...terms, rate: { ...terms.rate, basisPoints: 10_001 } }] },
      'content.terms[0].rate.basis_points',
    ],
    ['over its pool', { pool: [{ year: 2026, fen: '999999999' }] }, 'content.terms[0].ceilings[0].fen'],
    ['a sum and no basis', { basis: 'BASIS_SUM' }, 'content.terms[0].sum'],
    ['over before it begins', { validUntil: { year: 2025, month: 1, day: 1 } }, 'content.valid_until'],
    ['twice for a class', { terms: [terms, terms] }, 'content.terms'],
    ['the highest of no group', { stacking: 'STACKING_HIGHEST' }, 'content.stacking_group'],
    ['by no rule', { poolRule: 'POOL_RULE_UNSPECIFIED' }, 'content.pool_rule'],
    ['of a year twice', { pool: [vouchers.pool[0], vouchers.pool[0]] }, 'content.pool'],
    [
      'less than a fen',
      { terms: [{ ...terms, ceilings: [{ ...terms.ceilings[0], fen: 0 }] }] },
      'content.terms[0].ceilings[0].fen',
    ],
  ])('refuses a measure that is %s', async (_, change, field) => {
    const file = written('measure.json', JSON.stringify({ ...vouchers, ...change }))
    const { code, stderr } = await run(file, example('vouchers')[1])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`\n  ${field}: `)])
  })

  it.each([
    ['a pool of no year', [...example('vouchers'), '--pool', '5000'], '"5000" is no pool'],
    ['a field that is not there', [written('more.json', '{"ceiling": 1}'), example('vouchers')[1]], 'ceiling in '],
    [
      'an amount that is no whole number',
      [written('half.json', '{"roundingFen": 0.5}'), example('vouchers')[1]],
      'a whole number',
    ],
    ['claims that are no CSV', [example('vouchers')[0], written('claims.csv', 'claim\n"')], 'claims.csv, line '],
    ['standard input twice', ['-', '-'], 'once only'],
  ])('refuses %s', async (_, args, said) => {
    const { code, stderr } = await run(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  })
})
