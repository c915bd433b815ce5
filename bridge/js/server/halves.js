'use strict'
/** Blocks that fill two cells: doors and tall plants (upper and lower), beds (head and foot). */

const { NORMALS } = require('./support')

/**
 * Where the other half of a state belongs, and what it is.
 * @returns {{ offset: number[], state: number } | null} null: the block fills one cell
 */
function otherHalf (serv, state) {
  const properties = serv.states.properties(state)
  if (properties.half === 'lower') return { offset: [0, 1, 0], state: serv.states.withProperties(state, { half: 'upper' }) }
  if (properties.half === 'upper') return { offset: [0, -1, 0], state: serv.states.withProperties(state, { half: 'lower' }) }
  if (properties.part === undefined || !properties.facing) return null
  const ahead = NORMALS[properties.facing]
  const isFoot = properties.part === 'foot'
  return { offset: isFoot ? ahead : ahead.map(v => -v), state: serv.states.withProperties(state, { part: isFoot ? 'head' : 'foot' }) }
}

module.exports = { otherHalf }
