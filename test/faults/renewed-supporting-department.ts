/** supporting-department as a newer version of it would be: in what an assignment is. */
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { assignmentDecider } from '../../services/supporting-department/domain/assignment.ts'
import { supportingDepartment } from '../../services/supporting-department/main.ts'
import { renew } from './renew.ts'

renew(assignmentDecider)
await runWhenMain(import.meta, supportingDepartment)
