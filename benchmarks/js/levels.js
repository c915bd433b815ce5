'use strict'
/** What cases about water and lava need beside scene.js. */

/** The levels of a liquid in cells [x, y, z]; others by their name. */
const levels = (t, cells) => cells.map(cell => ['water', 'lava'].includes(t.name(...cell)) ? Number(t.props(...cell).level) : t.name(...cell))
const row = (from, to, y = 0, z = 0) => Array.from({ length: to - from + 1 }, (_, i) => [from + i, y, z])

/** The ticks after which each cell first holds a liquid; a foreign clock is not that fine. */
async function arrivals (t, cells, liquid, unit, limit) {
  const found = cells.map(() => null)
  for (let n = 1; n <= limit; n++) {
    await t.tick()
    cells.forEach((cell, i) => { if (found[i] === null && t.name(...cell) === liquid) found[i] = t.lockstep ? n : Math.round(n / unit) * unit })
  }
  return found
}

/** Look at a point in a cell: in its middle, near its top. */
const lookAt = async (t, x, y, z, dy = 0.85, dx = 0.5, dz = 0.5) => {
  await t.during(t.bot.lookAt(t.at(x, y, z).offset(dx, dy, dz), true))
  await t.tick(2)
}

module.exports = { levels, row, arrivals, lookAt }
