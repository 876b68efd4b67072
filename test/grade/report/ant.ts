/** An element of XML: attributes, children in their order, and its own text. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const MARKUP = /<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy

/** The root of a document that has elements, attributes and text alone. Throws for what is not well-formed. */
export const parseXml = (document: string): Element => {
  const text = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  let end = 0
  for (const [whole, closing, name = '', given = '', empty, words] of text.matchAll(MARKUP)) {
    end += whole.length
    const parent = open.at(-1)!
    if (words !== undefined) parent.text += checked(words)
    else if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`)
    } else {
      const pairs = [...given.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, checked(value!)] as const)
      const attributes = Object.fromEntries(pairs)
      if (Object.keys(attributes).length < pairs.length) throw new Error(`<${name}> has an attribute twice`)
      const element = { name, attributes, children: [], text: '' }
      parent.children.push(element)
      if (!empty) open.push(element)
    }
  }
  if (end < text.length || open.length > 1)
    throw new Error(`no XML from ${JSON.stringify(text.slice(end, end + 80))} on`)
  return top.children[0]!
}

const checked = (text: string): string => {
  // eslint-disable-next-line no-control-regex
  if (/&(?!(?:amp|lt|gt|quot|apos);)|[\0-\b\v\f\x0e-\x1f]/.test(text))
    throw new Error(`not XML: ${JSON.stringify(text)}`)
  return text
}

const [TOKEN, STRING] = [/^\S+(?: \S+)*$/, /^/]
const [INT, DECIMAL, TIME] = [/^-?\d+$/, /^-?\d+(?:\.\d+)?$/, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/]

interface Shape {
  readonly needs?: Readonly<Record<string, RegExp>>
  readonly may?: Readonly<Record<string, RegExp>>
  /** Names of the children in a row, each followed by a blank. */
  readonly inside?: RegExp
}

const FAILED: Shape = { needs: { type: STRING }, may: { message: STRING } }
/** What the schema of Ant's JUnit reports asks of each element. */
const SHAPES: Readonly<Record<string, Shape>> = {
  testsuites: { inside: /^(?:testsuite )*$/ },
  testsuite: {
    needs: {
      name: TOKEN,
      package: TOKEN,
      id: INT,
      timestamp: TIME,
      hostname: TOKEN,
      tests: INT,
      failures: INT,
      errors: INT,
      time: DECIMAL,
    },
    may: { skipped: INT },
    inside: /^properties (?:testcase )*system-out system-err $/,
  },
  properties: { inside: /^(?:property )*$/ },
  property: { needs: { name: TOKEN, value: STRING } },
  testcase: { needs: { name: TOKEN, classname: TOKEN, time: DECIMAL }, inside: /^(?:(?:skipped|error|failure) )?$/ },
  skipped: { may: { message: STRING } },
  error: FAILED,
  failure: FAILED,
  'system-out': {},
  'system-err': {},
}

/** What a report has that the schema of Ant's JUnit reports has not, and the other way round. */
export const antMistakes = ({ name, attributes, children }: Element): string[] => {
  const shape = SHAPES[name]
  if (!shape) return [`there is no <${name}>`]
  const { needs = {}, may = {}, inside = /^$/ } = shape
  const known: Readonly<Record<string, RegExp>> = { ...needs, ...may }
  return [
    ...Object.keys(needs).flatMap((key) => (key in attributes ? [] : [`<${name}> has no ${key}`])),
    ...Object.entries(attributes).flatMap(([key, value]) =>
      known[key]?.test(value) ? [] : [`<${name}> has ${key}="${value}"`],
    ),
    ...(inside.test(children.map((child) => `${child.name} `).join('')) ? [] : [`<${name}> holds other children`]),
    ...children.flatMap(antMistakes),
  ]
}
