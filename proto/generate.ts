/**
 * Makes `generated/` from `proto/`: TypeScript by ts-proto, and the descriptors that reflection and generated tests read.
 * What is up to date stays: npm runs this again before the first `npx qiantou`, beside whatever is running.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { strictDecoders } from './strict.ts'

const root = join(import.meta.dirname, '..')
const require = createRequire(import.meta.url)
const google = dirname(require.resolve('google-proto-files/package.json'))
const imported = join(root, 'generated', 'import')
const stamp = join(root, 'generated', 'inputs.sha256')

/** Everything that the result follows from: sources, settings, and the versions of the tools. */
function inputs(): string {
  const protos = readdirSync(join(root, 'proto'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(proto|ts)$/.test(file))
    .map((file) => join('proto', file))
  const digest = createHash('sha256')
  for (const file of [...protos.sort(), 'buf.yaml', 'buf.gen.yaml'])
    digest.update(file).update(readFileSync(join(root, file)))
  for (const tool of ['ts-proto', '@bufbuild/buf', 'google-proto-files'])
    digest.update(readFileSync(join(root, 'node_modules', tool, 'package.json')))
  return digest.digest('hex')
}

// `npm ci` may run this under another npm than ours: find the local binaries by path.
const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
const buf = (...args: string[]) =>
  execFileSync('buf', args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } })

const wanted = inputs()
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  rmSync(join(root, 'generated'), { recursive: true, force: true })
  // The package holds thousands of files and buf reads every file of a module: only the three we import are taken.
  for (const file of ['google/rpc/status.proto', 'google/rpc/error_details.proto', 'google/type/date.proto']) {
    mkdirSync(dirname(join(imported, file)), { recursive: true })
    cpSync(join(google, file), join(imported, file))
  }
  buf('generate')
  for (const file of readdirSync(join(root, 'generated'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.ts')) {
      const path = join(root, 'generated', file)
      writeFileSync(path, strictDecoders(readFileSync(path, 'utf8')))
    }
  buf('build', '-o', 'generated/descriptors.binpb')
  writeFileSync(stamp, wanted)
}
