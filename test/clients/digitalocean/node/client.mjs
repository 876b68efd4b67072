import { DigitalOceanApiKeyAuthenticationProvider, createDigitalOceanClient } from '@digitalocean/dots'
import { FetchRequestAdapter } from '@microsoft/kiota-http-fetchlibrary'

/** What the API calls `/v2` in the vendor's client, pointed at a base URL. */
export const clientAt = (url, token = `dop_v1_${'0'.repeat(64)}`) => {
  const adapter = new FetchRequestAdapter(new DigitalOceanApiKeyAuthenticationProvider(token))
  adapter.baseUrl = url
  return createDigitalOceanClient(adapter).v2
}

export const createVpc = async (v2, name) => (await v2.vpcs.post({ name, region: 'nyc3' })).vpc

export const createPeering = async (v2, name, ...vpcIds) => (await v2.vpc_peerings.post({ name, vpcIds })).vpcPeering

/** The error a call ends with. */
export const failureOf = async (promise) => {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('the call was expected to fail')
}

/** What the client shows of an error answer. */
export const shown = (error) => ({
  status: error.responseStatusCode,
  id: error.id,
  message: error.messageEscaped,
  requestId: error.requestId,
})
