export { digitalocean } from './digitalocean/index.ts'
export { tencent } from './tencent/index.ts'
