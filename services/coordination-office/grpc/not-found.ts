/** What is not there, or not for who asks: the two are not told apart (docs/domain.md, rule 12). */
import { reject } from '#shared/domain/rejection.ts'

export const notFound = {
  burden: reject('notFound', 'BURDEN_NOT_FOUND'),
  consultation: reject('notFound', 'CONSULTATION_NOT_FOUND'),
  organisation: reject('notFound', 'ORGANISATION_NOT_FOUND'),
  programme: reject('notFound', 'PROGRAMME_NOT_FOUND'),
  report: reject('notFound', 'REPORT_NOT_FOUND'),
  supervision: reject('notFound', 'SUPERVISION_NOT_FOUND'),
}
