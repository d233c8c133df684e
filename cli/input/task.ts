/** Arguments that commands about tasks have in common. */

export const taskArgument = ['<task>', 'a task, such as 2026-2-1'] as const
export const bodyArgument = ['<body>', 'a body, such as hn-jyt'] as const
export const textForm = 'a text, @FILE, or - for standard input'
