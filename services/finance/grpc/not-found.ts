/** What is not there, or not for who asks: the two are not told apart (docs/domain.md, rule 12). */
import { reject } from '#shared/domain/rejection.ts'

export const notFound = {
  measure: reject('notFound', 'MEASURE_NOT_FOUND'),
  allocation: reject('notFound', 'ALLOCATION_NOT_FOUND'),
  quota: reject('notFound', 'QUOTA_NOT_FOUND'),
  apportionment: reject('notFound', 'APPORTIONMENT_NOT_FOUND'),
  pool: reject('notFound', 'POOL_NOT_FOUND'),
  transfer: reject('notFound', 'TRANSFER_NOT_FOUND'),
  payee: reject('notFound', 'PAYEE_NOT_FOUND'),
  application: reject('notFound', 'APPLICATION_NOT_FOUND'),
  roster: reject('notFound', 'ROSTER_NOT_FOUND'),
  voucher: reject('notFound', 'VOUCHER_NOT_FOUND'),
  programme: reject('notFound', 'PROGRAMME_NOT_FOUND'),
}
