import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UploadAttachmentRequest } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { decodePiece, encodePiece } from './piece.ts'

const content = 7
const generated = (request: Partial<UploadAttachmentRequest>): Buffer =>
  Buffer.from(UploadAttachmentRequest.encode(UploadAttachmentRequest.create(request)).finish())

test.each([1, 127, 128, 16_383, 16_384, 131_072])(
  'a piece of %d bytes is what generated code makes of it',
  (length) => {
    const bytes = randomBytes(length)
    const message = encodePiece(content, bytes)
    expect(message.equals(generated({ content: bytes }))).toBe(true)
    expect(decodePiece(content, message)?.equals(bytes)).toBe(true)
  },
)

test('a message with anything else in it is left to generated code', () => {
  const bytes = randomBytes(300)
  expect(decodePiece(content, generated({ content: bytes, title: 'x' }))).toBeUndefined()
  expect(
    decodePiece(content, Buffer.concat([generated({ content: bytes }), generated({ content: bytes })])),
  ).toBeUndefined()
  expect(decodePiece(content, generated({}))).toBeUndefined()
})

test('whatever the bytes, it reads what generated code reads, or nothing', () => {
  const tagged = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from([(content << 3) | 2, ...bytes]))
  fc.assert(
    fc.property(tagged, (message) => {
      const piece = decodePiece(content, message)
      if (piece)
        expect(UploadAttachmentRequest.decode(message)).toEqual(UploadAttachmentRequest.create({ content: piece }))
    }),
  )
})
