/** What is refused of an application, and of whoever is paid, before anything of it is recorded. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bill, Builder } from '#proto/qiantou/application/v1/application.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { Fields } from '#shared/grpc/fields.ts'
import { asked } from '#shared/testing/money-facts.ts'
import { orderProblems } from '../bank/pain001.ts'
import { checkApplication, checkAsked, checkBills, checkPayeeName } from './application-content.ts'

const wrong = (check: (fields: Fields) => void): readonly string[] => {
  const fields = new Fields()
  check(fields)
  return fields.violations.map(({ field, description }) => `${field} ${description}`)
}
const unfit = (name: string) => wrong((fields) => checkPayeeName('name', name, fields))

const payment = { endToEndId: 'E1', fen: 1n, remittance: '券' }
/** Whether a payment to that name can be ordered of a bank. */
const isSendable = (name: string): boolean =>
  orderProblems({
    ...{
      messageId: 'M1',
      at: new Date('2026-11-28T06:00:00Z'),
      on: '2026-11-30',
      debtor: { name: '财政厅', account: '1' },
    },
    payments: [{ ...payment, payee: { name, account: '2' } }],
  }).length === 0

describe('the name of who is paid', () => {
  it.each(['长', '某'.repeat(140), '𠮷'.repeat(140), "O'Neill & <Söhne> GmbH"])(
    'is one that banks take: %s',
    (name) => {
      expect([unfit(name), isSendable(name)]).toEqual([[], true])
    },
  )

  it.each([
    ['is not there', '', 'must have 1 to 140 characters, has 0'],
    ['is longer than 140 characters', '某'.repeat(141), 'must have 1 to 140 characters, has 141'],
    ['has white space around it', ' 某公司', 'must be a name that banks take'],
    ['has two lines', '某公司\n分公司', 'must be a name that banks take'],
    ['has what is no character', '某公司\ufdd0', 'must be a name that banks take'],
    ...['\u200b', '\u2060', '\u00ad', '\u3164', '\ufe0f', '\u{e0041}', '\u2028'].map((unseen) => [
      `has what is not seen, ${unseen.codePointAt(0)?.toString(16)}`,
      `湖南${unseen}公司`,
      'must be a name that banks take',
    ]),
    ['has half a character', '某公司\ud842', 'must be a name that banks take'],
  ])('is refused where it %s', (_, name, said) => {
    expect(unfit(name)).toContainEqual(expect.stringContaining(`name ${said}`))
  })

  it('never passes to be refused once it is to be paid', () => {
    const names = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), { maxLength: 150 })
    fc.assert(
      fc.property(names, (pieces) => {
        const name = pieces.join('')
        if (unfit(name).length === 0) expect(isSendable(name)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a name of more than 140 characters is refused when it is first said', () => {
  const name = '某'.repeat(141)
  const content = asked()
  const tooLong = { ...content, applicant: content.applicant && { ...content.applicant, name } }
  const most = 'name must have 1 to 140 characters, has 141'

  it('of who applies, and of who builds', () => {
    const check = (changed: typeof content) => wrong((fields) => checkApplication(changed, 'programmes/hunan', fields))
    expect(check(content)).toEqual([])
    expect(check(tooLong)).toEqual([expect.stringContaining(`content.applicant.${most}`)])
    const builder = Builder.create({ code: content.applicant?.code ?? '', name })
    expect(check({ ...content, builder })).toEqual([expect.stringContaining(`content.builder.${most}`)])
  })

  it('of who is listed in a row of a roster', () => {
    expect(wrong((fields) => checkAsked('content.rows[0]', tooLong, fields))).toEqual([
      expect.stringContaining(`content.rows[0].applicant.${most}`),
    ])
  })
})

describe('bills', () => {
  const wrongWith = (amounts: readonly bigint[]) =>
    wrong((fields) => {
      const bills = amounts.map(
        (fen, i): Bill => ({
          $type: 'qiantou.application.v1.Bill',
          ...{ invoice: `I-${i}`, date: toDate('2026-03-01'), fen },
        }),
      )
      checkBills('bills', bills, [0, 200], fields)
    })

  /** What claims come to together is recorded in 64 bits: 60 of as much as this still fit. */
  it('come to an amount together, and not only each by itself', () => {
    const most = 2n ** 53n - 1n
    expect(wrongWith([most])).toEqual([])
    expect(wrongWith([most - 1n, 1n])).toEqual([])
    expect(wrongWith([most, 1n])).toEqual(['bills must come to less than 9007199254740992 fen together'])
  })
})
