/** finance as a newer version of it would be: in what everything is that a payment touches. */
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { applicationDecider } from '../../services/finance/domain/application.ts'
import { payeeDecider } from '../../services/finance/domain/payee.ts'
import { poolDecider } from '../../services/finance/domain/pool.ts'
import { transferDecider } from '../../services/finance/domain/transfer.ts'
import { finance } from '../../services/finance/main.ts'
import { renew } from './renew.ts'

for (const decider of [applicationDecider, payeeDecider, poolDecider, transferDecider]) renew(decider)
await runWhenMain(import.meta, finance)
