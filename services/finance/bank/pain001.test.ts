import fc from 'fast-check'
import { right } from 'fp-ts/lib/Either.js'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { maxFen } from './amount.ts'
import type { Party, Payment, PaymentOrder } from './bank.ts'
import { orderIn, orderProblems, pain001Of } from './pain001.ts'

const payment: Payment = {
  endToEndId: 'T-2026-0001',
  fen: 370_370_367n,
  payee: { name: '长沙某某科技有限公司', account: '43001234567890123456', bankCode: '105551000018' },
  remittance: '算力券兑付 2026-1',
}
const order: PaymentOrder = {
  messageId: 'FIN-20261128-0001',
  at: new Date('2026-11-28T06:00:00Z'),
  on: '2026-11-30',
  debtor: { name: '湖南省财政厅', account: '43000000000000000001', bankCode: '011551000001' },
  payments: [payment],
}

const texts = (maxCharacters: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('湖', '南', '𠮷', '&', '<', '>', '"', "'", ']]>', ' ', '　', '&amp;', '<!--'),
      ),
      { minLength: 1, maxLength: 40 },
    )
    .map((pieces) =>
      [...pieces.join('').replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')].slice(0, maxCharacters).join('').trim(),
    )
    .filter((text) => text !== '')
const ids = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,34}$/)
const parties: fc.Arbitrary<Party> = fc.record(
  { name: texts(140), account: texts(34), bankCode: fc.stringMatching(/^[0-9]{12}$/) },
  { requiredKeys: ['name', 'account'] },
)
const orders: fc.Arbitrary<PaymentOrder> = fc
  .record({
    messageId: ids,
    at: fc.date({ min: new Date('2000-01-01Z'), max: new Date('2100-01-01Z'), noInvalidDate: true }),
    on: fc.constantFrom('2026-11-30', '2028-02-29'),
    debtor: parties,
    payments: fc.uniqueArray(
      fc.record({
        endToEndId: ids,
        fen: fc.bigInt({ min: 1n, max: maxFen / 10n }),
        payee: parties,
        remittance: texts(140).filter((text) => !/[\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u.test(text)),
      }),
      { minLength: 1, maxLength: 6, selector: ({ endToEndId }) => endToEndId },
    ),
  })
  .map((made) => ({ ...made, payments: made.payments as unknown as PaymentOrder['payments'] }))

/** All texts of a document with their paths, in order, as a strict parser reads them that knows nothing of orders. */
function textsIn(xml: string): readonly (readonly [path: string, text: string])[] {
  const parser = new SaxesParser({ xmlns: true })
  const path: string[] = []
  const found: [string, string][] = []
  let text = ''
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => {
    path.push(name)
    text = ''
  })
  parser.on('text', (piece) => {
    text += piece
  })
  parser.on('closetag', () => {
    if (text.trim()) found.push([path.slice(2).join('/'), text])
    text = ''
    path.pop()
  })
  parser.write(xml).close()
  return found
}

describe('an order as pain.001', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(orders, (order) => {
        expect(orderProblems(order)).toEqual([])
        expect(orderIn(Buffer.from(pain001Of(order)))).toEqual(right(order))
      }),
    )
  })

  it('is well-formed, counts and adds up, and says every payment where the standard has it', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const found = textsIn(pain001Of(order))
        const at = (path: string): string[] => found.flatMap(([where, text]) => (where === path ? [text] : []))
        const block = (path: string): string[] => at(`PmtInf/CdtTrfTxInf/${path}`)
        const yuan = (decimal: string): bigint => BigInt(decimal.replace('.', ''))
        expect(at('GrpHdr/MsgId')).toEqual([order.messageId])
        expect(at('GrpHdr/NbOfTxs')).toEqual([`${order.payments.length}`])
        expect(at('PmtInf/CtrlSum')).toEqual(at('GrpHdr/CtrlSum'))
        expect(yuan(at('GrpHdr/CtrlSum')[0] ?? '')).toBe(order.payments.map(({ fen }) => fen).reduce((a, b) => a + b))
        expect(at('PmtInf/ReqdExctnDt/Dt')).toEqual([order.on])
        expect(at('PmtInf/DbtrAcct/Id/Othr/Id')).toEqual([order.debtor.account])
        expect(block('PmtId/EndToEndId')).toEqual(order.payments.map(({ endToEndId }) => endToEndId))
        expect(block('Amt/InstdAmt').map(yuan)).toEqual(order.payments.map(({ fen }) => fen))
        expect(block('Cdtr/Nm')).toEqual(order.payments.map(({ payee }) => payee.name))
        expect(block('CdtrAcct/Id/Othr/Id')).toEqual(order.payments.map(({ payee }) => payee.account))
        expect(block('RmtInf/Ustrd')).toEqual(order.payments.map(({ remittance }) => remittance))
      }),
    )
  })

  it('may have names of 140 characters, however many halves they are', () => {
    const wide = { ...order, debtor: { ...order.debtor, name: '𠮷'.repeat(140) } }
    expect(orderIn(Buffer.from(pain001Of(wide)))).toEqual(right(wide))
  })

  it('has its elements in the order of the schema', () => {
    const names = [...pain001Of(order).matchAll(/<([A-Za-z]+)/g)].map(([, name]) => name)
    expect(names.join(' ')).toBe(
      'Document CstmrCdtTrfInitn GrpHdr MsgId CreDtTm NbOfTxs CtrlSum InitgPty Nm ' +
        'PmtInf PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum ReqdExctnDt Dt Dbtr Nm DbtrAcct Id Othr Id ' +
        'DbtrAgt FinInstnId ClrSysMmbId ClrSysId Cd MmbId CdtTrfTxInf PmtId EndToEndId Amt InstdAmt ' +
        'CdtrAgt FinInstnId ClrSysMmbId ClrSysId Cd MmbId Cdtr Nm CdtrAcct Id Othr Id RmtInf Ustrd',
    )
  })
})

describe('an order that is not written', () => {
  const payee = (change: Partial<Party>): Partial<PaymentOrder> => ({
    payments: [{ ...payment, payee: { ...payment.payee, ...change } }],
  })
  it.each<[string, Partial<PaymentOrder>, RegExp]>([
    ['has a message id of 36 characters', { messageId: 'x'.repeat(36) }, /messageId is not 1 to 35/],
    ['has a message id that leads elsewhere', { messageId: '../x' }, /messageId is not/],
    ['has a message id that hides', { messageId: '.x' }, /messageId is not/],
    ['has no day', { on: '2026-13-01' }, /day of payment/],
    ['has no time', { at: new Date(Number.NaN) }, /time of the order/],
    ['has a name of 141 characters', payee({ name: '湖'.repeat(141) }), /payee's name has 141 characters, 140 at most/],
    ['has an account of 35 characters', payee({ account: '1'.repeat(35) }), /payee's account has 35 characters/],
    ['has no account', payee({ account: '' }), /payee's account is empty/],
    ['has a bank code of 11 digits', payee({ bankCode: '1'.repeat(11) }), /bank code is not 12 digits/],
    ['has a control character in a name', payee({ name: 'a\u0001b' }), /payee's name has characters that XML forbids/],
    ['has a line break in a name', payee({ name: 'a\nb' }), /payee's name has characters that XML forbids/],
    ['has half of a pair in a name', payee({ name: '\uD842' }), /payee's name has characters that XML forbids/],
    ['has a non-character in a name', payee({ name: '\uFFFE' }), /payee's name has characters that XML forbids/],
    ['has a name with a space before it', payee({ name: ' a' }), /begins or ends with white space/],
    ['pays nothing', { payments: [{ ...payment, fen: 0n }] }, /amount is not 1 fen or more/],
    ['pays less than nothing', { payments: [{ ...payment, fen: -1n }] }, /amount is not 1 fen or more/],
    ['pays more than 18 digits', { payments: [{ ...payment, fen: maxFen + 1n }] }, /18 digits at most/],
    [
      'pays more than 18 digits in all',
      {
        payments: [
          { ...payment, fen: maxFen },
          { ...payment, endToEndId: 'b', fen: 1n },
        ],
      },
      /add up to more than 18 digits/,
    ],
    ['pays the same twice', { payments: [payment, payment] }, /the same endToEndId/],
  ])('%s', (_, change, problem) => {
    const wrong = { ...order, ...change }
    expect(orderProblems(wrong)).toContainEqual(expect.stringMatching(problem))
    expect(() => pain001Of(wrong)).toThrow(problem)
  })

  it('does not show accounts', () => {
    const account = '4300123456789012345678901234567890123'
    expect(orderProblems({ ...order, ...payee({ account }) }).join()).not.toContain(account.slice(0, 8))
  })
})

it.each([
  ['a count', /<NbOfTxs>1</, '<NbOfTxs>2<', /GrpHdr\/NbOfTxs/],
  ['a sum', /<CtrlSum>3703703.67</, '<CtrlSum>3703703.68<', /GrpHdr\/CtrlSum/],
  ['an amount', /3703703.67<\/InstdAmt/, '3703703.66</InstdAmt', /GrpHdr\/CtrlSum/],
  ['a currency', /Ccy="CNY"/, 'Ccy="USD"', /InstdAmt/],
])('a bank that reads an order notices %s that is not true', (_, from, to, where) => {
  const changed = pain001Of(order).replace(from, to)
  expect(orderIn(Buffer.from(changed))).toMatchObject({ _tag: 'Left', left: { where: expect.stringMatching(where) } })
})

it.each([
  ['算力\n补贴', '算力 补贴'],
  [' 算力 ', '算力'],
  ['算力\uFFFE补贴', '算力 补贴'],
  [`a${'𠮷'.repeat(199)}`, `a${'𠮷'.repeat(139)}`],
])('a title is sent as a bank takes it: %j', (remittance, sent) => {
  expect(pain001Of({ ...order, payments: [{ ...payment, remittance }] })).toContain(`<Ustrd>${sent}</Ustrd>`)
})
