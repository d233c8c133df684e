/**
 * A process that has loaded the command line once, and runs one command of it after another: a story of fifty would spend its
 * time on loading. What a process adds, how it reads, ends and is interrupted, is for cli.test.ts, with a process for each.
 */
import { main } from '#cli/main.ts'

export type Asked = {
  readonly words: readonly string[]
  readonly folder: string
  readonly variables: NodeJS.ProcessEnv
}
export type Ended = { readonly status: number; readonly stdout: string; readonly stderr: string }

/** Where a command would have ended its process. */
class Exit extends Error {}

/** Gathers what is written to a stream of this process; `text` gives it, and lets the stream be itself again. */
function gathered(stream: NodeJS.WriteStream): { readonly text: () => string } {
  const chunks: Buffer[] = []
  const { write } = stream
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    chunks.push(Buffer.from(chunk as string))
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  }
  return {
    text: () => {
      stream.write = write
      stream.removeAllListeners('error')
      return Buffer.concat(chunks).toString('utf8')
    },
  }
}

async function run({ words, folder, variables }: Asked): Promise<Ended> {
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...words)
  Object.assign(process.env, variables, { QIANTOU_HOME: folder })
  const [stdout, stderr] = [gathered(process.stdout), gathered(process.stderr)]
  let failure: unknown
  await main().catch((error) => {
    failure = error
  })
  const ended = { status: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() }
  process.exitCode = undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(signal)
  if (failure !== undefined && !(failure instanceof Exit)) throw failure
  return ended
}

process.exit = (code) => {
  process.exitCode = code ?? process.exitCode
  throw new Exit()
}

process.noDeprecation = true
process.once('disconnect', () => process.kill(process.pid))
let running = Promise.resolve()
process.on('message', ({ id, asked }: { readonly id: number; readonly asked: Asked }) => {
  running = running.then(async () => {
    process.send?.({ id, ended: await run(asked) })
  })
})
