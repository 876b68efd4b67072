export { digitalocean } from './digitalocean/index.ts'
export { upcloud } from './upcloud/index.ts'
export { huawei } from './huawei/index.ts'
export { tencent } from './tencent/index.ts'
