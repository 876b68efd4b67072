export { confluent } from './confluent/index.ts'
export { digitalocean } from './digitalocean/index.ts'
