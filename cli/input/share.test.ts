import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { classificationFrom, sharesFrom, targetFrom, yuanFrom } from './share.ts'

describe('what options say of money', () => {
  test('is an amount in yuan', () => {
    expect([yuanFrom('500000'), yuanFrom('1,234.5'), yuanFrom('0.01')]).toEqual([50_000_000n, 123_450n, 1n])
    for (const text of ['', '-1', '1.234', 'ten']) expect(() => yuanFrom(text)).toThrow(/amount|金额/)
  })

  test('is a nature of funds with two codes', () => {
    expect(classificationFrom('government-fund:212:502')).toMatchObject({
      ...{ nature: 'FUND_NATURE_GOVERNMENT_FUND', functionCode: '212', economicCode: '502' },
    })
    for (const text of ['', 'general-budget', 'general-budget:2060499', 'other:1:2', 'general-budget:a:b'])
      expect(() => classificationFrom(text)).toThrow(/classification|科目/)
  })

  test('is a target: what is looked at, how it is compared, with what', () => {
    expect(targetFrom('output:新增智能算力>=500PFLOPS')).toMatchObject({
      ...{ kind: 'TARGET_KIND_OUTPUT', indicator: '新增智能算力', comparison: 'COMPARISON_AT_LEAST' },
      ...{ value: '500', unit: 'PFLOPS' },
    })
    expect(targetFrom('cost:cost of a unit ≤ 1.5 yuan')).toMatchObject({
      ...{
        kind: 'TARGET_KIND_COST',
        indicator: 'cost of a unit',
        comparison: 'COMPARISON_AT_MOST',
        value: '1.5',
        unit: 'yuan',
      },
    })
    expect(targetFrom('benefit:new posts=40')).toMatchObject({ comparison: 'COMPARISON_EQUAL', value: '40', unit: '' })
    for (const text of ['', 'output:算力', 'output:>=1', 'other:算力>=1', 'output:算力>=many'])
      expect(() => targetFrom(text)).toThrow(/target|绩效目标/)
  })
})

test('who gets what is read from a file: the example has two bodies', async () => {
  const shares = await sharesFrom(join(import.meta.dirname, '..', '..', 'docs', 'examples', 'money', 'plan.json'))
  expect(shares.map(({ recipient, holding, fen }) => [recipient, holding, fen])).toEqual([
    ['organisations/hn-kjt', 'HOLDING_DEPARTMENT', 30_000_000n],
    ['organisations/hn-changsha', 'HOLDING_FINANCE_BUREAU', 40_000_000n],
  ])
  await expect(sharesFrom(join(import.meta.dirname, 'share.ts'))).rejects.toThrow(/JSON/)
})
