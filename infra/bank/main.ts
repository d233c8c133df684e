/** A bank to test against, a process of its own: docs/bank.md. It books nothing twice, and answers as real banks do. */
import { setTimeout as delay } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import { TestBank } from './test-bank.ts'

/** How often it looks for orders and for answers that are due. */
const pollMs = 50

function whole(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is wanted.')
  return Number(text)
}

function share(text: string): number {
  if (!/^(0|1|0?\.[0-9]{1,9}|1\.0)$/.test(text)) throw new InvalidArgumentError('a number from 0 to 1 is wanted.')
  return Number(text)
}

const command = new Command('npx node infra/bank/main.ts')
  .description('Takes payment orders out of a folder, and answers with confirmations, bookings and returns.')
  .requiredOption('--folder <folder>', 'the folder of the bank port')
  .option('--seed <number>', 'what all chance comes from', whole, 1)
  .option('--late-ms <number>', 'answers are up to so many milliseconds late', whole, 0)
  .option('--twice <share>', 'how likely an answer comes twice', share, 0)
  .option('--shuffle', 'answers come in any order', false)
  .option('--partial <share>', 'how likely a payment is booked in two parts', share, 0)
  .option('--return <share>', 'how likely a payment is booked and comes back', share, 0)
  .option('--reject <share>', 'how likely a payment is rejected', share, 0)
  .option('--statements', 'tells what it has booked by account statements too, one for each day', false)
  .addHelpText(
    'after',
    '\nSIGUSR2 writes the statements and bank/statement.csv; SIGTERM and Ctrl-C write them, print a line of JSON and end.',
  )
  .parse()

const { folder, ...habits } = command.opts()
const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort())
let isStatementWanted = false
process.on('SIGUSR2', () => {
  isStatementWanted = true
})

const bank = await TestBank.open(folder, {
  statements: habits.statements,
  seed: habits.seed,
  lateMs: habits.lateMs,
  twice: habits.twice,
  shuffle: habits.shuffle,
  partial: habits.partial,
  return: habits.return,
  reject: habits.reject,
})
// Before this line SIGUSR2 would end it.
console.error(`the test bank is at work on ${folder}`)

while (!stopping.signal.aborted) {
  await bank.round(Date.now())
  if (isStatementWanted) {
    isStatementWanted = false
    await bank.state(Date.now())
  }
  // Ends early, and with an error, where it is to stop.
  await delay(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
}
await bank.close(Date.now())
console.log(JSON.stringify(bank.summary()))
