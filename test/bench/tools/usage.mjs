// Loaded into a server: says how much processor time its process has used so far.
process.on('message', (asked) => {
  if (asked === 'usage') process.send({ usage: process.cpuUsage() })
})
