/** The bank of a play: the test bank (docs/bank.md), a process of its own, on the folder of the bus that was started here. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { spoken } from '../language.ts'
import type { Bilingual, Settings } from '../settings.ts'

const root = join(import.meta.dirname, '..', '..')

/** From which account a bus pays that nobody has connected to a bank (infra/start/money.ts). */
const unconnectedAccount = '43001000000000000001'

const refused = ({ reason, ...say }: Bilingual & { readonly reason: string }): Failure =>
  new Failure({ code: 'FAILED_PRECONDITION', reason, message: spoken(say) })

/**
 * The folder through which the bus of the data folder speaks with its bank. @throws Failure NO_BANK where it lies elsewhere,
 * BANK_CONNECTED where orders may reach a real bank: nothing is played with that
 */
function bankFolder({ home }: Settings): string {
  const folder = join(home, 'money', 'finance', 'exchange', 'bank')
  const debtor = join(folder, 'debtor.json')
  if (!existsSync(debtor))
    throw refused({
      reason: 'NO_BANK',
      zh: `${folder} 不存在;支付演示须在运行总线(npm start)的机器上进行`,
      en: `there is no ${folder}; payments are played where the bus runs (npm start)`,
    })
  if (readFileSync(debtor, 'utf8').includes(unconnectedAccount)) return folder
  throw refused({
    reason: 'BANK_CONNECTED',
    zh: `${debtor} 已改为其他付款账户,支付指令可能到达真实银行,不作演示`,
    en: `${debtor} names another account: orders might reach a real bank, so nothing is played`,
  })
}

/** A bank that books what it is ordered, or books it and sends it back. */
export class PlayedBank {
  private readonly folder: string
  private child: ChildProcess | undefined
  private readonly kill = (): unknown => this.child?.kill()

  /** Looks for its folder before anything is recorded. @throws Failure */
  constructor(settings: Settings) {
    this.folder = bankFolder(settings)
  }

  /** Opens; the one that was open before closes first. */
  async open(habit: 'books' | 'returns'): Promise<void> {
    await this.close()
    const script = join(root, 'infra', 'bank', 'main.ts')
    const options = ['--folder', this.folder, '--return', habit === 'returns' ? '1' : '0']
    const child = spawn(process.execPath, [script, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.child = child
    process.once('exit', this.kill)
    const failed = once(child, 'exit').then(() => {
      throw refused({
        reason: 'NO_BANK',
        zh: '测试银行未能启动',
        en: 'the test bank did not start',
      })
    })
    failed.catch(() => {})
    // It says one thing once it is at work; anything else is why it is not, and it ends.
    const [said] = await Promise.race([once(child.stderr, 'data'), failed])
    if (!`${said}`.includes('at work')) await failed
  }

  /** Closes, once it has done what it was doing. */
  async close(): Promise<void> {
    const { child } = this
    this.child = undefined
    process.off('exit', this.kill)
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
}
