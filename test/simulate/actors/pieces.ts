/** Pieces of parts (分办): bodies give them to cities, which do them; what is done is accepted, returned, or taken back. */
import {
  AcceptSubassignmentRequest,
  AcknowledgeSubassignmentRequest,
  type Assignment,
  GetAssignmentRequest,
  ReportSubassignmentRequest,
  ReturnSubassignmentRequest,
  SubassignAssignmentRequest,
  SubmitSubassignmentRequest,
  WithdrawSubassignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { fresh } from '../world/request.ts'
import type { Client } from './client.ts'

const cities = ['hn-changsha', 'hn-zhuzhou', 'hn-xiangtan', 'hn-yueyang', 'hn-changde']

/** Gives a piece of a part, now and then. @returns whether it did */
export async function givePiece(client: Client, { name, subassignments }: Assignment): Promise<boolean> {
  const { world } = client
  if (subassignments.length > 1 || !world.happens(0.004, name, 'piece')) return false
  const city = world.chance.pick(cities, name, world.today, 'city')
  const what = `报送本市${world.chance.pick(['算力资源', '应用场景', '数据资源'], name, 'what')}`
  const request = SubassignAssignmentRequest.create({ ...fresh(), name, organisation: `organisations/${city}`, what })
  const given = await client.send('assignments', (stub) => stub.subassignAssignment, request)
  if (!given) return false
  const number = given.assignment?.subassignments.findLast(
    (piece) => piece.organisation === request.organisation,
  )?.number
  world.pieceTexts.set(`${name} ${number}`, what)
  // The city is told by telephone.
  world.pieces.set(city, new Set([...(world.pieces.get(city) ?? []), name]))
  return true
}

/** What the body of a part does about its open pieces. */
export async function lookAtPieces(client: Client, { name, subassignments }: Assignment): Promise<void> {
  const { world } = client
  for (const { organisation, state, number } of subassignments) {
    const about = { ...fresh(), name, organisation }
    if (world.comes(0.02, name, `${number}`, 'withdraw')) {
      const request = WithdrawSubassignmentRequest.create({ ...about, reason: '由本厅直接办理' })
      await client.send('assignments', (stub) => stub.withdrawSubassignment, request)
    } else if (state === 'SUBASSIGNMENT_STATE_SUBMITTED' && world.comes(0.8, name, `${number}`, 'review')) {
      if (world.comes(0.2, name, `${number}`, 'return')) {
        const request = ReturnSubassignmentRequest.create({ ...about, reason: '口径不符' })
        await client.send('assignments', (stub) => stub.returnSubassignment, request)
      } else {
        const request = AcceptSubassignmentRequest.create(about)
        await client.send('assignments', (stub) => stub.acceptSubassignment, request)
      }
    }
  }
}

/** Works on the pieces that a city has; of one that is over, or was taken back, it sees no more. */
export async function workOnPieces(client: Client): Promise<void> {
  const { world, code } = client
  for (const name of world.pieces.get(code) ?? []) {
    const request = GetAssignmentRequest.create({ name })
    const found = await client.ask('assignments', (stub) => stub.getAssignment, request)
    const piece = found?.assignment?.subassignments.findLast(({ organisation }) => organisation === client.name)
    if (!piece) world.pieces.get(code)?.delete(name)
    else if (world.comes(0.8, name, code, 'works on its piece')) await workOn(client, name, piece.state)
  }
}

async function workOn(client: Client, name: string, state: string): Promise<void> {
  const { world, code } = client
  if (state === 'SUBASSIGNMENT_STATE_GIVEN') {
    const request = AcknowledgeSubassignmentRequest.create({ ...fresh(), name })
    await client.send('assignments', (stub) => stub.acknowledgeSubassignment, request)
  } else if (state === 'SUBASSIGNMENT_STATE_ACKNOWLEDGED' || state === 'SUBASSIGNMENT_STATE_IN_PROGRESS') {
    if (world.comes(0.3, name, code, 'reports on its piece')) {
      const request = ReportSubassignmentRequest.create({ ...fresh(), name, percent: 60, text: '摸底过半' })
      await client.send('assignments', (stub) => stub.reportSubassignment, request)
      return
    }
    const shown = await client.attach(name.split('/assignments/')[0] ?? '', '资源清单')
    const said = { text: '已报送', evidence: shown ? [shown] : [] }
    const request = SubmitSubassignmentRequest.fromPartial({ ...fresh(), name, ...said })
    await client.send('assignments', (stub) => stub.submitSubassignment, request)
  }
}
