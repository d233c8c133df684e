/** coordination-office as a newer version of it would be: in what a consultation and the supervision of a part are. */
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { consultationDecider } from '../../services/coordination-office/domain/consultation.ts'
import { supervisionDecider } from '../../services/coordination-office/domain/supervision.ts'
import { coordinationOffice } from '../../services/coordination-office/main.ts'
import { renew } from './renew.ts'

renew(consultationDecider)
renew(supervisionDecider)
await runWhenMain(import.meta, coordinationOffice)
