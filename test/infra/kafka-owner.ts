import { startBroker } from '#infra/kafka/broker.ts'

/** A process of its own that owns a broker until it is killed: says the broker's pid. */
const [home] = process.argv.slice(2)
if (home === undefined) throw new Error('usage: kafka-owner.ts HOME')
const broker = await startBroker({ home })
console.log(broker.pid)
