/** What is not there, or not for who asks: the two are not told apart (docs/domain.md, rule 12). */
import { reject } from '#shared/domain/rejection.ts'

export const notFound = {
  assignment: reject('notFound', 'ASSIGNMENT_NOT_FOUND'),
  attachment: reject('notFound', 'ATTACHMENT_NOT_FOUND'),
  task: reject('notFound', 'TASK_NOT_FOUND'),
}
