import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { csv, html, xlsx } from './format.ts'
import type { Cell } from './sheets.ts'

const sheet = (rows: readonly (readonly Cell[])[]) => ({
  title: '台账(截至 2026-03-02)',
  head: ['任务', '进度%'],
  rows,
})

test('comma-separated values begin with a byte order mark and the title, and quote what needs it', () => {
  expect(
    csv(
      sheet([
        ['一,二', 60],
        ['说"好"', 0],
        ['两\n行', 1],
      ]),
    ),
  ).toBe('\ufeff台账(截至 2026-03-02)\r\n任务,进度%\r\n"一,二",60\r\n"说""好""",0\r\n"两\n行",1\r\n')
})

test('what a spreadsheet would take for a formula stays a text; numbers stay numbers', () => {
  expect(
    csv(
      sheet([
        ['=HYPERLINK("x")', -5],
        ['@a', 1],
        ['-b', 2],
        ['+c', 3],
      ]),
    ),
  ).toBe('\ufeff台账(截至 2026-03-02)\r\n任务,进度%\r\n"\'=HYPERLINK(""x"")",-5\r\n\'@a,1\r\n\'-b,2\r\n\'+c,3\r\n')
})

test.each(['＝1', '＋1', '－1', '＠a', '\t=1', '\r=1', '\n=1'])('nor is %j taken for one', (text) => {
  const cell = /[\r\n]/.test(text) ? `"'${text}"` : `'${text}`
  expect(csv(sheet([[text, 1]]))).toBe(`\ufeff台账(截至 2026-03-02)\r\n任务,进度%\r\n${cell},1\r\n`)
})

test('a page shows text as text', () => {
  const page = html(sheet([['<script>alert("&")</script>', 1]]), 'zh')
  expect(page).toContain('<td>&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;</td>')
  expect(page).toContain('<html lang="zh-CN">')
})

test('a workbook has one sheet of all rows: texts are texts, numbers numbers, and nothing is a formula', async () => {
  const rows = [
    ['建设平台', 60],
    ['', 0],
    ['<一> & "二"', -5],
    ['=1+1', 100],
  ] as const
  // A cell that is empty is not written.
  const written = rows.map(([text, number]) => [text || null, number])
  expect(await readSheet(await xlsx(sheet(rows)))).toEqual([
    ['台账(截至 2026-03-02)', null],
    ['任务', '进度%'],
    ...written,
  ])
})

test('amounts are numbers in yuan with two decimals, below nothing too; one with more digits than a number has is a text', async () => {
  const fens = [123_456_789n, -5n, 0n, 999_999_999_999_999n, 9_007_199_254_740_993n, 123_456_789_012_345_678n]
  const amounts = sheet(fens.map((fen) => ['x', { fen }]))
  const decimals = ['1234567.89', '-0.05', '0.00', '9999999999999.99', '90071992547409.93', '1234567890123456.78']
  expect(csv(amounts).split('\r\n').slice(2, -1)).toEqual(decimals.map((decimal) => `x,${decimal}`))
  const [, , ...rows] = await readSheet(await xlsx(amounts))
  for (const [i, row] of rows.entries()) {
    const cell = row[1]
    // Whichever it is, it is the same amount to the fen.
    expect(typeof cell === 'number' ? cell.toFixed(2) : cell).toBe(decimals[i])
  }
  expect(rows.map((row) => typeof row[1])).toEqual(['number', 'number', 'number', 'number', 'string', 'string'])
  expect(html(amounts, 'en')).toContain('<td>1,234,567.89</td>')
})
