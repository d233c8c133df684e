import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Ends a run with what was not run and why, and the counts in a line of their own. */
export default class SummaryReporter implements Reporter {
  private readonly notRun: readonly string[]

  /** `notRun`: what the configuration has left out, with the reason. */
  constructor(options: { readonly notRun?: readonly string[] } = {}) {
    this.notRun = options.notRun ?? []
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length
    // A file that does not load, a suite that can't be set up, or an error outside of any test, is a failure as well.
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const broken = errors.length + suites.filter((suite) => suite.errors().length > 0).length
    const skipped = tests.filter((test) => test.result().state === 'skipped').map((test) => test.fullName)
    const left = [...new Set([...skipped, ...this.notRun])]
    process.stdout.write(left.length ? `\nNot run here: ${left.join('; ')}\n` : '\nEverything was run.\n')
    process.stdout.write(`${count('passed')} passed, ${count('failed') + broken} failed, ${skipped.length} skipped\n`)
  }
}
