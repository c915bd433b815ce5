'use strict'
/** What a block needs beside it to stay: soil for plants, a sturdy face for torches, the other half for doors. Rules in rules/support.json. */

const rules = require('./rules')('support')

const sets = Object.fromEntries(Object.entries(rules).filter(([, list]) => Array.isArray(list)).map(([key, list]) => [key, new Set(list)]))

const STONE = 1

const NORMALS = { north: [0, 0, -1], south: [0, 0, 1], west: [-1, 0, 0], east: [1, 0, 0], up: [0, 1, 0], down: [0, -1, 0] }

/** Whether a block may be put into a cell that holds this state. Snow of one layer counts. */
function replaceable (serv, state) {
  if (state === null) return false
  const name = serv.states.name(state)
  return sets.replaceable.has(name) || (name === 'snow' && serv.states.properties(state).layers === 1)
}

/** Whether a state could stay at a position, as the cells around it are now. */
function supported (serv, state, pos) {
  const { states, cells } = serv
  const name = states.name(state)
  const properties = states.properties(state)
  const beside = ([x, y, z]) => cells.at(pos.x + x, pos.y + y, pos.z + z) ?? STONE // what is not loaded holds
  const below = beside(NORMALS.down)
  const on = states.name(below)

  if (properties.half === 'upper') return on === name && states.properties(below).half === 'lower'
  if (sets.on_soil.has(name)) return sets.soil.has(on)
  if (sets.on_dry.has(name)) return sets.dry.has(on)
  if (sets.on_sand.has(name)) return on === name || on === 'sand' || on === 'red_sand'
  if (sets.on_sand_or_soil.has(name)) return on === name || sets.soil.has(on) || on === 'sand' || on === 'red_sand'
  if (sets.on_farmland.has(name)) return on === 'farmland'
  if (sets.on_anything.has(name)) return below !== 0
  if (sets.on_sturdy.has(name)) return states.sturdy(below, NORMALS.up) || (/torch$/.test(name) && /_fence$|_wall$/.test(on))
  if (/_pressure_plate$/.test(name)) return states.sturdy(below, NORMALS.up) || /_fence$/.test(on)
  if (/wall_torch$/.test(name) || name === 'ladder') return held(serv, beside, NORMALS[properties.facing])
  if (/_button$|^lever$/.test(name)) return held(serv, beside, { floor: NORMALS.up, ceiling: NORMALS.down }[properties.face] ?? NORMALS[properties.facing])
  if (/lantern$/.test(name) && properties.hanging !== undefined) return properties.hanging ? beside(NORMALS.up) !== 0 : states.sturdy(below, NORMALS.up)
  return true
}

/** Whether the block behind (against `normal`) has a whole face to hold on to. */
function held (serv, beside, normal) {
  return serv.states.sturdy(beside(normal.map(v => -v)), normal)
}

module.exports = { replaceable, supported, NORMALS }
