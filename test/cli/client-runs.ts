/** Where a suite of real clients goes in through a door with the lines of a client. */
export interface Run {
  /** Who ran. */
  readonly client: string
  /** The file under test/clients, and a text in it that only this client explains. */
  readonly suite: string
  readonly proof: string
}

/** What is run of the lines of one client, by door. */
export interface Runs {
  readonly http?: readonly Run[]
  readonly tls?: readonly Run[]
  readonly proxy?: readonly Run[]
  /** Those of its clients that no suite runs. */
  readonly notRun?: readonly string[]
}

const run = (client: string, suite: string, proof: string): Run => ({ client, suite, proof })
const curl = (provider: string): Runs => {
  const runs = [run('curl', 'doors/shell/test.sh', `${provider}) set -- `)]
  return { http: runs, tls: runs, proxy: runs }
}
const upcloud = [run('Go SDK', 'upcloud/go/doors_test.go', 'client.NewFromEnv()')]

/** All of them, by provider and the name of the client in its `clients.ts`. */
export const RUNS: Readonly<Record<string, Readonly<Record<string, Runs>>>> = {
  digitalocean: {
    Terraform: { notRun: ['Terraform'] },
    doctl: { notRun: ['doctl'] },
    'mcp-digitalocean': { notRun: ['mcp-digitalocean'] },
    Ansible: { notRun: ['Ansible'] },
    godo: {
      http: [run('godo', 'digitalocean/go/emulator_test.go', 'godo.SetBaseURL(e.url)')],
      proxy: [run('godo', 'digitalocean/go/doors_test.go', 'godo.NewFromToken(os.Getenv("DIGITALOCEAN_TOKEN"))')],
    },
    '@digitalocean/dots': {
      http: [run('dots', 'digitalocean/node/client.mjs', 'adapter.baseUrl = url')],
      tls: [run('dots', 'digitalocean/node/doors.test.mjs', 'clientAt(process.env.DIGITALOCEAN_API_URL')],
    },
    pydo: {
      tls: [run('pydo', 'digitalocean/python/test_doors.py', 'endpoint=base')],
      proxy: [run('pydo', 'digitalocean/python/test_doors.py', 'pydo.Client(token=variables["DIGITALOCEAN_TOKEN"]))')],
    },
    curl: curl('digitalocean'),
  },
  upcloud: {
    'Terraform, upctl, Go SDK': { http: upcloud, tls: upcloud, proxy: upcloud, notRun: ['Terraform', 'upctl'] },
    'Go SDK': { http: [run('Go SDK', 'upcloud/go/emulator_test.go', 'client.WithBaseURL(e.url)')] },
    'Python SDK': { notRun: ['Python SDK'] },
    curl: curl('upcloud'),
  },
  confluent: {
    Terraform: { notRun: ['Terraform'] },
    'Confluent CLI': {
      http: [run('its login library', 'confluent/go/login_test.go', '"/cpdev.cloud"')],
      notRun: ['the command itself'],
    },
    'Go SDK': { http: [run('Go SDK', 'confluent/go/emulator_test.go', 'networkingConfig.Servers[0].URL = url')] },
    curl: curl('confluent'),
  },
  huawei: {
    'Terraform huaweicloud': { notRun: ['Terraform'] },
    'Terraform opentelekomcloud, gophertelekomcloud, openstack': {
      http: [
        run('gophertelekomcloud', 'huawei/go/tenants_test.go', 'IdentityEndpoint: baseURL + "/v3"'),
        run('openstack', 'huawei/python/test_openstack.py', '"OS_AUTH_URL": f"{url}/v3"'),
      ],
      proxy: [run('openstack', 'huawei/python/test_doors.py', '[OPENSTACK, "vpc", "peering", "list"')],
      notRun: ['Terraform'],
    },
    'huaweicloud SDKs (Node, Python, Go)': {
      http: [run('Python SDK', 'huawei/python/test_doors.py', 'test_the_sdk_with_a_variable_for_the_region')],
      proxy: [run('Python SDK', 'huawei/python/test_doors.py', 'test_the_sdk_with_keys_from_variables')],
      notRun: ['Go SDK', 'Node SDK (it is run with `.withEndpoint()`)'],
    },
  },
  tencent: {
    'Terraform tencentcloud': { notRun: ['Terraform'] },
    tccli: { http: [run('tccli', 'tencent/python/test_api3.py', '"--endpoint", self.emulator.url')] },
    'tencentcloud-sdk-python': {
      http: [run('Python SDK', 'tencent/python/test_api3.py', 'HttpProfile(protocol="http"')],
      proxy: [run('Python SDK', 'tencent/python/test_certifi.py', 'vpc_client.VpcClient(keys, "ap-guangzhou")')],
    },
    'tencentcloud-sdk-go': {
      http: [run('Go SDK', 'tencent/go/emulator_test.go', 'HttpProfile.Scheme, clientProfile.HttpProfile.Endpoint')],
    },
    'tencentcloud-sdk-nodejs': {
      http: [run('Node SDK', 'tencent/node/api3.test.mjs', 'httpProfile: { endpoint: host')],
    },
    'qcloudapi-sdk (Node)': {
      http: [run('Node SDK', 'tencent/node/client.mjs', 'protocol: protocol.slice(0, -1)')],
      proxy: [run('Node SDK', 'tencent/node/life.test.mjs', 'the SDK speaks to its own hosts through a proxy')],
    },
    'qcloudapi-sdk (Python, Java, PHP, .NET, Go)': {
      proxy: [
        run('Python SDK and qcloudcli', 'tencent/python/test_life.py', 'cls.emulator.environment()'),
        run('Java SDK', 'tencent/java/Life.java', 'com.qcloud.QcloudApiModuleCenter'),
      ],
      notRun: ['PHP', '.NET', 'Go'],
    },
    'dbdd4us/qcloudapi-sdk-go': { notRun: ['dbdd4us/qcloudapi-sdk-go'] },
  },
}
