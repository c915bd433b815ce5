'use strict'
/**
 * Blocks that take the shape of what is beside them: fences, panes, walls, stairs at corners, gates in walls, chests, snowy grass.
 * (Minecraft Wiki, Java Edition 1.19.4, the pages of these blocks; vanilla's updateShape.)
 */

const { NORMALS, SIDES } = require('./support')
const { joinedChest, isChest } = require('./chests')
const rules = require('./rules')('placing')

const OPPOSITE = { north: 'south', south: 'north', west: 'east', east: 'west', up: 'down', down: 'up' }
const RIGHT = { north: 'east', east: 'south', south: 'west', west: 'north' }

const joins = new Map() // block name -> how it joins, as a function; null: it does not

/** The state that a block takes at a cell, as the cells around it are now. Blocks that join nothing stay as they are. */
function joined (serv, state, pos) {
  const name = serv.states.name(state)
  if (!joins.has(name)) joins.set(name, joinOf(name))
  const join = joins.get(name)
  if (join === null) return state
  return join(serv.states, state, ([x, y, z]) => serv.cells.at(pos.x + x, pos.y + y, pos.z + z) ?? 0, serv, pos)
}

function joinOf (name) {
  if (isChest(name)) return (states, state, beside, serv, pos) => joinedChest(serv, state, pos)
  if (/_stairs$/.test(name)) return (states, state, beside) => states.withProperties(state, { shape: stairsShape(states, state, beside) })
  if (/_wall$/.test(name)) return wallState
  if (/_fence_gate$/.test(name)) return gateState
  if (/^(grass_block|podzol|mycelium)$/.test(name)) return snowy
  if (/_fence$|glass_pane$|^iron_bars$/.test(name)) return (states, state, beside) => states.withProperties(state, linksOf(states, name, beside))
  return null
}

/** Which sides of a fence or pane are joined. */
function linksOf (states, name, beside) {
  const isFence = /_fence$/.test(name)
  return Object.fromEntries(SIDES.map(side => {
    const other = beside(NORMALS[side])
    const kin = isFence
      ? (/_fence$/.test(states.name(other)) && (name === 'nether_brick_fence') === (states.name(other) === 'nether_brick_fence')) || gateAcross(states, other, side)
      : /glass_pane$|^iron_bars$|_wall$/.test(states.name(other))
    return [side, kin || holds(states, other, side)]
  }))
}

/** Whether a block that is no kin has a whole face to join to. */
function holds (states, other, side) {
  return !rules.unjoined.some(end => states.name(other).endsWith(end)) && states.sturdy(other, NORMALS[OPPOSITE[side]])
}

/** A fence joins the ends of a gate, not its front. */
function gateAcross (states, state, side) {
  return /_fence_gate$/.test(states.name(state)) && ['north', 'south'].includes(side) !== ['north', 'south'].includes(states.properties(state).facing)
}

/** A wall's sides are low, or tall where something lies on them; it has a post unless it runs straight on. */
function wallState (states, state, beside) {
  const above = beside(NORMALS.up)
  const onTop = states.boxes(above).filter(box => box[1] <= 0)
  const sides = Object.fromEntries(SIDES.map(side => {
    const other = beside(NORMALS[side])
    const linked = /_wall$|glass_pane$|^iron_bars$/.test(states.name(other)) || gateAcross(states, other, side) || holds(states, other, side)
    return [side, !linked ? 'none' : covered(onTop, arm(side)) ? 'tall' : 'low']
  }))
  return states.withProperties(state, { ...sides, up: hasPost(states, sides, above, onTop) })
}

function hasPost (states, { north, south, west, east }, above, onTop) {
  const name = states.name(above)
  if (/_wall$/.test(name) && states.properties(above).up) return true
  const none = [north, south, west, east].map(side => side === 'none')
  if (none.every(Boolean) || none[0] !== none[1] || none[2] !== none[3]) return true
  if ((north === 'tall' && south === 'tall') || (west === 'tall' && east === 'tall')) return false
  return /torch$|_sign$|_banner$|_pressure_plate$/.test(name) || covered(onTop, [7, 7, 9, 9])
}

/** What of the cell above makes a side tall, in pixels [x0, z0, x1, z1]. */
const arm = side => ({ north: [7, 0, 9, 9], south: [7, 7, 9, 16], west: [0, 7, 9, 9], east: [7, 7, 16, 9] })[side]

/** Whether boxes that stand on the floor of their cell cover all these pixels of it. */
function covered (boxes, [x0, z0, x1, z1]) {
  for (let x = x0; x < x1; x++) {
    for (let z = z0; z < z1; z++) {
      const [px, pz] = [(x + 0.5) / 16, (z + 0.5) / 16]
      if (!boxes.some(box => box[0] <= px && px <= box[3] && box[2] <= pz && pz <= box[5])) return false
    }
  }
  return true
}

/** Stairs turn outwards before stairs across in front of their back, inwards before such at their front. */
function stairsShape (states, state, beside) {
  const own = states.properties(state)
  const stairs = side => {
    const other = beside(NORMALS[side])
    return /_stairs$/.test(states.name(other)) ? states.properties(other) : null
  }
  const free = side => { // no stairs there that run on as these do
    const other = stairs(side)
    return !other || other.facing !== own.facing || other.half !== own.half
  }
  const across = other => other && other.half === own.half && other.facing !== own.facing && other.facing !== OPPOSITE[own.facing]
  const hand = facing => RIGHT[facing] === own.facing ? 'left' : 'right'
  const back = stairs(own.facing)
  if (across(back) && free(OPPOSITE[back.facing])) return 'outer_' + hand(back.facing)
  const front = stairs(OPPOSITE[own.facing])
  if (across(front) && free(front.facing)) return 'inner_' + hand(front.facing)
  return 'straight'
}

/** A gate between walls is lower. */
function gateState (states, state, beside) {
  const { facing } = states.properties(state)
  return states.withProperties(state, { in_wall: [RIGHT[facing], OPPOSITE[RIGHT[facing]]].some(side => /_wall$/.test(states.name(beside(NORMALS[side])))) })
}

function snowy (states, state, beside) {
  return states.withProperties(state, { snowy: /^(snow|snow_block|powder_snow)$/.test(states.name(beside(NORMALS.up))) })
}

/** Whether what is above or below a block, too, gives it its shape. */
const looksUp = name => /_wall$|^(grass_block|podzol|mycelium)$/.test(name)

module.exports = { joined, looksUp, OPPOSITE, RIGHT }
