/** What is claimed back of awards and of payments, and how that is paid: as it is asked, and as it is answered. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import type { RecordRecoveryRequest } from '#proto/qiantou/application/v1/application_service.ts'
import { dayFrom, toDate } from '#shared/domain/calendar.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import type { Receiving, Recovery } from '../domain/recovery.ts'

/** Three years of months. */
const mostInstalments = 36

export function checkInstalments(instalments: readonly Instalment[], fields: Fields): void {
  fields.count('instalments', instalments.length, 1, mostInstalments)
  for (const [i, { due, fen }] of instalments.slice(0, mostInstalments).entries()) {
    fields.date(`instalments[${i}].due`, due)
    fields.fen(`instalments[${i}].fen`, fen, 1n)
    const former = instalments[i - 1]?.due
    const isLater = !former || !due || dayFrom(former) < dayFrom(due)
    fields.require(`instalments[${i}].due`, isLater, 'must come after the one before it')
  }
}

type Received = Pick<RecordRecoveryRequest, 'fen' | 'receivedOn' | 'reference'>

export function checkReceived({ fen, receivedOn, reference }: Received, fields: Fields): void {
  fields.fen('fen', fen, 1n)
  fields.date('received_on', receivedOn)
  fields.text('reference', reference, 1, 64)
}

export const receivedIn = ({ fen, receivedOn, reference }: Received): Receiving => ({
  ...{ fen, receivedOn: dayFrom(receivedOn as DateMessage), reference },
})

/** In which parts what is claimed back is paid, as agreed last. */
export const toInstalments = ({ agreed }: Recovery): Instalment[] =>
  (agreed?.instalments ?? []).map(({ due, fen }) => ({
    $type: 'qiantou.application.v1.Instalment',
    ...{ due: toDate(due), fen: BigInt(fen) },
  }))
