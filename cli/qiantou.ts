#!/usr/bin/env node
/** The `qiantou` command: a client of the bus like any other. */
import { Failure, printedFailure } from './failure.ts'
import { program } from './program.ts'
import { endWithReader } from './text/output.ts'

// Deprecations speak to who writes a program, not to who calls it; gRPC causes one for an address without a name.
process.noDeprecation = true
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
