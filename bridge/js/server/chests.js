'use strict'
/** How two chests beside each other become one (Minecraft Wiki, "Chest", Large chests; vanilla's ChestBlock). */

const { NORMALS } = require('./support')

const RIGHT = { north: 'east', east: 'south', south: 'west', west: 'north' }
const LEFT = { north: 'west', west: 'south', south: 'east', east: 'north' }
const OPPOSITE = { north: 'south', south: 'north', west: 'east', east: 'west' }
const OTHER = { left: 'right', right: 'left' }

const isChest = name => name === 'chest' || name === 'trapped_chest'

/** The side on which a half has its other half; the chest looks along `facing`. */
const towards = ({ type, facing }) => type === 'left' ? RIGHT[facing] : LEFT[facing]

const beside = (pos, side) => pos.offset(...NORMALS[side])

/** Name and properties of a chest at a cell, when it is of this name. */
function chestAt (serv, pos, name) {
  const state = serv.cells.at(pos.x, pos.y, pos.z)
  return state !== null && serv.states.name(state) === name ? serv.states.properties(state) : null
}

/** Where the other half of a double chest stands; null for a single one. */
function partnerOf (serv, pos, state) {
  const properties = serv.states.properties(state)
  if (!isChest(serv.states.name(state)) || properties.type === 'single') return null
  const where = beside(pos, towards(properties))
  const other = chestAt(serv, where, serv.states.name(state))
  return other && other.facing === properties.facing && other.type === OTHER[properties.type] ? where : null
}

/** Facing and type of a chest that is placed by a click; a crouching player joins it only to the chest that it clicked. */
function placedChest (serv, name, { face, pos, player }, ahead) {
  const single = side => {
    const other = chestAt(serv, beside(pos, side), name)
    return other && other.type === 'single' ? other.facing : null
  }
  const facing = OPPOSITE[ahead]
  if (!player.crouching) {
    if (single(RIGHT[facing]) === facing) return { facing, type: 'left' }
    if (single(LEFT[facing]) === facing) return { facing, type: 'right' }
  } else if (OPPOSITE[face]) {
    const clicked = OPPOSITE[face]
    const other = single(clicked)
    if (other && other !== face && other !== clicked) return { facing: other, type: LEFT[other] === clicked ? 'right' : 'left' }
  }
  return { facing, type: 'single' }
}

/** A chest's state after something beside it changed: it joins a half that looks for it, and is single again when its half is gone. */
function joinedChest (serv, state, pos) {
  const name = serv.states.name(state)
  const own = serv.states.properties(state)
  if (own.type !== 'single') return chestAt(serv, beside(pos, towards(own)), name) ? state : serv.states.withProperties(state, { type: 'single' })
  for (const side of Object.keys(RIGHT)) {
    const other = chestAt(serv, beside(pos, side), name)
    if (other && other.type !== 'single' && other.facing === own.facing && towards(other) === OPPOSITE[side]) {
      return serv.states.withProperties(state, { type: OTHER[other.type] })
    }
  }
  return state
}

module.exports = { partnerOf, placedChest, joinedChest, isChest }
