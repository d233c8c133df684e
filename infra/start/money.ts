/** What money needs besides a bus, where all runs on one machine: a key, and folders in which nobody has written yet. */
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MoneyPlace } from '#shared/lifecycle/config.ts'

export const moneyPlaceIn = (folder: string): MoneyPlace => ({
  exchange: join(folder, 'exchange'),
  accountKey: join(folder, 'account.key'),
})

/** Writes a file unless it is there. */
const begin = (path: string, text: string, mode = 0o644): Promise<void> =>
  writeFile(path, text, { flag: 'wx', mode }).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })

/** From whose account a bus pays that nobody has connected to a bank. */
const debtor = { name: '省财政国库支付中心', account: '43001000000000000001', bankCode: '011551000018' }

/** A fresh key for account numbers, an empty credit register, and an account that pays, unless they are there. */
export async function beginMoney({ exchange, accountKey }: MoneyPlace): Promise<void> {
  await Promise.all(['bank', 'credit'].map((folder) => mkdir(join(exchange, folder), { recursive: true })))
  await Promise.all([
    begin(accountKey, `${randomBytes(32).toString('hex')}\n`, 0o600),
    begin(join(exchange, 'credit', 'list.csv'), 'code,reason,from,until\n'),
    begin(join(exchange, 'bank', 'debtor.json'), `${JSON.stringify(debtor, undefined, 2)}\n`),
  ])
}
