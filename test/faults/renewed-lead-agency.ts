/** lead-agency as a newer version of it would be: in what a task is. */
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { taskDecider } from '../../services/lead-agency/domain/task.ts'
import { leadAgency } from '../../services/lead-agency/main.ts'
import { renew } from './renew.ts'

renew(taskDecider)
await runWhenMain(import.meta, leadAgency)
