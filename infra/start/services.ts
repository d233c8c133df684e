/** Every service there is: whoever starts, tests or measures a bus takes them from here. */
import { coordinationOffice } from '#services/coordination-office/main.ts'
import { eventLog } from '#services/event-log/main.ts'
import { finance } from '#services/finance/main.ts'
import { leadAgency } from '#services/lead-agency/main.ts'
import { supportingDepartment } from '#services/supporting-department/main.ts'

/** In the order of their start: the archive first, from which the others rebuild. */
export const services = [eventLog, coordinationOffice, leadAgency, supportingDepartment, finance]

/** Those that have a database of their own. */
export const storing = services.filter(({ migrations }) => Object.keys(migrations).length > 0)

/** Those that record. */
export const recording = services.filter(({ migrations }) => 'store' in migrations)
