/** How secret something is, and whether it is published, as options of the commands that carry what people write. */
import { type Command, Option } from 'commander'
import {
  type PublicationAttribute,
  publicationAttributeFromJSON,
  type SecrecyLevel,
  secrecyLevelFromJSON,
} from '#proto/qiantou/record/v1/record.ts'
import { usage } from '../failure.ts'
import { oneOf } from './command.ts'

export type SecrecyOptions = { readonly secrecy?: string; readonly publication?: string }

const stateSecrets = ['confidential', 'secret', 'top_secret']
const levels = ['work_secret', ...stateSecrets]
const attributes = ['proactive', 'on_request', 'withheld']

/** A command that carries what people write. */
export const secret = (command: Command): Command =>
  command
    .addOption(
      new Option('--secrecy <level>', `how secret it is: ${levels.join(', ')}; state secrets are refused`).argParser(
        oneOf(levels),
      ),
    )
    .addOption(
      new Option('--publication <attribute>', `whether it is published: ${attributes.join(', ')}`).argParser(
        oneOf(attributes),
      ),
    )

type Fields = { readonly secrecy?: SecrecyLevel; readonly publication?: PublicationAttribute }

/** The fields that these options stand for. @throws Failure USAGE for a state secret, before anything of it is sent */
export function secrecyFields({ secrecy, publication }: SecrecyOptions): Fields {
  if (secrecy && stateSecrets.includes(secrecy))
    throw usage({
      zh: '国家秘密不得进入本系统,未发送任何内容;请线下办理,任务本身可用 task issue --offline 交办',
      en: 'state secrets do not go through this system, and nothing was sent: handle it offline; the task itself may be issued with task issue --offline',
    })
  return {
    ...(secrecy ? { secrecy: secrecyLevelFromJSON(`SECRECY_LEVEL_${secrecy.toUpperCase()}`) } : {}),
    ...(publication
      ? { publication: publicationAttributeFromJSON(`PUBLICATION_ATTRIBUTE_${publication.toUpperCase()}`) }
      : {}),
  }
}
