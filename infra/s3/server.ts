/** A real S3 server for tests: SeaweedFS in one process, on free ports of this machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  const options: string[] = []
  const s3 = await freePort()
  for (const part of ['master', 'volume', 'filer', 's3']) {
    options.push(`-${part}.port=${part === 's3' ? s3 : await freePort()}`)
    options.push(`-${part}.port.grpc=${await freePort()}`)
  }
  return { s3, options }
}

/** Starts a server with its data below `home`; it answers when this resolves. Throws S3Unavailable. */
export async function startS3Server({ home }: { readonly home: string }): Promise<S3Server> {
  const weed = await findWeed()
  await mkdir(home, { recursive: true })
  const identities = [
    { name: 'tests', credentials: [rename(credentials)], actions: ['Admin', 'Read', 'Write', 'List'] },
  ]
  await writeFile(join(home, 's3.json'), JSON.stringify({ identities }))
  const { s3, options } = await portOptions()
  const child = spawn(
    weed,
    [
      'server',
      '-ip=127.0.0.1',
      `-dir=${home}`,
      '-s3',
      `-s3.config=${join(home, 's3.json')}`,
      '-volume.max=20',
      ...options,
    ],
    { stdio: 'ignore' },
  )
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  const endpoint = `http://127.0.0.1:${s3}`
  const deadline = performance.now() + patienceMilliseconds
  for (;;) {
    // It answers an anonymous caller with 403 once it knows who may call.
    const answer = await fetch(endpoint).catch(() => undefined)
    if (answer?.status === 403) return { endpoint, credentials, stop }
    if (child.exitCode !== null) throw new Error(`weed ended with ${child.exitCode}`)
    if (performance.now() > deadline) {
      await stop()
      throw new Error('weed does not answer')
    }
    await pause(50)
  }
}

const rename = ({ accessKeyId, secretAccessKey }: typeof credentials) => ({
  accessKey: accessKeyId,
  secretKey: secretAccessKey,
})
