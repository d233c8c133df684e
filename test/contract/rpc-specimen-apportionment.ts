/** Good calls of the RPCs about pools that are shared out in proportion: in a programme of its own each. */
import * as apportionment from '#proto/qiantou/apportionment/v1/apportionment_service.ts'
import { type payers, shortest, signed, thisYear } from '#shared/testing/money.ts'
import type { Make } from './rpc-specimen.ts'
import { calling, moneyOf, said } from './rpc-specimen-money.ts'

/** Two claims on a pool that has less; once the call's last day is over they can be shared out. */
const onClaims =
  (role: keyof typeof payers, make: (name: string) => object, isOver = false): Make =>
  async (scene) => {
    const money = moneyOf(scene)
    const today = scene.bus.today()
    await money.ready(500_000_000n, { procedure: shortest, poolRule: 'POOL_RULE_PRO_RATA' })
    await money.openCall(thisYear(), today, today)
    for (const number of [1, 2]) {
      const name = await money.submit(`a${number}`, { ...money.content(number), call: 'c1' }, [])
      await money.admit(name)
    }
    if (isOver) scene.bus.passDay()
    return calling(scene, money, role, make(`${scene.parent}/apportionments/vouchers/calls/c1`))
  }

export const apportionmentSpecimens: Readonly<Record<string, Make>> = {
  'ApportionmentService/ApportionPool': onClaims(
    'handler',
    (name) => apportionment.ApportionPoolRequest.create({ ...said(name), signOff: signed('handle') }),
    true,
  ),
  'ApportionmentService/GetApportionment': onClaims('handler', (name) =>
    apportionment.GetApportionmentRequest.create({ name }),
  ),
  'ApportionmentService/ListApportionments': onClaims('handler', (name) =>
    apportionment.ListApportionmentsRequest.create({ parent: name.split('/').slice(0, 2).join('/') }),
  ),
}
