/** What is commanded in stories of tasks. */
import type { TaskCommand } from '#services/lead-agency/domain/task.ts'
import { evidence, text } from './task-facts.ts'

export const propose = {
  type: 'ProposeClosing',
  statement: text('已达标准'),
  evidence: [evidence('验收报告')],
} satisfies TaskCommand
