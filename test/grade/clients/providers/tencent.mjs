// One VPC, by signed calls of the old API, which answers 200 whatever happened.
import { createHmac } from 'node:crypto'
import { Refused } from '../http.mjs'

const { TENCENTCLOUD_SECRET_ID: id, TENCENTCLOUD_SECRET_KEY: secret } = process.env
const [, , , , base] = process.argv
const PATH = '/v2/index.php'
let nonce = Date.now() % 1_000_000_000

const signed = (parameters) => {
  const all = {
    Region: 'gz',
    SecretId: id,
    Timestamp: String(Math.floor(Date.now() / 1000)),
    Nonce: String(++nonce),
    SignatureMethod: 'HmacSHA1',
    ...parameters,
  }
  const query = Object.keys(all)
    .toSorted()
    .map((name) => `${name}=${all[name]}`)
    .join('&')
  const text = `GET${new URL(base).host}${PATH}?${query}`
  return `${base}${PATH}?${new URLSearchParams({ ...all, Signature: createHmac('sha1', secret).update(text).digest('base64') })}`
}

/** The call that a method on a resource stands for. */
const actionOf = (method, [, vpcId], body) => {
  if (method === 'POST') return { Action: 'CreateVpc', ...body }
  if (method === 'DELETE') return { Action: 'DeleteVpc', vpcId }
  return { Action: 'DescribeVpcEx', limit: '50', ...(vpcId && { vpcId }) }
}

/** Sends by way of a client; a careful one looks into the answer. */
export const via =
  (http, { looks }) =>
  async (method, url, { body }) => {
    const answer = await http(method, signed(actionOf(method, url.split('/'), body)), { verb: 'GET' })
    if (looks && answer.code !== 0)
      throw new Refused(/NotFound/.test(answer.codeDesc) ? 404 : 400, `${answer.codeDesc} ${answer.message}`)
    const one = method === 'GET' && url.includes('/')
    if (one && looks && answer.data.length === 0) throw new Refused(404, 'not found')
    return one ? answer.data[0] : answer
  }

export const things = [
  {
    url: 'vpc',
    list: 'vpc',
    rows: (page) => page.data,
    id: 'unVpcId',
    name: 'east',
    body: () => ({ vpcName: 'east', cidrBlock: '10.51.0.0/16' }),
    own: (row) => row.vpcName === 'east' && row.cidrBlock === '10.51.0.0/16',
  },
]
