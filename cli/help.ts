/** How help is shown, everywhere the same. */
import { Command, Help, type HelpConfiguration } from 'commander'
import { usage } from './failure.ts'

export const helpConfiguration: HelpConfiguration = {
  showGlobalOptions: true,
  sortSubcommands: true,
  optionDescription: (option) => {
    const description = new Help().optionDescription(option)
    return option.mandatory ? `${description} (required)` : description
  },
}

/** Lines to try, as they are typed in the checkout. */
export const example = (...calls: readonly string[]): string =>
  `\n${calls.length === 1 ? 'Example' : 'Examples'}:\n${calls.map((call) => `  $ npx qiantou ${call}`).join('\n')}`

/** `qiantou help task accept`: commander's own goes one command deep. @throws Failure USAGE for what is no command */
export const helpCommand = (root: Command): Command =>
  new Command('help')
    .description('show the help of a command')
    .argument('[command...]', 'such as task accept')
    .addHelpText('after', example('help task accept'))
    .action((path: readonly string[]) => {
      let command = root
      for (const name of path) {
        const next = command.commands.find((child) => child.name() === name || child.aliases().includes(name))
        if (!next) throw usage({ zh: `没有命令 ${path.join(' ')}`, en: `there is no command ${path.join(' ')}` })
        command = next
      }
      command.help()
    })
