/** Every consultation: what the service says, and what its records come to. */
import type { ReadRecord } from '#shared/record/record.ts'
import { consultationOf } from '#shared/testing/consultation-requests.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { type ReferenceConsultation, referenceConsultation } from '../../reference-fold/consultation.ts'
import { eventOf } from '../../reference-fold/reference-event.ts'
import type { Findings } from './findings.ts'

const bare = (name: string): string => name.replace(/^organisations\//, '')

/** What the service says, in the words of the reference; who is party to it is seen by who may read it, elsewhere. */
async function saidOf(stubs: Stubs, name: string): Promise<Omit<ReferenceConsultation, 'parties' | 'readers'>> {
  const said = await consultationOf(stubs, name)
  return {
    version: Number(said.etag),
    composition: said.organisations.map(bare),
    cases: said.cases.map(({ caseNumber, state, limit, versions, bodies, turn }) => ({
      number: caseNumber,
      state: state.replace('CONSULTATION_STATE_', ''),
      limit: `${limit?.year}-${limit?.month}-${limit?.day}`,
      versions: versions.length,
      bodies: bodies.map(({ organisation, answer, consentsBySilence }) => {
        if (answer) return `${bare(organisation)} ${answer.answer.replace('ANSWER_KIND_', '')} ${answer.version}`
        return consentsBySilence ? `${bare(organisation)} consents` : bare(organisation)
      }),
      turn: turn.map(bare),
    })),
  }
}

/** As many ended cases as an answer shows. */
const keptEnded = 20
const hasEnded = ({ state }: { state: string }): boolean => ['CONSENSUS', 'RULED', 'WITHDRAWN'].includes(state)

export async function compareConsultations(
  stubs: Stubs,
  records: readonly ReadRecord[],
  findings: Findings,
): Promise<void> {
  const histories = Map.groupBy(
    records.filter(({ type }) => type.startsWith('qiantou.consultation.')),
    ({ subject }) => subject,
  )
  for (const [name, history] of histories) {
    const { parties: _, readers: __, ...meant } = referenceConsultation(history.map(eventOf))
    const ended = meant.cases.filter(hasEnded).slice(0, -keptEnded)
    const shown = { ...meant, cases: meant.cases.filter((one) => !ended.includes(one)) }
    findings.same(name, await saidOf(stubs, name), shown)
    findings.counted('consultations')
    findings.counted('cases', meant.cases.length)
  }
}
