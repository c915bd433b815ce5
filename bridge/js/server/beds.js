'use strict'
/** Beds: their two halves, and where one gets up beside them (Minecraft Wiki, "Bed"; the order of places is vanilla's BedBlock.findStandUpPosition). */

const { Vec3 } = require('vec3')
const { NORMALS } = require('./support')
const { boxAt, cellBoxes } = require('./physics')
const { fluidHeight, isFree } = require('./immersion')

const RIGHT = { north: 'east', east: 'south', south: 'west', west: 'north' }

/** The head's cell of a bed of which one half is at a position, and which way it looks; null when there is no whole bed. */
function bedAt (serv, pos) {
  const state = serv.cells.at(pos.x, pos.y, pos.z)
  const name = state ? serv.states.name(state) : ''
  if (!name.endsWith('_bed')) return null
  const { part, facing, occupied } = serv.states.properties(state)
  if (part === 'head') return { head: pos, foot: pos.offset(...NORMALS[facing].map(v => -v)), facing, occupied }
  const head = pos.offset(...NORMALS[facing])
  const other = serv.cells.at(head.x, head.y, head.z)
  return other && serv.states.name(other) === name ? { head, foot: pos, facing, occupied: serv.states.properties(other).occupied } : null
}

/** Set whether somebody sleeps in a bed. */
function occupy (serv, pos, occupied) {
  const bed = bedAt(serv, pos)
  for (const cell of bed ? [bed.head, bed.foot] : []) {
    const state = serv.cells.at(cell.x, cell.y, cell.z)
    if (state && serv.states.name(state).endsWith('_bed')) serv.cells.set(cell, serv.states.withProperties(state, { occupied }))
  }
}

/** Where one stands up from a bed: beside it, else upon it; null when there is no room. `yaw`: where one looks, in degrees. */
function besideBed (serv, { head, facing }, yaw) {
  const ahead = NORMALS[facing]
  const [sin, cos] = [-Math.sin(yaw * Math.PI / 180), Math.cos(yaw * Math.PI / 180)]
  const right = NORMALS[RIGHT[facing]]
  const side = right[0] * sin + right[2] * cos > 0 ? right.map(v => -v) : right
  const around = [[1, 0], [1, -1], [1, -2], [0, -2], [-1, -2], [-1, -1], [-1, 0], [-1, 1], [0, 1], [1, 1], [0, 0], [0, -1]]
  for (const [a, b] of around) {
    const place = standing(serv, head.offset(side[0] * a + ahead[0] * b, 0, side[2] * a + ahead[2] * b))
    if (place) return place
  }
  return null
}

/** The place to stand in a cell: on what is in it, or on what is below; null when there is none. */
function standing (serv, cell) {
  const top = ({ x, y, z }) => Math.max(-Infinity, ...cellBoxes(serv, serv.cells.at(x, y, z) ?? 0, [x, y, z]).map(box => box[4]))
  const [inside, below] = [top(cell), top(cell.offset(0, -1, 0))]
  const y = inside > -Infinity ? inside : below
  if (y === -Infinity || y - cell.y >= 1 || y < cell.y) return null
  if (fluidHeight(serv, cell.x, cell.y, cell.z, 'lava') > 0) return null
  const place = new Vec3(cell.x + 0.5, y, cell.z + 0.5)
  return isFree(serv, boxAt(place, 0.6, 1.8)) ? place : null
}

module.exports = { bedAt, occupy, besideBed }
