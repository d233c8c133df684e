import { connect } from 'node:net'

const patienceMilliseconds = 2_000

function answers(broker: string): Promise<boolean> {
  const colon = broker.lastIndexOf(':')
  const host = broker.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(broker.slice(colon + 1)) })
    const end = (isThere: boolean): void => {
      socket.destroy()
      resolve(isThere)
    }
    socket.setTimeout(patienceMilliseconds, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

/** Whether somebody accepts a connection at one of these addresses, `host:port`, within two seconds. */
export async function someBrokerAnswers(brokers: readonly string[]): Promise<boolean> {
  return (await Promise.all(brokers.map(answers))).includes(true)
}
