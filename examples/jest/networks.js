/** Names of the private networks of an UpCloud account. */
const networkNames = async ({ url, username, password }) => {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const response = await fetch(`${url}/1.3/network?zone=fi-hel1`, { headers: { authorization } })
  if (!response.ok) throw new Error(`UpCloud answers ${response.status}`)
  const { networks } = await response.json()
  return networks.network.filter(({ type }) => type === 'private').map(({ name }) => name)
}

module.exports = { networkNames }
