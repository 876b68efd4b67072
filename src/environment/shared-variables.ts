import type { Variables } from '../world/provider.ts'

/** Hosts that go past the proxy. The first is nobody's own, and tells where they begin in a list. */
const HERE = 'peertwin.localhost,localhost,127.0.0.1,::1'
const OURS_IN_HOSTS = new RegExp(`,?${HERE.replaceAll('.', String.raw`\.`)}$`)

const OURS_IN_OPTIONS =
  / ?(?:"-Djavax\.net\.ssl\.trustStore=[^"]*|-Djavax\.net\.ssl\.trustStore=[^\s"]*)[/\\]peertwin[/\\]ca-[0-9a-f]{16}[/\\]trust\.p12"? -Djavax\.net\.ssl\.trustStoreType=PKCS12(?: -Dhttps?\.proxy(?:Host|Port)=\S+)*$/

interface List {
  readonly ours: RegExp
  readonly separator: string
}

const HOSTS: List = { ours: OURS_IN_HOSTS, separator: ',' }
const JVM: List = { ours: OURS_IN_OPTIONS, separator: ' ' }
const LISTS: Readonly<Record<string, List>> = {
  NO_PROXY: HOSTS,
  no_proxy: HOSTS,
  JAVA_TOOL_OPTIONS: JVM,
}

/** Variables of this process. */
export type Present = Readonly<Record<string, string | undefined>>

/** What others have in a list; empty for a variable that is none. */
const othersIn = (name: string, present: Present): string => {
  const list = LISTS[name]
  return list ? (present[name] ?? '').replace(list.ours, '') : ''
}

// the JVM takes the last of two options that contradict
const added = ({ separator }: List, others: string, ours: string): string =>
  others === '' ? ours : `${others}${separator}${ours}`

/** Both spellings of the list of hosts that go past a proxy, with those of this machine. */
export const pastProxy = (present: Present): Variables => {
  const [upper, lower] = [othersIn('NO_PROXY', present), othersIn('no_proxy', present)]
  return { NO_PROXY: added(HOSTS, upper || lower, HERE), no_proxy: added(HOSTS, lower || upper, HERE) }
}

/** The variable with options for every JVM, with more of them. */
export const javaOptions = (present: Present, options: string): Variables => ({
  JAVA_TOOL_OPTIONS: added(JVM, othersIn('JAVA_TOOL_OPTIONS', present), options),
})

/** What is left of a variable when it leads no client to the emulator any more: null, or what others have in a list. */
export const takenFrom = (name: string, present: Present): string | null => othersIn(name, present) || null
