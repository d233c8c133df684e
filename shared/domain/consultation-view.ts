/** What services that hold no consultations know of those about applications. Folded only; nothing is decided here. */
import { consultationFoldVersion, evolve } from './consultation-fold.ts'
import { type Consultation, type ConsultationFact, consultationFacts } from './consultation-state.ts'
import type { Fold } from './decider.ts'

export const consultationView: Fold<Consultation, never, ConsultationFact> = {
  aggregate: 'consultation',
  foldVersion: consultationFoldVersion,
  folds: consultationFacts,
  touches: ({ subject }) => [subject],
  evolve: (state, recorded) => {
    const { fact } = recorded
    const isAbout = fact.$type === 'qiantou.consultation.v1.ConsultationOpened' && fact.application !== ''
    return state || isAbout ? evolve(state, recorded) : undefined
  },
}
