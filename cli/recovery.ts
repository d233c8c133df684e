/** The command lines of what is claimed back of an application or a payment, and paid back. */
import type { Command } from 'commander'
import { example } from './help.ts'
import { yuan } from './input/amount.ts'
import { type CommandOptions, changing, repeated } from './input/command.ts'
import { acting, type Session } from './session.ts'

export type Agreeing = CommandOptions & { readonly part: readonly string[] }
export type Recording = CommandOptions & { readonly yuan: bigint; readonly on: string; readonly reference: string }

type Actions = () => Promise<{
  readonly agree: (session: Session, name: string, options: Agreeing) => Promise<void>
  readonly record: (session: Session, name: string, options: Recording) => Promise<void>
}>

/** `id`: of one in the examples. */
export function addRecoveries(
  parent: Command,
  argument: readonly [name: string, description: string],
  id: string,
  actions: Actions,
): void {
  changing(parent.command('agree-recovery'))
    .description(
      'agree in which parts what is claimed back is paid, signed as an approval is; as the finance department',
    )
    .argument(...argument)
    .requiredOption('--part <yuan:day>', 'an amount in yuan and its last day; repeatable, in order', repeated)
    .addHelpText(
      'after',
      example(
        `${parent.name()} agree-recovery ${id} --part 30:2026-12-31 --part 20:2027-03-31 --sign-off signed:p-3 --as hn-czt`,
      ),
    )
    .action(acting(actions, (module) => module.agree))
  changing(parent.command('record-recovery'))
    .description('record what was received of it (追回); as the finance department')
    .argument(...argument)
    .requiredOption('--yuan <amount>', 'so much', yuan)
    .requiredOption('--on <day>', 'the day on which it was received')
    .requiredOption('--reference <reference>', "the treasury's receipt; each is recorded once")
    .addHelpText(
      'after',
      example(
        `${parent.name()} record-recovery ${id} --yuan 30 --on 2026-11-28 --reference 湘缴7 --sign-off signed:p-3 --as hn-czt`,
      ),
    )
    .action(acting(actions, (module) => module.record))
}
