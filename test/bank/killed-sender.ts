/** Sends orders into a folder, in turn and again and again, until it is killed. Run by kill.test.ts: FOLDER COUNT. */
import { openFileDrop } from '#services/finance/bank/file-drop.ts'
import { orderOf } from './orders.ts'

const [folder = '', count = '0'] = process.argv.slice(2)
const bank = await openFileDrop(folder)
for (;;) {
  for (let number = 0; number < Number(count); number += 1) await bank.send(orderOf(`M${number}`))
  console.log('all sent')
}
