import type { Sentences } from './sentences.ts'

/** What reasons about attachments, and evidence that names them, mean. */
export const attachmentSentences: Sentences = {
  ATTACHMENT_NOT_FOUND: { en: 'There is no such attachment', zh: '无此附件' },
  ATTACHMENT_TOO_LARGE: {
    en: 'The file has {bytes} bytes; the limit is {limit}',
    zh: '文件为 {bytes} 字节,上限为 {limit} 字节',
  },
  ATTACHMENT_LOST: {
    en: 'The object store has lost this file, or a part of it; whoever has it can upload it again',
    zh: '对象存储已丢失该文件或其部分内容;持有者可重新上传',
  },
  OFFSET_BEYOND: { en: 'The file ends at byte {size}', zh: '文件止于第 {size} 字节' },
  UPLOAD_OFFSET: {
    en: 'Of this upload {arrived} bytes have arrived; go on from there, or begin anew at 0',
    zh: '该上传已到达 {arrived} 字节,请由此续传,或从 0 重新开始',
  },
  UPLOAD_INCOMPLETE: {
    en: 'Of {size} bytes {arrived} have arrived; send the rest from there',
    zh: '共 {size} 字节,已到达 {arrived} 字节;请由此续传',
  },
  UPLOAD_SUPERSEDED: { en: 'The same upload was begun again and goes on there', zh: '同一上传已重新开始,在彼处继续' },
  UPLOAD_IDLE: {
    en: 'Nothing has arrived for {seconds} seconds; what has arrived before is kept: go on from there',
    zh: '{seconds} 秒内未收到内容;已到达部分保留,可续传',
  },
  TOO_MANY_UPLOADS: {
    en: 'You have {limit} uploads under way, which is the limit; wait for one to end',
    zh: '贵单位正在上传的文件已达上限 {limit} 个,请待其一结束',
  },
  HASH_DIFFERS: {
    en: 'What arrived has the SHA-256 {actual}, not {sha256}; nothing was kept',
    zh: '收到内容的 SHA-256 为 {actual},并非 {sha256};未保留',
  },
  SIZE_DIFFERS: {
    en: 'More than the {size} bytes that were announced have arrived; nothing was kept',
    zh: '收到内容超过所声明的 {size} 字节;未保留',
  },
  EVIDENCE_MISSING: {
    en: 'The task has no attachment {location}; upload it first',
    zh: '任务无附件 {location},请先上传',
  },
  EVIDENCE_DIFFERS: {
    en: 'Attachment {location} has another {field}: {there}, not {named}',
    zh: '附件 {location} 的 {field} 不符:实为 {there},而非 {named}',
  },
}
