/**
 * `npm run test:hostile -- [--calls 1000000] [--seed 7]`, or one call again, as a failure prints it:
 * `--rpc TaskService/CloseTask --caller office --bytes 0a24…`, `--seed 7 --only 4711`
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'

type Options = { calls: string; seed?: string; only?: string; rpc?: string; caller?: string; bytes?: string }

const { calls, seed, only, rpc, caller, bytes } = new Command('npm run test:hostile --')
  .option('--calls <n>', 'how many calls', '1000000')
  .option('--seed <n>', 'which ones; another time of day gives others')
  .option('--only <n>', 'the call of this number alone')
  .option('--rpc <name>', 'one call: which RPC')
  .option('--caller <kind>', 'by whom')
  .option('--bytes <hex>', 'with these bytes; several messages by commas')
  .parse()
  .opts<Options>()

const asked = {
  QIANTOU_HOSTILE_CALLS: calls,
  QIANTOU_SEED: seed ?? `${Date.now() % 1_000_000}`,
  QIANTOU_HOSTILE_ONLY: only,
  QIANTOU_HOSTILE_RPC: rpc,
  QIANTOU_HOSTILE_CALLER: caller,
  QIANTOU_HOSTILE_BYTES: bytes,
}
const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
const root = fileURLToPath(new URL('../..', import.meta.url))
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'all', 'test/hostile/hostile.test.ts'], {
  cwd: root,
  env: { ...process.env, ...given },
  stdio: 'inherit',
})
process.exit(status ?? 1)
