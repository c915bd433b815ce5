'use strict'
/** What a block needs beside it to stay: soil for plants, a sturdy face for torches, the other half for doors. Rules in rules/support.json. */

const rules = require('./rules')('support')

const sets = Object.fromEntries(Object.entries(rules).filter(([, list]) => Array.isArray(list)).map(([key, list]) => [key, new Set(list)]))

const STONE = 1

const NORMALS = { north: [0, 0, -1], south: [0, 0, 1], west: [-1, 0, 0], east: [1, 0, 0], up: [0, 1, 0], down: [0, -1, 0] }
const SIDES = ['north', 'east', 'south', 'west']

/** Whether a block may be put into a cell that holds this state. Snow of one layer counts. */
function replaceable (serv, state) {
  if (state === null) return false
  const name = serv.states.name(state)
  return sets.replaceable.has(name) || (name === 'snow' && serv.states.properties(state).layers === 1)
}

/** Whether a state is, or holds, water. */
function wet (serv, state) {
  const name = serv.states.name(state)
  return name === 'water' || /^(tall_)?seagrass$|^kelp(_plant)?$|^bubble_column$/.test(name) || serv.states.properties(state).waterlogged === true
}

/** What the game calls a solid material: signs stand on it, farmland under it turns to dirt. Not the same as having a whole face. */
function solid (serv, state) {
  const name = serv.states.name(state)
  if (rules.not_solid.some(end => name.endsWith(end) || name.startsWith(end))) return false
  return serv.states.boxes(state).length > 0 || /_(sign|banner|pressure_plate)$/.test(name)
}

/** Whether the middle of a face (2 x 2 pixels) is there: torches, lanterns and pressure plates need no more. */
function hasCentre (serv, state, normal) {
  if (/_leaves$/.test(serv.states.name(state))) return false
  const axis = normal.findIndex(v => v !== 0)
  const [a, b] = [0, 1, 2].filter(other => other !== axis)
  const reaches = box => normal[axis] > 0 ? box[axis + 3] >= 1 && box[axis] < 1 : box[axis] <= 0 && box[axis + 3] > 0
  return serv.states.boxes(state).some(box => reaches(box) && [a, b].every(other => box[other] <= 7 / 16 && box[other + 3] >= 9 / 16))
}

/** Whether a state could stay at a position, as the cells around it are now. */
function supported (serv, state, pos) {
  const name = serv.states.name(state)
  if (!needs.has(name)) needs.set(name, needOf(name))
  const need = needs.get(name)
  if (need === null) return true
  const properties = serv.states.properties(state)
  const beside = ([x, y, z]) => serv.cells.at(pos.x + x, pos.y + y, pos.z + z) ?? STONE // what is not loaded holds
  const below = beside(NORMALS.down)
  const on = serv.states.name(below)
  if (properties.half === 'upper') return on === name && serv.states.properties(below).half === 'lower'
  return need({ serv, states: serv.states, name, properties, pos, beside, below, on })
}

const needs = new Map() // block name -> what it needs, as a function; null: nothing

const held = ({ states, beside }, normal) => states.sturdy(beside(normal.map(v => -v)), normal)

/** What a block of this name needs. */
function needOf (name) {
  if (sets.on_soil.has(name)) return ({ on }) => sets.soil.has(on)
  if (sets.on_dry.has(name)) return ({ on }) => sets.dry.has(on)
  if (name === 'cactus') return cactus
  if (sets.by_water.has(name)) return ({ serv, beside, on }) => on === name || ((sets.soil.has(on) || sets.sand.has(on)) && besideWater(serv, beside))
  if (sets.on_farmland.has(name)) return ({ serv, pos, on }) => on === 'farmland' && brightness(serv, pos) >= rules.light.crops
  if (/^attached_.*_stem$/.test(name)) return ({ on }) => on === 'farmland'
  if (/^bamboo(_sapling)?$/.test(name)) return ({ on }) => sets.soil.has(on) || sets.sand.has(on) || /^(gravel|bamboo|bamboo_sapling)$/.test(on)
  if (name === 'nether_wart') return ({ on }) => on === 'soul_sand'
  if (sets.on_water.has(name)) return ({ states, below, on }) => (on === 'water' && states.properties(below).level === 0) || /^(frosted_)?ice$/.test(on)
  if (sets.dim.has(name)) return ({ serv, states, pos, below, on }) => sets.dim_anywhere.has(on) || (opaque(states, below) && brightness(serv, pos) <= rules.light.mushrooms)
  if (sets.on_anything.has(name)) return ({ below }) => below !== 0
  if (sets.on_centre.has(name)) return ({ serv, below }) => hasCentre(serv, below, NORMALS.up)
  if (sets.on_sturdy.has(name)) return ({ states, below }) => states.sturdy(below, NORMALS.up)
  if (name === 'snow') return ({ states, below, on }) => !sets.no_snow_on.has(on) && (states.sturdy(below, NORMALS.up) || /_leaves$|^honey_block$|^soul_sand$|^mud$/.test(on) || (on === 'snow' && states.properties(below).layers === 8))
  if (/_pressure_plate$/.test(name)) return ({ serv, states, below }) => states.sturdy(below, NORMALS.up) || hasCentre(serv, below, NORMALS.up)
  if (/wall_torch$|^ladder$|^tripwire_hook$/.test(name)) return cell => held(cell, NORMALS[cell.properties.facing])
  if (/_wall_(sign|banner)$/.test(name)) return ({ serv, beside, properties }) => solid(serv, beside(NORMALS[properties.facing].map(v => -v)))
  if (/_(sign|banner)$/.test(name) && !/hanging/.test(name)) return ({ serv, below }) => solid(serv, below)
  if (/_button$|^lever$/.test(name)) return cell => held(cell, { floor: NORMALS.up, ceiling: NORMALS.down }[cell.properties.face] ?? NORMALS[cell.properties.facing])
  if (/^(soul_)?lantern$/.test(name)) return ({ serv, beside, below, properties }) => properties.hanging ? hasCentre(serv, beside(NORMALS.up), NORMALS.down) : hasCentre(serv, below, NORMALS.up)
  if (name === 'cocoa') return ({ states, beside, properties }) => /^(stripped_)?jungle_(log|wood)$/.test(states.name(beside(NORMALS[properties.facing])))
  if (name === 'vine') return vine
  if (sets.double.has(name)) return () => true
  return null
}

function cactus ({ serv, beside, on }) {
  if (on !== 'cactus' && !sets.sand.has(on)) return false
  if (/^(water|lava)$/.test(serv.states.name(beside(NORMALS.up)))) return false
  return !SIDES.some(side => solid(serv, beside(NORMALS[side])) || serv.states.name(beside(NORMALS[side])) === 'lava')
}

/** Whether there is water beside the block below. */
function besideWater (serv, beside) {
  return SIDES.some(side => {
    const state = beside([NORMALS[side][0], -1, NORMALS[side][2]])
    return wet(serv, state) || serv.states.name(state) === 'frosted_ice'
  })
}

/** A vine hangs on a block beside or above it, or from a vine above that holds on to the same side. */
function vine ({ serv, beside, properties }) {
  const above = beside(NORMALS.up)
  const overhead = serv.states.name(above) === 'vine' ? serv.states.properties(above) : {}
  const sides = [...SIDES, 'up'].filter(side => properties[side])
  const holds = (state, normal) => /_leaves$/.test(serv.states.name(state)) || serv.states.sturdy(state, normal)
  return sides.some(side => overhead[side] || holds(beside(NORMALS[side]), NORMALS[side].map(v => -v)))
}

/** Whether no light passes through a whole block. */
const opaque = (states, state) => states.block(state).filterLight === 15 && states.sturdy(state, NORMALS.up)

/** The light at a cell, as if it was day: 0 to 15 (plugins/light.js). */
function brightness (serv, { x, y, z }) {
  if (!serv.light) return 15
  const { sky, block } = serv.light.at(x, y, z)
  return Math.max(sky, block)
}

module.exports = { replaceable, supported, solid, wet, brightness, NORMALS, SIDES }
