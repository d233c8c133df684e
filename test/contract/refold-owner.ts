/** A process that begins to fold everything anew beside another version, and never comes to an end of it: to be killed. */
import { renewedTally, Version } from './store-versions.ts'

const archive = (): Promise<never> => {
  process.stdout.write('refolding\n')
  return new Promise(() => setInterval(() => {}, 1_000))
}
await Version.open(process.argv[2] as string, renewedTally, archive)
