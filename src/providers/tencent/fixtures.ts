import { type Infer, schema } from '../../core/schema.ts'

const SHOWN = ['PENDING', 'ACTIVE', 'EXPIRED', 'REJECTED', 'FAILED'] as const

/** Records of a fixture file. */
export const Fixtures = schema((z) =>
  z.strictObject({
    accounts: z
      .array(
        z.strictObject({
          uin: z.int().positive(),
          appId: z.string().regex(/^\d+$/),
          keys: z.array(
            z.strictObject({
              secretId: z.string().regex(/^\S+$/),
              secretKey: z.string().min(1),
              token: z.string().min(1).optional(),
              disabled: z.boolean().default(false),
              actions: z.array(z.string()).optional(),
            }),
          ),
        }),
      )
      .default([]),
    vpcs: z
      .array(
        z.strictObject({
          id: z.string().regex(/^vpc-[0-9a-z]{8}$/),
          oldId: z.string().optional(),
          uin: z.int().positive().optional(),
          region: z.string().default('gz'),
          name: z.string(),
          cidrBlock: z.cidrv4(),
          routeTableId: z
            .string()
            .regex(/^rtb-[0-9a-z]{8}$/)
            .optional(),
        }),
      )
      .default([]),
    subnets: z
      .array(
        z.strictObject({
          vpcId: z.string(),
          subnetName: z.string().min(1),
          cidrBlock: z.cidrv4(),
          zoneId: z.union([z.string(), z.int().transform(String)]),
        }),
      )
      .default([]),
    routeTables: z
      .array(
        z.strictObject({
          id: z.string().regex(/^rtb-[0-9a-z]{8}$/),
          oldId: z.string().optional(),
          vpcId: z.string(),
          name: z.string().min(1),
        }),
      )
      .default([]),
    routes: z
      .array(
        z.strictObject({
          routeTableId: z.string(),
          destinationCidrBlock: z.string(),
          nextType: z.union([z.string(), z.int().transform(String)]),
          nextHub: z.string(),
          description: z.string().optional(),
        }),
      )
      .default([]),
    gateways: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          oldId: z.string().optional(),
          kind: z.enum(['public', 'vpn', 'direct_connect', 'ssl_vpn', 'nat']),
          vpcId: z.string(),
          name: z.string().default(''),
          address: z.ipv4().optional(),
        }),
      )
      .default([]),
    devices: z.array(z.strictObject({ vpcId: z.string(), address: z.ipv4() })).default([]),
    peerings: z
      .array(
        z.strictObject({
          id: z.string().regex(/^pcx-[0-9a-z]{8}$/),
          name: z.string(),
          vpcId: z.string(),
          peerVpcId: z.string(),
          state: z.enum(SHOWN).default('ACTIVE'),
          bandwidth: z.int().nonnegative().default(0),
        }),
      )
      .default([]),
  }),
)
export type Fixtures = Infer<typeof Fixtures>
