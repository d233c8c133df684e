/** Certificates for organisations that the sample does not have, signed by the development authority of a data folder. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { dataFolder } from '#shared/lifecycle/data-folder.ts'
import { certificatePaths, ensureCertificates } from './authority.ts'

const command = new Command('npm run certify --')
  .description('Makes a certificate and a key for each organisation, where there are none yet.')
  .argument('<code...>', 'codes of organisations, such as hn-jyt')
  .addHelpText('after', '\nThe data folder is .qiantou in the checkout, or QIANTOU_HOME.')
  .addHelpText('after', '\nExample:\n  npm run certify -- hn-sjzyj')
  .parse()

const folder = join(dataFolder(), 'certificates')
// Another authority would vouch for nobody on the bus that runs.
if (!existsSync(join(folder, 'ca.key'))) {
  console.error(`there is no authority in ${folder}; start a bus first: npm start`)
  process.exit(1)
}
const identities = command.args.map((code) => ({ kind: 'organisation' as const, code }))
await ensureCertificates(folder, identities)
for (const identity of identities) console.log(certificatePaths(folder, identity).certificate)
// No directory is at hand here that would say who is in it.
console.error(
  'a certificate alone registers nobody; whom the directory does not have yet, a registrar registers: npx qiantou directory register CODE',
)
