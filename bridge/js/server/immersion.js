'use strict'
/** What of a box is in water or lava (Minecraft Wiki, "Fluid": a fluid stands 8/9 of a block high at most, a whole block under itself). */

const { solidsNear, overlap } = require('./physics')

/** How many eighths of a cell's fill are of a fluid. */
function amount (serv, x, y, z, fluid) {
  const here = serv.liquids.at(x, y, z)
  return here.liquid === fluid ? here.amount : 0
}

/** How high 'water' or 'lava' stands in a cell, 0 to 1. */
function fluidHeight (serv, x, y, z, fluid) {
  const here = amount(serv, x, y, z, fluid)
  return here > 0 && amount(serv, x, y + 1, z, fluid) > 0 ? 1 : here / 9
}

/** The cells that a box reaches into: (x, y, z) => true ends the search. */
function cellsOf (box, each) {
  const low = box.slice(0, 3).map(v => Math.floor(v + 1e-7))
  const high = box.slice(3).map(v => Math.floor(v - 1e-7))
  for (let x = low[0]; x <= high[0]; x++) for (let y = low[1]; y <= high[1]; y++) for (let z = low[2]; z <= high[2]; z++) if (each(x, y, z)) return true
  return false
}

/** Whether a box touches a fluid. */
function touches (serv, box, fluid) {
  return cellsOf(box, (x, y, z) => {
    const height = fluidHeight(serv, x, y, z, fluid)
    return height > 0 && y + height >= box[1] + 1e-3
  })
}

/** Whether eyes are below the surface of a fluid: vanilla looks a ninth of a block lower. */
function under (serv, { x, y, z }, fluid) {
  const at = y - 1 / 9
  const height = fluidHeight(serv, Math.floor(x), Math.floor(at), Math.floor(z), fluid)
  return height > 0 && Math.floor(at) + height > at && !(fluid === 'water' && bubbles(serv, x, at, z))
}

const bubbles = (serv, x, y, z) => serv.states.name(serv.cells.at(Math.floor(x), Math.floor(y), Math.floor(z))) === 'bubble_column'

/** Whether a box of loaded cells is free of blocks. */
const isFree = (serv, box) => !solidsNear(serv, box).some(solid => overlap(solid, box))

module.exports = { fluidHeight, cellsOf, touches, under, isFree }
