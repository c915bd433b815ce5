'use strict'
/**
 * What a block state is to liquids. (Minecraft Wiki, "Fluid" and "Waterlogging"; the order of decisions is vanilla's FlowingFluid.)
 *
 *     const liquids = liquidsOf(serv)
 *     liquids.at(x, y, z)   { liquid: 'water' | 'lava' | null, fill, amount, source, falling, block, hold, solid, state }
 *
 * fill: 0 nothing, 1-7 flowing, FALLING, SOURCE. amount: eighths, 0-8. block: is nothing but liquid. hold: what may flow in: 'any', 'source' (what can be
 * waterlogged) or 'none'. solid: on it, and on sources, new sources come up.
 */

const rules = require('./rules')('fluids')

const FALLING = 8
const SOURCE = 9

const globs = list => new RegExp('^(' + list.map(name => name.replaceAll('*', '.*')).join('|') + ')$')
const washed = globs(rules.washed_away)
const watery = new Set(rules.always_in_water)
/** Lets nothing through: what is not loaded. */
const WALL = { liquid: null, fill: 0, amount: 0, source: false, falling: false, block: false, hold: 'none', solid: true, air: false, state: null }

/** Direction numbers: down, up, north, south, west, east. The opposite of d is d ^ 1. */
const OFFSETS = [[0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1], [-1, 0, 0], [1, 0, 0]]

/**
 * @param serv flying-squid's server with serv.states and serv.cells
 */
function liquidsOf (serv) {
  const { states, cells } = serv
  const known = []
  const covers = new Map() // state * 6 + direction -> 16 rows of 16 bits: which part of that face the block fills; null: nothing, true: all

  function info (state) {
    return (known[state] ??= described(state))
  }

  function described (state) {
    const name = states.name(state)
    const properties = states.properties(state)
    const rest = { state, air: /^(air|cave_air|void_air)$/.test(name), solid: false, block: false }
    if (name === 'water' || name === 'lava') {
      const { level } = properties
      const fill = level === 0 ? SOURCE : level >= 8 ? FALLING : 8 - level
      return { ...rest, liquid: name, fill, amount: Math.min(8, fill), source: fill === SOURCE, falling: fill === FALLING, block: true, hold: 'any' }
    }
    const dry = { liquid: null, fill: 0, amount: 0, source: false, falling: false }
    const full = { liquid: 'water', fill: SOURCE, amount: 8, source: true, falling: false }
    if (watery.has(name)) return { ...rest, ...full, hold: 'none' }
    if (properties.waterlogged === true) return { ...rest, ...full, hold: 'none', solid: stands(name) }
    if (properties.waterlogged === false) return { ...rest, ...dry, hold: properties.type === 'double' ? 'none' : 'source', solid: stands(name) }
    if (rest.air || washed.test(name)) return { ...rest, ...dry, hold: 'any' }
    return { ...rest, ...dry, hold: 'none', solid: stands(name) && !/portal$|^structure_void$|^end_gateway$|^sugar_cane$/.test(name) }
  }

  const stands = name => !/rail$|^ladder$|^light$/.test(name)

  function at (x, y, z) {
    const state = cells.at(x, y, z)
    return state === null ? WALL : info(state)
  }

  /** Whether nothing stands between two cells, the second in that direction of the first. */
  function open (from, to, direction) {
    if (from.state === null || to.state === null) return false
    const near = cover(from.state, direction)
    if (near === true) return false
    const far = cover(to.state, direction ^ 1)
    if (far === true) return false
    if (near === null || far === null) return (near ?? far)?.some(row => row !== 0xffff) ?? true
    return near.some((row, i) => (row | far[i]) !== 0xffff)
  }

  function cover (state, direction) {
    const key = state * 6 + direction
    if (!covers.has(key)) covers.set(key, covered(states.boxes(state), direction))
    return covers.get(key)
  }

  /** What stays in a cell when its block is gone: the water that the block stood in. */
  const remains = state => info(state).liquid && !info(state).block ? states.named(info(state).liquid) : 0

  return { info, at, open, remains, stateOf: (liquid, fill) => states.named(liquid, { level: fill === SOURCE ? 0 : fill === FALLING ? 8 : 8 - fill }) }
}

/** The part of a cell's face that boxes fill, as rows of bits. */
function covered (boxes, direction) {
  const axis = [1, 2, 0][direction >> 1]
  const [a, b] = [0, 1, 2].filter(other => other !== axis)
  const touching = boxes.filter(box => direction & 1 ? box[axis + 3] > 1 - 1e-7 : box[axis] < 1e-7)
  if (touching.length === 0) return null
  if (boxes.length === 1 && boxes[0].every((v, i) => v === (i < 3 ? 0 : 1))) return true
  const rows = new Array(16).fill(0)
  for (const box of touching) {
    for (let i = 0; i < 16; i++) {
      for (let j = 0; j < 16; j++) if (inside((i + 0.5) / 16, box[a], box[a + 3]) && inside((j + 0.5) / 16, box[b], box[b + 3])) rows[i] |= 1 << j
    }
  }
  return rows
}

const inside = (v, low, high) => v > low && v < high

module.exports = { liquidsOf, globs, OFFSETS, FALLING, SOURCE }
