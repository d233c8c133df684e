/** A real S3 server for tests: SeaweedFS in one process, on free ports of this machine. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '#infra/free-port.ts'
import { findWeed } from './runtime.ts'

export type S3Server = {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly stop: () => Promise<void>
}

const patienceMilliseconds = 30_000
const credentials = { accessKeyId: 'qiantou', secretAccessKey: 'a-secret-of-the-tests' }

/** Each part of the server listens for HTTP and for gRPC. */
async function portOptions(): Promise<{ readonly s3: number; readonly options: readonly string[] }> {
  // Two more have ports that are the same for every server, unless they are off.
  const options = ['-s3.port.iceberg=0', '-s3.port.lance=0']
  const s3 = await freePort()
  for (const part of ['master', 'volume', 'filer', 's3']) {
    options.push(`-${part}.port=${part === 's3' ? s3 : await freePort()}`)
    options.push(`-${part}.port.grpc=${await freePort()}`)
  }
  return { s3, options }
}

/** Between finding a port and listening there another process may take it: then others are tried. */
const mostAttempts = 3

/** Starts a server with its data below `home`; it answers when this resolves. Throws S3Unavailable. */
export async function startS3Server({ home }: { readonly home: string }): Promise<S3Server> {
  const weed = await findWeed()
  await mkdir(home, { recursive: true })
  const identities = [
    { name: 'tests', credentials: [rename(credentials)], actions: ['Admin', 'Read', 'Write', 'List'] },
  ]
  const config = join(home, 's3.json')
  await writeFile(config, JSON.stringify({ identities }))
  for (let attempt = 1; ; attempt += 1) {
    const { s3, options } = await portOptions()
    const words = ['server', '-ip=127.0.0.1', `-dir=${home}`, '-s3', `-s3.config=${config}`, '-volume.max=20']
    const child = spawn(weed, [...words, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
    const last = lastLineOf(child.stderr)
    const exited = once(child, 'exit')
    const stop = async (): Promise<void> => {
      child.kill('SIGKILL')
      await exited
    }
    const endpoint = `http://127.0.0.1:${s3}`
    if (await answers(endpoint, child)) return { endpoint, credentials, stop }
    const ended = child.exitCode
    await stop()
    if (ended === null) throw new Error(`weed does not answer: ${last()}`)
    if (attempt === mostAttempts) throw new Error(`weed ended with ${ended}: ${last()}`)
  }
}

/** What a process said last. */
function lastLineOf(stream: Readable): () => string {
  let text = ''
  stream.on('data', (chunk: Buffer) => {
    text = `${text}${chunk}`.trimEnd().split('\n').at(-1) ?? ''
  })
  return () => text
}

/** Waits until the server answers; not, where it has ended, or takes too long. */
async function answers(endpoint: string, child: ChildProcess): Promise<boolean> {
  const deadline = performance.now() + patienceMilliseconds
  while (child.exitCode === null && performance.now() < deadline) {
    // It answers an anonymous caller with 403 once it knows who may call.
    const answer = await fetch(endpoint).catch(() => undefined)
    if (answer?.status === 403) return true
    await pause(50)
  }
  return false
}

const rename = ({ accessKeyId, secretAccessKey }: typeof credentials) => ({
  accessKey: accessKeyId,
  secretKey: secretAccessKey,
})
