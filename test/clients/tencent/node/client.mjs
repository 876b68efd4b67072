import { readFileSync } from 'node:fs'
import QcloudApi from 'qcloudapi-sdk'

const { tencent } = JSON.parse(readFileSync(new URL('../world.json', import.meta.url), 'utf8'))

/** The two accounts of the fixtures. */
export const [red, blue] = tencent.accounts.map(({ uin, keys: [key] }) => ({ uin, ...key }))

/** What the SDK hands to its callback, for an account at the emulator; `options` are those of its constructor. */
export const clientAt = (url, { secretId, secretKey }, options = {}) => {
  const { host, protocol } = new URL(url)
  const api = new QcloudApi({
    SecretId: secretId,
    SecretKey: secretKey,
    Region: 'gz',
    protocol: protocol.slice(0, -1),
    host,
    ...options,
  })
  return (Action, parameters = {}) =>
    new Promise((resolve, reject) => {
      api.request({ Action, ...parameters }, (error, body) => (error ? reject(error) : resolve(body)))
    })
}

/** Speaks for those who want a success: throws what else comes. */
export const good = async (answer) => {
  const body = await answer
  if (body.code !== 0) throw new Error(JSON.stringify(body))
  return body
}
