/**
 * This machine cannot run a broker; the message is one line that says what to install. Test suites report it as "not
 * run" (see `brokerUnavailability`).
 */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable'
}
