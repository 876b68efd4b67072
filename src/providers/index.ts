export { digitalocean } from './digitalocean/index.ts'
