import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A program of ours that runs beside the benchmark. */
export type Child = { readonly process: ChildProcess; readonly line: string; readonly stop: () => Promise<void> }

/** Starts a program and waits for a line of its output that matches. @throws where it ends before. */
export async function startChild(
  args: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  const exited = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (!ready.test(line)) continue
    child.stdout?.resume()
    return {
      process: child,
      line,
      stop: async () => {
        child.kill('SIGTERM')
        await exited
      },
    }
  }
  throw new Error(`${args.join(' ')} ended with ${(await exited)[0]} before it was ready`)
}
