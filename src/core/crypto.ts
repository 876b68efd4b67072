import type * as nodeCrypto from 'node:crypto'

/** Node's cryptography, loaded on its first use: a start that signs and verifies nothing does without it. */
export const crypto = (): typeof nodeCrypto => process.getBuiltinModule('node:crypto')
