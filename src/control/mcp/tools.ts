import type { Route } from '../route.ts'

/** A tool for programs that talk the Model Context Protocol: a call of the control API with a name and a use. */
export interface Tool {
  readonly name: string
  /** Method and path of its route. */
  readonly route: `${Route['method']} /${string}`
  readonly about: string
  /** It changes nothing. */
  readonly reads?: true
}

export const TOOLS: readonly Tool[] = [
  {
    name: 'create_namespace',
    route: 'POST /namespaces',
    about:
      'Makes a world of its own with a credential per provider. Requests sent with such a credential belong to it. Begin here, so that nothing else is disturbed.',
  },
  {
    name: 'client_settings',
    route: 'GET /clients',
    about: 'The base URL, credential and lines of code or environment that point each client at the namespace.',
    reads: true,
  },
  {
    name: 'list_resources',
    route: 'GET /resources',
    about: 'All resources with their states and what is due for them.',
    reads: true,
  },
  {
    name: 'show_resource',
    route: 'GET /resources/:id',
    about: 'One resource: record, state machine, what ends its state.',
    reads: true,
  },
  {
    name: 'force_state',
    route: 'PATCH /resources/:id',
    about: 'Puts a resource into a state of its machine, such as FAILED with an error code.',
  },
  {
    name: 'release_transition',
    route: 'POST /resources/:id/release',
    about: 'Lets a transition of the scenario happen that waits for it.',
  },
  {
    name: 'read_clock',
    route: 'GET /clock',
    about: 'Where the emulated clock stands, and when something is due next.',
    reads: true,
  },
  {
    name: 'set_clock',
    route: 'PUT /clock',
    about: 'Freezes the clock ({"mode": "virtual"}) or lets it run ({"mode": "real"}).',
  },
  {
    name: 'advance_clock',
    route: 'POST /clock/advance',
    about: 'Moves the emulated clock by a span or to an instant; what is due by then happens.',
  },
  {
    name: 'settle',
    route: 'POST /clock/settle',
    about: 'Jumps from event to event until nothing is due: every PROVISIONING comes to its end.',
  },
  {
    name: 'add_fault',
    route: 'POST /faults',
    about:
      'Disturbs some calls: an error in the provider’s words, a lost or half answer, a delay; stage "after" means that the change is committed and the client does not hear.',
  },
  { name: 'list_faults', route: 'GET /faults', about: 'All faults with their hits and what is left.', reads: true },
  {
    name: 'scenario_names',
    route: 'GET /scenario-names',
    about: 'The operations, states, events and errors that faults and scenarios can name.',
    reads: true,
  },
  {
    name: 'keep_scenario',
    route: 'POST /scenarios',
    about: 'Checks a scenario file (YAML) and keeps it; mistakes come back with line and nearest valid name.',
  },
  { name: 'activate_scenario', route: 'POST /scenarios/:id/activate', about: 'Activates a scenario that is kept.' },
  {
    name: 'find_requests',
    route: 'POST /requests/find',
    about: 'What the client sent and what it got, the newest last, secrets masked, with warnings about what it does.',
    reads: true,
  },
  {
    name: 'explain_request',
    route: 'GET /requests/:n/explain',
    about: 'Why a request was answered as it was: rule, documented fact, rows before and after.',
    reads: true,
  },
  {
    name: 'verify',
    route: 'POST /requests/verify',
    about: 'Holds what happened against expectations: calls, retries, duplicates, end states.',
    reads: true,
  },
  { name: 'save_snapshot', route: 'PUT /snapshots/:name', about: 'Saves the present world under a name.' },
  {
    name: 'restore_snapshot',
    route: 'POST /snapshots/:name/restore',
    about: 'Goes on from a saved world; ids and times repeat, so a failure can be played again.',
  },
]
