/** Where a command's answer goes. A reader that leaves, such as `head`, ends the command without complaint. */
import type { Json } from './json.ts'

/** Ends the process quietly once nobody reads its output any more. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit(0)
    })
}

/** Writes text, and waits where the reader is slow, so that an endless tail does not fill the memory. */
export function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve()
    else process.stdout.once('drain', resolve)
  })
}

/** Writes one object on one line. */
export const writeJson = (value: Json): Promise<void> => write(`${JSON.stringify(value)}\n`)
