export { digitalocean } from './digitalocean/index.ts'
export { upcloud } from './upcloud/index.ts'
