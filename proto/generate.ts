/** Makes `generated/` from `proto/`: TypeScript by ts-proto, and the descriptors that reflection and generated tests read. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const google = dirname(createRequire(import.meta.url).resolve('google-proto-files/package.json'))
const imported = join(root, 'generated', 'import')

// `npm ci` may run this under another npm than ours: find the local binaries by path.
const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
const buf = (...args: string[]) =>
  execFileSync('buf', args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } })

rmSync(join(root, 'generated'), { recursive: true, force: true })
// The package holds thousands of files and buf reads every file of a module: only the three we import are taken.
for (const file of ['google/rpc/status.proto', 'google/rpc/error_details.proto', 'google/type/date.proto']) {
  mkdirSync(dirname(join(imported, file)), { recursive: true })
  cpSync(join(google, file), join(imported, file))
}
buf('generate')
buf('build', '-o', 'generated/descriptors.binpb')
