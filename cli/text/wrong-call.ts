/** What commander says of a wrong call, in Chinese: it speaks English alone. */

const sentences: readonly (readonly [RegExp, string])[] = [
  [/^missing required argument '(.+)'$/, '缺少参数 <$1>'],
  [/^required option '(.+)' not specified$/, '缺少必填选项 $1'],
  [/^option '(.+)' argument missing$/, '选项 $1 缺少取值'],
  [/^option '(.+)' argument '(.*)' is invalid\. Allowed choices are (.+)\.$/s, '选项 $1 的取值“$2”无效,可取 $3'],
  [/^option '(.+)' argument '(.*)' is invalid\. (.+)$/s, '选项 $1 的取值“$2”无效:$3'],
  [
    /^command-argument value '(.*)' is invalid for argument '(.+)'\. Allowed choices are (.+)\.$/s,
    '参数 <$2> 的取值“$1”无效,可取 $3',
  ],
  [/^option '(.+)' cannot be used with option '(.+)'$/, '选项 $1 与 $2 不能同时使用'],
  [/^unknown option '(.+)'$/, '没有选项 $1'],
  [/^unknown command '(.+)'$/, '没有命令 $1'],
  [/^too many arguments.* Expected (\d+) arguments? but got (\d+).*$/s, '参数过多:应为 $1 个,实为 $2 个'],
  [/^\(Did you mean (?:one of )?(.+)\?\)$/, '(是否为 $1?)'],
]

/** A complaint of commander's in Chinese; as it is where there is no sentence for it. */
export const wrongCall = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const found = sentences.find(([pattern]) => pattern.test(line))
      return found ? line.replace(...(found as [RegExp, string])) : line
    })
    .join(' ')
