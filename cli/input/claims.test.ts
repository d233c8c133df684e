import { expect, it } from 'vitest'
import { claimsOf } from './claims.ts'

const head = 'claim,applicant,date,basis'
const read = (...lines: readonly string[]) => claimsOf(lines.join('\n'), 'claims.csv')

it('sums the bills of a claim, and keeps the order of the file', () => {
  expect(read(head, 'b,甲,2026-03-02,0.05', 'a,乙,2026-03-02,"1,000.10"', 'b,甲,2026-03-02,0.05')).toEqual([
    {
      ...{ id: 'b', applicant: '甲', applicantClass: '', project: 'b', day: '2026-03-02' },
      ...{ basisFen: 10n, othersFen: 0n },
    },
    {
      ...{ id: 'a', applicant: '乙', applicantClass: '', project: 'a', day: '2026-03-02' },
      ...{ basisFen: 100_010n, othersFen: 0n },
    },
  ])
})

it('reads class, project and what others grant, in whatever order the columns stand, behind a byte order mark', () => {
  const [claim] = read('\uFEFFothers,class,project,basis,date,applicant,claim', '3,small,p,1,2026-03-02,甲,a')
  expect(claim).toMatchObject({ id: 'a', applicantClass: 'small', project: 'p', othersFen: 300n })
})

it.each([
  [['claim,applicant,date'], 'line 1: the column basis is missing'],
  [[`${head},sum`], 'line 1: there is no column "sum"'],
  [[head], 'line 1: it has no claim'],
  [[head, 'a,甲,2026-03-02,1.234'], 'line 2: basis "1.234" is no amount'],
  [[head, 'a,甲,2026-03-02,-1'], 'line 2: basis "-1" is no amount'],
  [[head, '', 'a,甲,2.3.2026,1'], 'line 3: date "2.3.2026" is no date'],
  [[head, 'a,甲,2026-02-30,1'], 'line 2: there is no day 2026-02-30'],
  [[head, ',甲,2026-03-02,1'], 'line 2: claim is empty'],
  [[head, 'a,甲,2026-03-02,1', 'a,乙,2026-03-02,1'], 'line 3: claim a has another applicant'],
  [[head, 'a,甲,2026-03-02'], 'line 2: no CSV'],
])('refuses %j', (lines, said) => {
  expect(() => read(...lines)).toThrow(said)
})
