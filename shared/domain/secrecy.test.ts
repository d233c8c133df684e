import { expect, test } from 'vitest'
import { forbiddenIn, saysNothing, stricter } from './secrecy.ts'

test.each([
  ['绝密★30年', '绝密'],
  ['机密★启封', '机密'],
  ['秘密★10年', '秘密'],
  ['机密★', '机密'],
  ['关于某项工作的通知 机密 ★ 20 年', '机密'],
  ['绝　密★３０年', '绝密'],
  ['秘 密 ☆ 长期', '秘密'],
  ['秘\u200b密★', '秘密'],
  ['秘\n密\n★', '秘密'],
  ['机\ufe0f密★20年', '机密'],
  ['机密\u202c★', '机密'],
  ['机\u3164密\u{e0001}★', '机密'],
  ['秘密✩10年', '秘密'],
  ['機密★20年', '機密'],
  // A line that ends in 工作 says nothing of the marking below it.
  ['做好保密工作\n秘密★10年', '秘密'],
  ['机密*20年', '机密'],
  ['机密 ＊ ２０３０年１２月３１日', '机密'],
  ['绝密*启封', '绝密'],
])('%j bears the marking of a state secret', (text, level) => {
  expect(forbiddenIn({ title: text }, true)).toEqual({ kind: 'state', field: 'title', level })
})

test.each([
  [encodeURI('https://files.example/机密★20年.pdf'), '机密'],
  [encodeURIComponent('机密★20年').toLowerCase(), '机密'],
  ['https://files.example/机密%E2%98%8520年.pdf', '机密'],
  [`https://files.example/?next=${encodeURIComponent(encodeURI('/绝密★.pdf'))}`, '绝密'],
  // In GB 18030, as older systems write addresses.
  ['https://files.example/%BB%FA%C3%DC%A1%EF20%C4%EA.pdf', '机密'],
  ['https://files.example/?next=%25bb%25fa%25c3%25dc%25a1%25ef', '机密'],
])('%j bears it in the letters of an address', (location, level) => {
  const field = 'evidence[0].location'
  expect(forbiddenIn({ evidence: [{ location }] }, true)).toEqual({ kind: 'state', field, level })
})

test.each([
  encodeURI('https://files.example/保密工作要点.pdf'),
  'https://files.example/%B1%A3%C3%DC%B9%A4%D7%F7.pdf',
  '完成 100%,%E5%AF 与 %zz 不是字',
  '学习《保守国家秘密法》',
  '不涉及国家秘密、工作秘密',
  '密级:机密',
  '机密文件一律线下办理',
  '**秘密**不外泄',
  '满意度★★★★★',
  '秘密* 见附注',
  '秘密以外★',
])('%j only speaks of secrets', (text) => {
  expect(forbiddenIn({ title: text }, false)).toBeUndefined()
})

test('the marking of a work secret is refused until the network is approved, that of a state secret always', () => {
  const text = '工作秘密★5年'
  expect(forbiddenIn({ text }, false)).toEqual({ kind: 'work', field: 'text', level: '工作秘密' })
  expect(forbiddenIn({ text }, true)).toBeUndefined()
  expect(forbiddenIn({ text: `${text};附件:机密★10年` }, true)).toMatchObject({ kind: 'state', level: '机密' })
})

test.each([
  ['SECRECY_LEVEL_CONFIDENTIAL', '秘密'],
  ['SECRECY_LEVEL_SECRET', '机密'],
  ['SECRECY_LEVEL_TOP_SECRET', '绝密'],
])('%s is a state secret where it is declared, and a word elsewhere', (secrecy, level) => {
  expect(forbiddenIn({ content: { secrecy } }, true)).toEqual({ kind: 'state', field: 'content.secrecy', level })
  expect(forbiddenIn({ content: { text: secrecy } }, true)).toBeUndefined()
})

test('a level that this version does not know is not let through', () => {
  expect(forbiddenIn({ secrecy: 'UNRECOGNIZED' }, true)).toMatchObject({ kind: 'unknown', field: 'secrecy' })
  expect(forbiddenIn({ publication: 'UNRECOGNIZED' }, true)).toMatchObject({ kind: 'unknown', field: 'publication' })
})

test('a work secret is not published', () => {
  const secrecy = 'SECRECY_LEVEL_WORK_SECRET'
  const published = { secrecy, publication: 'PUBLICATION_ATTRIBUTE_ON_REQUEST' }
  expect(forbiddenIn({ content: published }, true)).toMatchObject({ kind: 'published', field: 'content.publication' })
  expect(forbiddenIn({ secrecy, publication: 'PUBLICATION_ATTRIBUTE_WITHHELD' }, true)).toBeUndefined()
})

test('the field is named as proto files name it, in lists and choices too', () => {
  const text = '秘密★'
  expect(forbiddenIn({ content: { milestones: [{ title: '' }, { title: text }] } }, false)?.field).toBe(
    'content.milestones[1].title',
  )
  expect(forbiddenIn({ content: { closingStandard: text } }, false)?.field).toBe('content.closing_standard')
  expect(forbiddenIn({ aliases: ['', text] }, false)?.field).toBe('aliases[1]')
  expect(forbiddenIn({ key: { $case: 'id', value: text } }, false)?.field).toBe('id')
})

test('a task that is handled offline takes its fixed words alone', () => {
  expect(saysNothing([])).toBe(true)
  expect(saysNothing(['线下办理', 'Handled offline'])).toBe(true)
  expect(saysNothing(['线下办理', '已报送'])).toBe(false)
})

const [unsaid, workSecret] = ['SECRECY_LEVEL_UNSPECIFIED', 'SECRECY_LEVEL_WORK_SECRET'] as const
const publications = [
  'PUBLICATION_ATTRIBUTE_PROACTIVE',
  'PUBLICATION_ATTRIBUTE_ON_REQUEST',
  'PUBLICATION_ATTRIBUTE_UNSPECIFIED',
  'PUBLICATION_ATTRIBUTE_WITHHELD',
] as const
const [proactive, onRequest, notSaid, withheld] = publications

test.each([
  [proactive, onRequest, onRequest],
  [proactive, notSaid, proactive],
  [proactive, withheld, withheld],
  [onRequest, proactive, onRequest],
  [onRequest, notSaid, onRequest],
  // What nobody has said is published is not.
  [notSaid, proactive, notSaid],
  [notSaid, onRequest, notSaid],
  [notSaid, withheld, withheld],
])('marked %s and then %s it is %s', (kept, later, expected) => {
  const marked = (publication: (typeof publications)[number]) => ({ secrecy: unsaid, publication })
  expect(stricter(marked(kept), marked(later))).toEqual(marked(expected))
})

test.each(publications)('what is withheld stays so when it is marked %s, and a work secret one', (publication) => {
  const kept = { secrecy: workSecret, publication: withheld }
  expect(stricter(kept, { secrecy: unsaid, publication })).toEqual(kept)
})

test('what one says is a work secret and another that it is published is not published, in either order', () => {
  for (const publication of [proactive, onRequest]) {
    const published = { secrecy: unsaid, publication }
    const secret = { secrecy: workSecret, publication: notSaid }
    expect(stricter(published, secret)).toEqual({ secrecy: workSecret, publication: withheld })
    expect(stricter(secret, published)).toEqual(secret)
  }
})
