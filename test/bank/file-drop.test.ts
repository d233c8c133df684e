/** The engine of the bank port on a real folder: what leaves, what comes in, and what an interruption leaves of either. */
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bank, BankReport } from '#services/finance/bank/bank.ts'
import { openFileDrop } from '#services/finance/bank/file-drop.ts'
import { pain001Of } from '#services/finance/bank/pain001.ts'
import { notification, orderOf } from './orders.ts'

let folder: string
let bank: Bank
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qiantou-bank-'))
  bank = await openFileDrop(folder)
})
afterEach(() => rm(folder, { recursive: true }))

const at = (...names: readonly string[]): string => join(folder, ...names)
const namesIn = async (inner: string): Promise<string[]> => (await readdir(at(inner))).sort()
const contentOf = (...names: readonly string[]): Promise<string> => readFile(at(...names), 'utf8')

/** What `receive` hands over. */
async function received(): Promise<{ readonly reports: readonly BankReport[]; readonly refused: readonly string[] }> {
  const reports: BankReport[] = []
  const { refused, ...counts } = await bank.receive(async (report) => {
    reports.push(report)
  })
  expect(counts.reports).toBe(reports.length)
  return { reports, refused: refused.map(({ reason }) => reason) }
}

describe('an order that is sent', () => {
  const order = orderOf('M1')
  const xml = pain001Of(order)

  it('lies whole in outbound/, with a copy in sent/, and nothing beside them', async () => {
    await bank.send(order)
    expect(await namesIn('outbound')).toEqual(['M1.xml'])
    expect(await contentOf('outbound', 'M1.xml')).toBe(xml)
    expect(await contentOf('sent', 'M1.xml')).toBe(xml)
  })

  it('leaves once, whether it is sent again before or after the bank has taken it', async () => {
    await bank.send(order)
    await bank.send(order)
    expect(await namesIn('outbound')).toEqual(['M1.xml'])
    await rm(at('outbound', 'M1.xml'))
    await bank.send(order)
    await (await openFileDrop(folder)).send(order)
    expect(await namesIn('outbound')).toEqual([])
  })

  it('is refused where another order has left under its id, also one that the bank has taken', async () => {
    await bank.send(order)
    const other = orderOf('M1', { fen: 2n })
    await expect(bank.send(other)).rejects.toThrow('another order has left as M1.xml')
    await rm(at('outbound', 'M1.xml'))
    await expect(bank.send(other)).rejects.toThrow('another order has left as M1.xml')
    expect([await namesIn('outbound'), await contentOf('sent', 'M1.xml')]).toEqual([[], xml])
  })

  it('does not take the place of a file that somebody else has put there', async () => {
    await writeFile(at('outbound', 'M1.xml'), 'other')
    await expect(bank.send(order)).rejects.toThrow('another file stands in outbound/ as M1.xml')
    expect([await contentOf('outbound', 'M1.xml'), await namesIn('sent')]).toEqual(['other', []])
  })

  it('is the file that stands in outbound/ already where that has all of its bytes', async () => {
    await writeFile(at('outbound', 'M1.xml'), xml)
    await bank.send(order)
    expect([await namesIn('outbound'), await contentOf('sent', 'M1.xml')]).toEqual([['M1.xml'], xml])
    await rm(at('outbound', 'M1.xml'))
    await bank.send(order)
    expect(await namesIn('outbound')).toEqual([])
  })

  it.each(['sent', 'outbound'])(
    'does not leave where what stands in %s under its name cannot be read back',
    async (inner) => {
      await mkdir(at(inner, 'M1.xml'))
      await expect(bank.send(order)).rejects.toThrow('EISDIR')
      await rm(at(inner, 'M1.xml'), { recursive: true })
      expect([await namesIn('outbound'), await namesIn('sent')]).toEqual([[], []])
      await bank.send(order)
      expect(await contentOf('outbound', 'M1.xml')).toBe(xml)
    },
  )

  it('leaves nothing where it breaks a limit', async () => {
    await expect(bank.send(orderOf('M1', { fen: 0n }))).rejects.toThrow('1 fen or more')
    const [payment] = order.payments
    const payments = Array.from({ length: 8_000 }, (_, number) => ({
      ...{ ...payment, endToEndId: `${number}`.padStart(35, '0'), remittance: '款'.repeat(140) },
      payee: { ...payment.payee, name: '湖'.repeat(140) },
    })) as [typeof payment]
    await expect(bank.send({ ...order, payments })).rejects.toThrow(/^order M1 has \d+ bytes, 10485760 at most$/)
    expect([await namesIn('outbound'), await namesIn('sent')]).toEqual([[], []])
  })

  it('leaves once, sent by many at once while the bank takes it', async () => {
    let taken = 0
    let isOver = false
    const takes = async (): Promise<void> => {
      while (!isOver || (await namesIn('outbound')).length > 0) {
        await rename(at('outbound', 'M1.xml'), at(`taken-${taken}`)).then(
          () => (taken += 1),
          () => undefined,
        )
        await new Promise(setImmediate)
      }
    }
    const banks = await Promise.all(Array.from({ length: 8 }, () => openFileDrop(folder)))
    const sends = Promise.all(banks.map((bank) => bank.send(order))).finally(() => {
      isOver = true
    })
    await Promise.all([sends, takes()])
    expect(taken).toBe(1)
  })
})

describe('an order whose sender was interrupted', () => {
  const order = orderOf('M1')
  const xml = pain001Of(order)
  const part = (number: number): string => at('outbound', `.M1.xml.00000000-0000-4000-8000-00000000000${number}.part`)

  it('while it wrote: leaves with the next attempt, and the half is gone', async () => {
    await writeFile(part(1), xml.slice(0, 100))
    await bank.send(order)
    expect([await namesIn('outbound'), await contentOf('outbound', 'M1.xml')]).toEqual([['M1.xml'], xml])
  })

  it('after it had the copy in sent/: leaves with the next attempt', async () => {
    await writeFile(part(1), xml)
    await link(part(1), at('sent', 'M1.xml'))
    await writeFile(part(2), xml)
    await bank.send(order)
    expect([await namesIn('outbound'), await contentOf('outbound', 'M1.xml')]).toEqual([['M1.xml'], xml])
  })

  it('after it had left: does not leave again', async () => {
    await writeFile(at('sent', 'M1.xml'), xml)
    await writeFile(part(1), xml)
    await bank.send(order)
    expect(await namesIn('outbound')).toEqual([])
  })

  it.each(['M1.xml.b', 'M2'])('takes no part of another one, with id %s', async (id) => {
    const other = at('outbound', `.${id}.xml.00000000-0000-4000-8000-000000000001.part`)
    await writeFile(other, 'x')
    await bank.send(order)
    expect(await readFile(other, 'utf8')).toBe('x')
  })
})

describe('what comes in', () => {
  it('is handed over in order of names, each report with its file and number, and done', async () => {
    await writeFile(at('inbound', 'b.xml'), notification([['E3', 'R3', '3.00']]))
    await writeFile(
      at('inbound', 'a.xml'),
      notification([
        ['E1', 'R1', '1.00'],
        ['E2', 'R2', '2.00'],
      ]),
    )
    const { reports } = await received()
    expect(reports).toMatchObject([
      { kind: 'BOOKED', endToEndId: 'E1', fen: 100n, number: 1, file: { name: 'a.xml' } },
      { kind: 'BOOKED', endToEndId: 'E2', fen: 200n, number: 2, file: { name: 'a.xml' } },
      { kind: 'BOOKED', endToEndId: 'E3', fen: 300n, number: 1, file: { name: 'b.xml' } },
    ])
    expect(reports[0]?.file.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect([await namesIn('inbound'), await namesIn('done')]).toEqual([[], ['a.xml', 'b.xml']])
    expect((await received()).reports).toEqual([])
  })

  it('comes again from its first report where one was not taken', async () => {
    await writeFile(
      at('inbound', 'a.xml'),
      notification([
        ['E1', 'R1', '1.00'],
        ['E2', 'R2', '2.00'],
      ]),
    )
    const taken: unknown[] = []
    const failing = bank.receive(async (report) => {
      if (report.number === 2) throw new Error('the database is away')
      taken.push(report)
    })
    await expect(failing).rejects.toThrow('the database is away')
    expect([taken.length, await namesIn('inbound')]).toEqual([1, ['a.xml']])
    const { reports } = await received()
    expect([reports[0], reports.length]).toEqual([taken[0], 2])
  })

  it('holds up no other where it was not taken', async () => {
    await writeFile(at('inbound', 'a.xml'), notification([['E1', 'R1', '1.00']]))
    await writeFile(at('inbound', 'b.xml'), notification([['E2', 'R2', '2.00']]))
    const failing = bank.receive(async ({ file }) => {
      if (file.name === 'a.xml') throw new Error('no such day')
    })
    await expect(failing).rejects.toThrow('a.xml: no such day')
    expect([await namesIn('inbound'), await namesIn('done')]).toEqual([['a.xml'], ['b.xml']])
  })

  it('is passed by where another receiver has taken it meanwhile', async () => {
    for (const name of ['a.xml', 'b.xml']) await writeFile(at('inbound', name), notification([[name, name, '1.00']]))
    const other = await openFileDrop(folder)
    const taken: string[] = []
    const { files } = await bank.receive(async ({ file }) => {
      taken.push(file.name)
      expect(await other.receive(async () => undefined)).toMatchObject({ files: 2, reports: 2, refused: [] })
    })
    expect([files, taken]).toEqual([1, ['a.xml']])
    expect([await namesIn('inbound'), await namesIn('done')]).toEqual([[], ['a.xml', 'b.xml']])
  })

  it('may come twice: the same under one name is kept once, another under the same name beside it', async () => {
    const first = notification([['E1', 'R1', '1.00']])
    const second = notification([['E2', 'R2', '2.00']])
    for (const content of [first, first, second]) {
      await writeFile(at('inbound', 'a.xml'), content)
      expect((await received()).reports).toHaveLength(1)
    }
    const [one, other, ...more] = await namesIn('done')
    expect([one, other, more]).toEqual(['a.xml', expect.stringMatching(/^a\.xml~[0-9a-f]{16}$/), []])
    expect([await contentOf('done', 'a.xml'), await contentOf('done', other ?? '')]).toEqual([first, second])
  })

  it('is left alone while it is being written', async () => {
    await writeFile(at('inbound', '.a.xml.part'), 'half')
    await writeFile(at('inbound', 'b.xml.part'), 'half')
    await writeFile(at('inbound', '.c.xml'), 'half')
    expect(await received()).toEqual({ reports: [], refused: [] })
    expect(await namesIn('inbound')).toEqual(['.a.xml.part', '.c.xml', 'b.xml.part'])
  })

  it('is refused as a whole, with its reason beside it, and does not hold up what comes after it', async () => {
    await writeFile(
      at('inbound', 'a.xml'),
      notification([
        ['E1', 'R1', '1.00'],
        ['E2', 'R2', '2.005'],
      ]),
    )
    await writeFile(at('inbound', 'b.xml'), notification([['E3', 'R3', '3.00']]))
    const { reports, refused } = await received()
    expect(reports).toMatchObject([{ endToEndId: 'E3' }])
    const reason = 'line 1, Document/BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry[2]/Amt: more than two decimals: “2.005”'
    expect(refused).toEqual([reason])
    expect(await namesIn('refused')).toEqual(['a.xml', 'a.xml.reason.txt'])
    expect(await contentOf('refused', 'a.xml.reason.txt')).toBe(`${reason}\n`)
    expect(await namesIn('done')).toEqual(['b.xml'])
  })

  it('stays where it came as long as its reason cannot be written', async () => {
    await writeFile(at('inbound', 'a.xml'), 'x')
    await mkdir(at('refused', 'a.xml.reason.txt'))
    await expect(bank.receive(async () => undefined)).rejects.toThrow('a.xml: EISDIR')
    expect([await namesIn('inbound'), await namesIn('refused')]).toEqual([['a.xml'], ['a.xml.reason.txt']])
  })

  it('is refused beside what has its name there and is no file', async () => {
    for (const make of [mkdir, mkdir, (path: string) => writeFile(path, 'x')]) {
      await make(at('inbound', 'b.xml'))
      expect((await received()).refused).toHaveLength(1)
    }
    const kept = (await namesIn('refused')).filter((name) => !name.endsWith('.reason.txt'))
    expect(kept).toEqual([
      'b.xml',
      expect.stringMatching(/^b\.xml~\d{13}$/),
      expect.stringMatching(/^b\.xml~[0-9a-f]{16}$/),
    ])
  })

  it('is refused unread where it is too large, a folder, or a way to elsewhere', async () => {
    await writeFile(at('inbound', 'a.xml'), Buffer.alloc(10 * 1024 * 1024 + 1))
    await mkdir(at('inbound', 'b.xml'))
    await symlink(at('sent'), at('inbound', 'c.xml'))
    await writeFile(at('inbound', 'd.xml'), Buffer.alloc(10 * 1024 * 1024))
    const { refused } = await received()
    // As large as may be, the last one is read.
    expect(refused.at(-1)).not.toContain('too large')
    expect(refused.slice(0, -1)).toEqual([
      'the file: too large, 10485761 bytes, 10485760 at most',
      'not a file',
      'not a file',
    ])
    expect(await namesIn('inbound')).toEqual([])
  })

  it('is refused under a shorter name where its own leaves no room for a reason', async () => {
    for (const name of ['湖'.repeat(45), `${'湖'.repeat(83)}.xml`]) {
      await writeFile(at('inbound', name), 'x')
      await received()
    }
    const [file, reason] = (await namesIn('refused')).filter((name) => name.includes('~'))
    expect([file, reason]).toEqual([expect.stringMatching(/^湖{45}~[0-9a-f]{16}$/), `${file}.reason.txt`])
  })
})
