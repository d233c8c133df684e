/** What is commanded of payments that were wrong: claimed back, or less of it, and paid back. */
import { right } from 'fp-ts/lib/Either.js'
import {
  AgreeRecoveryRequest,
  ClaimRecoveryRequest,
  RecordRecoveryRequest,
  ReduceClaimRequest,
} from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { written } from '#shared/grpc/content.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { command } from '#shared/grpc/method.ts'
import { transferDecider } from '../domain/transfer.ts'
import type { Finance } from '../main.ts'
import { checkInstalments, checkReceived, receivedIn } from './recovery.ts'
import { checkNamed, type Named, onTransfer, ready } from './transfer-command.ts'

type Claiming = Named & { readonly fen: bigint; readonly document: string; readonly text: string }

function checkClaiming(request: Claiming, fields: Fields): void {
  checkNamed(request, fields)
  fields.fen('fen', request.fen, 0n)
  fields.text('document', request.document, 1, limits.title)
  fields.prose('text', request.text)
}

const claimRecovery = command<Finance>()(ClaimRecoveryRequest, transferDecider, {
  check: checkClaiming,
  prepare: ({ name, fen, document, text: said }, call) =>
    written(said, {}, (text, contents) =>
      ready(name, call, ({ paid }) => right({ type: 'ClaimRecovery', fen, document, text, ...paid }), contents),
    ),
  ...onTransfer,
})

const reduceClaim = command<Finance>()(ReduceClaimRequest, transferDecider, {
  check: checkClaiming,
  prepare: ({ name, fen, document, text: said }, call) =>
    written(said, {}, (text, contents) =>
      ready(name, call, ({ paid }) => right({ type: 'ReduceClaim', fen, document, text, ...paid }), contents),
    ),
  ...onTransfer,
})

const agreeRecovery = command<Finance>()(AgreeRecoveryRequest, transferDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    checkInstalments(request.instalments, fields)
  },
  prepare: ({ name, instalments }, call) =>
    ready(name, call, ({ paid }) => right({ type: 'AgreeRecovery', instalments, ...paid })),
  ...onTransfer,
})

const recordRecovery = command<Finance>()(RecordRecoveryRequest, transferDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    checkReceived(request, fields)
  },
  prepare: (request, call) =>
    ready(request.name, call, ({ paid }) => right({ type: 'Recover', ...receivedIn(request), ...paid })),
  ...onTransfer,
})

export const recoveryMethods = { claimRecovery, reduceClaim, agreeRecovery, recordRecovery }
