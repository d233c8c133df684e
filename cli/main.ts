/** What the `qiantou` command does: reads its words, acts, and ends with what came of it. */
import { Failure, printedFailure } from './failure.ts'
import { program } from './program.ts'
import { endWithReader } from './text/output.ts'

/** Runs the command line of this process. */
export async function main(): Promise<void> {
  endWithReader()
  try {
    await program().parseAsync()
  } catch (error) {
    // A bug shows where it is; a failure says what to do.
    if (!(error instanceof Failure)) throw error
    const { exitCode } = error
    // What is still under way, such as the next step of an interrupted walkthrough, ends with the command.
    process.stderr.write(printedFailure(error, process.argv.includes('--json')), () => process.exit(exitCode))
  }
}
