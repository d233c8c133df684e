import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BrokerTls } from './access.ts'
import { startBroker } from './broker.ts'

/** Runs one broker in the foreground, until SIGINT or SIGTERM. */
const { values } = parseArgs({
  options: { home: { type: 'string' }, tls: { type: 'boolean', default: false }, verbose: { type: 'boolean' } },
})
if (values.home === undefined) {
  console.error('usage: npx node infra/kafka/main.ts --home DIR [--tls] [--verbose]')
  process.exit(2)
}

// Until there is a broker to stop, leaving is enough: what has been started goes along.
let stop = (): unknown => process.exit(130)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop())
const broker = await startBroker({
  home: values.home,
  ...(values.tls ? { tls: openTo(join(values.home, 'certificates')) } : {}),
  log: (line) => (values.verbose ? console.error(line) : undefined),
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
