import type { HttpApp } from '../http/api.ts'
import type { Provider } from '../world/provider.ts'
import { confluent } from './confluent/index.ts'
import { digitalocean } from './digitalocean/index.ts'
import { huawei } from './huawei/index.ts'
import { tencent } from './tencent/index.ts'
import { upcloud } from './upcloud/index.ts'

/** All providers, in the order in which they are listed everywhere. */
export const providers: readonly Provider<HttpApp>[] = [digitalocean, upcloud, confluent, huawei, tencent]
