import type { Code } from './codes/index.ts'
import { gatewayProblems } from './gateways.ts'
import { networkProblems } from './networks.ts'
import { peeringProblems } from './peerings.ts'
import { tagProblems } from './tags.ts'
import type { common } from './requests.ts'

/** Every refusal of an operation, by name. */
export const problems = { ...networkProblems, ...peeringProblems, ...gatewayProblems, ...tagProblems }

/** The name of a problem, whether a request as such or an operation has it; of API 3.0, its code. */
export type ProblemName = keyof typeof common | keyof typeof problems | Code
