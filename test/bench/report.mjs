const two = (number) => number.toFixed(2)

const row = ({ work, value, wall, mark, most, goal }, hasWall) => {
  const shown = value >= 10 ? String(Math.round(value)) : two(value)
  const sign = mark === undefined ? '<=' : '>='
  const bound = mark ?? most
  const met = bound === undefined ? '' : (mark === undefined ? value <= most : value >= mark) ? 'yes' : '**no**'
  const cells = [
    work,
    shown,
    bound === undefined ? '' : `${sign} ${bound}`,
    goal === undefined ? '' : `${sign} ${goal}`,
  ]
  return `| ${[...cells, met, ...(hasWall ? [wall === undefined ? '' : two(wall)] : [])].join(' | ')} |`
}

/** Measured values with their marks, as a Markdown table. */
export const table = (results) => {
  const heads = ['Work', 'Measured', 'Mark', 'Goal', 'Mark met']
  const hasWall = results[0].wall !== undefined
  if (hasWall) heads.push('Requests per second')
  return [
    `| ${heads.join(' | ')} |`,
    `|${' --- |'.repeat(heads.length)}`,
    ...results.map((result) => row(result, hasWall)),
  ].join('\n')
}

/** A page with the text between a part's markers replaced. */
export const withPart = (page, name, text) => {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}`)
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`
}
