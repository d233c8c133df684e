/** The number of an account: never out of the words of a command, which a shell keeps in its history and shows to others. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { usage } from '../failure.ts'
import { spoken } from '../language.ts'
import { textOf } from './text.ts'

/** Asks for it at the terminal, without showing what is typed. */
async function asked(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(spoken({ zh: '账号(不显示):', en: 'account number (not shown): ' }))
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

/** `@FILE`, `-` for standard input, or nothing: then it is asked for. Spaces between digits are not part of it. @throws Failure USAGE */
export async function accountNumberOf(option: string | undefined): Promise<string> {
  if (option === undefined && !process.stdin.isTTY)
    throw usage({
      zh: '须以 --number @文件 或 --number - (标准输入)给出账号',
      en: 'give the account number by --number @FILE, or --number - for standard input',
    })
  if (option !== undefined && option !== '-' && !option.startsWith('@'))
    throw usage({
      zh: '账号不得写在命令中(会留在历史记录里):写 --number @文件、--number - (标准输入),或不写此选项以便询问',
      en: 'an account number does not stand in a command, where the history keeps it: --number @FILE, --number - for standard input, or leave it out to be asked',
    })
  return (option === undefined ? await asked() : await textOf(option)).replace(/[ \t]/g, '')
}
