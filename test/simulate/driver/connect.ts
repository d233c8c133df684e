/** The services of a deployment as one caller sees them: each under an address of its own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tls } from '#shared/grpc/server.ts'
import { makeStubs, type Stubs } from '#shared/testing/stubs.ts'
import type { Deployment, Doubled } from '../../faults/deployment.ts'

/** The certificate of `organisation/hn-kjt`, or of a service. */
export function tlsIn({ home }: Deployment, path: string): Tls {
  const read = (file: string): string => readFileSync(join(home, 'certificates', file), 'utf8')
  return { ca: read('ca.crt'), cert: read(`${path}.crt`), key: read(`${path}.key`) }
}

/** `second`: of which service it speaks to the second instance. */
export function connect(deployment: Deployment, path: string, second?: Doubled): Stubs {
  const tls = tlsIn(deployment, path)
  const at = (service: string): Stubs =>
    makeStubs(deployment.address(service === second ? `${service}-2` : service), tls)
  const [log, office] = [at('event-log'), at('coordination-office')]
  const [lead, department, finance] = [at('lead-agency'), at('supporting-department'), at('finance')]
  return {
    ...{ programmes: lead.programmes, tasks: lead.tasks, events: log.events, operations: log.operations },
    ...{ assignments: department.assignments, attachments: department.attachments },
    ...{ consultations: office.consultations, directory: office.directory, burdens: office.burdens },
    ...{
      reports: office.reports,
      supervisions: office.supervisions,
      measures: finance.measures,
      pools: finance.pools,
      applications: finance.applications,
      payees: finance.payees,
      transfers: finance.transfers,
      rosters: finance.rosters,
      vouchers: finance.vouchers,
      allocations: finance.allocations,
      apportionments: finance.apportionments,
      budgets: finance.budgets,
    },
    close: () => {
      for (const stubs of [log, office, lead, department, finance]) stubs.close()
    },
  }
}
