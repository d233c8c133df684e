import type { Session } from '../session.ts'
export async function play(_: Session, __: { readonly task?: string }): Promise<void> {}
