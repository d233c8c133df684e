/** Takes reports out of a folder and writes each down, `id reference`, until it is killed. Run by kill.test.ts: FOLDER BOOK. */
import { appendFile } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { openFileDrop } from '#services/finance/bank/file-drop.ts'

const [folder = '', book = ''] = process.argv.slice(2)
const bank = await openFileDrop(folder)
for (;;) {
  await bank.receive(async (report) => {
    if (report.kind === 'BOOKED') await appendFile(book, `${report.endToEndId} ${report.bankReference}\n`)
  })
  await turn()
}
