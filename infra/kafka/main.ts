import { join } from 'node:path'
import { Command } from 'commander'
import type { BrokerTls } from './access.ts'
import { startBroker } from './broker.ts'

type Options = { readonly home: string; readonly tls?: true; readonly verbose?: true }

const options = new Command('npx node infra/kafka/main.ts')
  .description('Runs one Kafka broker for development in the foreground, until Ctrl-C.')
  .requiredOption('--home <folder>', "where the broker's data lie")
  .option('--tls', 'mTLS; certificates in <folder>/certificates')
  .option('--verbose', "show Kafka's own warnings")
  .addHelpText('after', '\nExample:\n  npx node infra/kafka/main.ts --home .qiantou/kafka')
  .parse()
  .opts<Options>()

// Until there is a broker to stop, leaving is enough: what has been started goes along.
let stop = (): unknown => process.exit(130)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop())
const broker = await startBroker({
  home: options.home,
  ...(options.tls ? { tls: openTo(join(options.home, 'certificates')) } : {}),
  log: (line) => (options.verbose ? console.error(line) : undefined),
}).catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
stop = () => broker.stop()
console.log(`brokers ${broker.brokers.join(',')}`)
const { code, signal } = await broker.exited
// 143 is SIGTERM, the clean end.
process.exitCode = code === 143 ? 0 : (code ?? 1)
if (signal !== null) console.error(`the broker was ended by ${signal}`)

/** For trying things by hand: whoever has a certificate of this directory may use all of our topics. */
function openTo(certificates: string): BrokerTls {
  const everybody = { principal: '*', name: 'qiantou.', prefixed: true }
  return {
    certificates,
    grants: [
      { ...everybody, resource: 'topic', operations: ['read', 'write', 'create', 'delete'] },
      { ...everybody, resource: 'group', operations: ['read', 'delete'] },
    ],
  }
}
