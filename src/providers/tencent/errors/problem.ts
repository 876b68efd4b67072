import { Problem } from '../../../core/problem.ts'

/** What an error of API v2 carries beside its English text: the number of its class and the text in Chinese. */
export interface Detail {
  readonly number: number
  readonly zh: string
  /** The texts name a parameter as API v2 does. */
  readonly namesParameter?: true
}

export const problem = (number: number, codeDesc: string, en: string, zh: string): Problem =>
  new Problem({ status: 200, code: codeDesc, message: en, detail: { number, zh } satisfies Detail })

const aboutParameter = (codeDesc: string, en: string, zh: string): Problem => {
  const detail: Detail = { number: PARAMETER, zh, namesParameter: true }
  return new Problem({ status: 200, code: codeDesc, message: en, detail })
}

/** The class of bad parameters. */
export const PARAMETER = 4000
/** The class of what does not exist. */
export const ABSENT = 5000
const REFUSED = 5100

export const missing = (name: string): Problem =>
  aboutParameter(
    'InvalidParameter',
    `Request failed. Parameter [${name}] cannot be empty.`,
    `请求失败，参数[${name}]不能为空。`,
  )

export const invalid = (name: string): Problem =>
  aboutParameter(
    'InvalidParameter',
    `Request failed. Parameter [${name}] is invalid.`,
    `请求失败，参数[${name}]不正确。`,
  )

export const badValue = (codeDesc: string, name: string): Problem =>
  aboutParameter(codeDesc, `(10001)${name} is invalid`, `(10001)${name}不正确`)

export const badName = (codeDesc: string, en: string, zh: string, limit = 60): Problem =>
  problem(
    PARAMETER,
    codeDesc,
    `Invalid ${en} name. It must have 1 to ${limit} characters.`,
    `无效的${zh}名称，名称不能超过${limit}个字符`,
  )

export const absent = (codeDesc: string, en: string, zh: string): Problem =>
  problem(
    ABSENT,
    codeDesc,
    `${en} does not exist. Please verify that you have entered resource information correctly.`,
    `${zh}不存在。请再次核实您输入的资源信息是否正确。`,
  )

export const refused = (codeDesc: string, en: string, zh: string): Problem => problem(REFUSED, codeDesc, en, zh)

export const exceeded = (codeDesc: string, en: string, zh: string, limit: number): Problem =>
  refused(
    codeDesc,
    `The upper limit of number of ${en} (${limit}) has been exceeded. Please contact customer service for more resources.`,
    `超过${zh}数量上限（${limit}），如需更多资源请联系客服。`,
  )
