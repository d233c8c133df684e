/** Sign-off chains of records that were made before the attribute `signoff`: they stood in the fact, in a field of its own. */
import { BinaryReader } from '@bufbuild/protobuf/wire'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'

/** The number of that field, reserved in the messages since. */
const fields: ReadonlyMap<string, number> = new Map([
  ['qiantou.assignment.v1.ProgressReported', 7],
  ['qiantou.assignment.v1.AssignmentSubmitted', 5],
  ['qiantou.consultation.v1.ConsultationAnswered', 5],
  ['qiantou.consultation.v1.ConsultationRuled', 5],
  ['qiantou.supervision.v1.ReportConfirmed', 6],
  ['qiantou.supervision.v1.StepIssued', 10],
  ['qiantou.task.v1.TaskIssued', 12],
  ['qiantou.task.v1.SubmissionAccepted', 3],
  ['qiantou.task.v1.SubmissionReturned', 4],
  ['qiantou.task.v1.ClosingProposed', 5],
  ['qiantou.task.v1.DissentRuled', 5],
  ['qiantou.task.v1.TaskClosed', 1],
])

/** Nobody of a fact that does not decode: whoever opens it is told so. */
export function earlierSignOff(type: string, data: Uint8Array): readonly SignOff[] {
  const field = fields.get(type)
  if (field === undefined) return []
  const steps: SignOff[] = []
  try {
    const reader = new BinaryReader(data)
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag()
      if (number === field) steps.push(SignOff.decode(reader.bytes()))
      else reader.skip(wireType)
    }
  } catch {
    return []
  }
  return steps
}
