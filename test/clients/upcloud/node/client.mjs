import assert from 'node:assert/strict'

/** A caller of the API at a base URL: it answers status, headers and parsed body, whatever the status. */
export const clientAt =
  (url, user = 'testuser') =>
  async (method, path, body) => {
    const response = await fetch(`${url}/1.3${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      cid: response.headers.get('upcloud-cid'),
      text,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }

/** The one resource of an answer, whose status must be `status`. */
export const only = (answer, status) => {
  assert.equal(answer.status, status, answer.text)
  return Object.values(answer.body)[0]
}

/** A router with a network on it. */
export const createPlace = async (call, name, address) => {
  const router = only(await call('POST', '/router', { router: { name } }), 201)
  const ip_network = [{ address, dhcp: 'yes', dhcp_default_route: 'no', family: 'IPv4' }]
  const body = { network: { name, zone: 'pl-waw1', router: router.uuid, ip_networks: { ip_network } } }
  return { router: router.uuid, network: only(await call('POST', '/network/', body), 201).uuid }
}

export const peeringBody = (name, from, to, more = {}) => ({
  network_peering: { name, network: { uuid: from.network }, peer_network: { uuid: to.network }, ...more },
})

export const createPeering = async (call, name, from, to, labels) =>
  only(await call('POST', '/network-peering', peeringBody(name, from, to, labels && { labels })), 201)

export const stateOf = async (call, uuid) => only(await call('GET', `/network-peering/${uuid}`), 200).state

export const configure = async (call, uuid, configured_status) =>
  only(await call('PATCH', `/network-peering/${uuid}`, { network_peering: { configured_status } }), 200)

/** Asserts a refusal in the older services' form. */
export const refused = (answer, status, code) => {
  assert.deepEqual(
    { status: answer.status, type: answer.type, code: answer.body.error.error_code },
    { status, type: 'application/json; charset=UTF-8', code },
  )
}
