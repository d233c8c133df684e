/** No body issues two letters of a year under one number, however it is typed. */
import { expect, test } from 'vitest'
import { adjust, approved, issue, passOn, plan } from '#shared/testing/allocation-commands.ts'
import {
  adjusted,
  allocationName,
  bureau,
  county,
  fgw,
  issued,
  kjt,
  passedOn,
  share,
} from '#shared/testing/allocation-facts.ts'
import { finance } from '#shared/testing/money-facts.ts'
import { recordedOf, Story, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type Letters, lettersName, lettersView, unfitDocument } from './letter.ts'

const letters = [issued, told(passedOn(share(county, '1')), { actor: bureau }), adjusted(kjt, share(fgw, '1'))]
const of = (issuer: string): Letters | undefined => {
  const name = lettersName(allocationName, issuer)
  const setting = { actor: finance, subject: allocationName, at: noon }
  const own = letters.filter((one) => {
    const { fact, actor = finance } = 'fact' in one ? one : { fact: one }
    return lettersView.touches(recordedOf(fact, { ...setting, actor })).includes(name)
  })
  return new Story(lettersView, setting, name).state(...own)
}

test('a body knows its own, each with its year', () => {
  expect(of(finance)?.issued.map(({ document }) => document)).toEqual([issued.document, '湘财预〔2026〕51号'])
  expect(of(bureau)?.issued).toEqual([{ year: 2026, document: '长财预〔2026〕8号', allocation: allocationName }])
  expect(of(kjt)).toBeUndefined()
})

test.each([
  '湘财预〔2026〕36号',
  '湘财预[2026]36号',
  '湘财预(2026)36号',
  ' 湘财预【2026】 36 号',
  '湘财预〔２０２６〕３６号',
  '湘财预〔2026〕36\u200b号',
])('%s is one number, of that issuer and year', (document) => {
  const details = { document, year: '2026', allocation: allocationName }
  expect(unfitDocument(of(finance), 2026, document)).toMatchObject({ reason: 'DOCUMENT_USED', details })
  expect(unfitDocument(of(finance), 2027, document)).toBeUndefined()
  expect(unfitDocument(of(bureau), 2026, document)).toBeUndefined()
  expect(unfitDocument(of(finance), 2026, '湘财预〔2026〕3号')).toBeUndefined()
})

test('plans are issued, quotas passed on and adjusted under numbers that are free', () => {
  const used = { reason: 'DOCUMENT_USED' } as const
  approved
    .given(plan)
    .when(issue({ letters: of(finance) }), finance)
    .then(used)
  approved
    .given()
    .when(passOn([share(county, '1')], { letters: of(bureau) }), bureau)
    .then(used)
  approved
    .given()
    .when(adjust(kjt, share(fgw, '1'), { letters: of(finance) }), finance)
    .then(used)
  expect(
    approved.given(plan).when(issue({ letters: of(finance), document: '湘财预〔2026〕37号' }), finance).decision,
  ).toMatchObject({ right: [{ document: '湘财预〔2026〕37号' }] })
})
