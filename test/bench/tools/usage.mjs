// Loaded into a server: says how much processor time its process has used, and in the longest of its turns.
let [watching, longest] = [false, 0]

const used = () => {
  const { user, system } = process.cpuUsage()
  return user + system
}

const turn = (before) => {
  if (!watching) return
  const now = used()
  longest = Math.max(longest, now - before)
  setImmediate(turn, now)
}

process.on('message', (asked) => {
  if (asked === 'usage') process.send({ usage: process.cpuUsage() })
  if (asked === 'watch') {
    ;[watching, longest] = [true, 0]
    setImmediate(turn, used())
    process.send({ watching })
  }
  if (asked === 'longest') {
    watching = false
    process.send({ longest })
  }
})
