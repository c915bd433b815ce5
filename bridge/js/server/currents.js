'use strict'
/** How deep a box stands in a liquid, and where that pushes it. (Minecraft Wiki, "Fluid" and "Water"; vanilla's FlowingFluid.getFlow and Entity's pushing.) */

const rules = require('./rules')('fluids')
const { globs, OFFSETS } = require('./liquids')

const SIDES = [2, 5, 3, 4]
const SHALLOW = 0.4
/** The least that a current moves what lies still. */
const STILL = 0.003
const LEAST = 0.0045
/** How deep a thing must be to be lifted, how fast at most, and by how much a tick. */
const FLOATS = 0.1
const RISING = 0.06
const LIFT = 0.0005

const fireproof = globs(rules.fireproof)

/**
 * @param serv flying-squid's server with serv.liquids
 * @param {number[]} box [x0, y0, z0, x1, y1, z1]
 * @param {'water'|'lava'} liquid
 * @returns {{ height: number, flow: number[] } | null} height above the bottom of the box; flow: mean of the currents
 */
function immersed (serv, box, liquid) {
  const [x0, y0, z0, x1, y1, z1] = box.map((v, i) => i < 3 ? v + 0.001 : v - 0.001)
  const flow = [0, 0, 0]
  let height = 0
  let cells = 0
  for (let x = Math.floor(x0); x < Math.ceil(x1); x++) {
    for (let y = Math.floor(y0); y < Math.ceil(y1); y++) {
      for (let z = Math.floor(z0); z < Math.ceil(z1); z++) {
        const here = serv.liquids.at(x, y, z)
        if (here.liquid !== liquid) continue
        const surface = y + (serv.liquids.at(x, y + 1, z).liquid === liquid ? 1 : here.amount / 9)
        if (surface < y0) continue
        height = Math.max(height, surface - y0)
        const scale = height < SHALLOW ? height : 1
        current(serv, x, y, z, here).forEach((v, i) => { flow[i] += v * scale })
        cells++
      }
    }
  }
  return cells ? { height, flow: flow.map(v => v / cells) } : null
}

/** Where the liquid of a cell flows to: a unit vector, or nothing. */
function current (serv, x, y, z, here) {
  const at = (d, up = 0) => serv.liquids.at(x + OFFSETS[d][0], y + up, z + OFFSETS[d][2])
  const same = cell => cell.liquid === null || cell.liquid === here.liquid
  const own = here.amount / 9
  const way = [0, 0, 0]
  for (const d of SIDES) {
    const beside = at(d)
    if (!same(beside)) continue
    let fall = 0
    if (beside.amount) fall = own - beside.amount / 9
    else if (beside.hold === 'any') {
      const below = at(d, -1)
      if (same(below) && below.amount) fall = own - (below.amount / 9 - 8 / 9)
    }
    way[0] += OFFSETS[d][0] * fall
    way[2] += OFFSETS[d][2] * fall
  }
  if (!here.falling) return unit(way)
  const against = SIDES.some(d => [0, 1].some(up => {
    const { state } = at(d, up)
    return state === null || serv.states.sturdy(state, OFFSETS[d ^ 1])
  }))
  return unit(against ? unit(way).map((v, i) => i === 1 ? v - 6 : v) : way)
}

/** What a current adds to the motion of a thing in a tick. */
function pushed (step, flow, strength) {
  const push = unit(flow).map(v => v * strength)
  const still = Math.abs(step.x) < STILL && Math.abs(step.z) < STILL && Math.hypot(...push) < LEAST
  return still ? unit(push).map(v => v * LEAST) : push
}

function unit (v) {
  const length = Math.hypot(...v)
  return length < 1e-4 ? [0, 0, 0] : v.map(each => each / length)
}

/**
 * A lying thing in water or lava: carried along and lifted up. (Vanilla's ItemEntity.tick.)
 * @param {{ x, y, z }} step its motion, which is changed
 * @returns {'water' | 'lava' | null} what it swims in; null: it falls
 */
function swims (serv, step, box) {
  let lifted = null
  for (const liquid of ['water', 'lava']) {
    const bath = immersed(serv, box, liquid)
    if (!bath) continue
    const push = pushed(step, bath.flow, rules[liquid].pushes)
    step.x += push[0]
    step.y += push[1]
    step.z += push[2]
    if (bath.height > FLOATS) lifted ??= liquid
  }
  if (!lifted) return null
  step.x *= rules[lifted].slows
  step.z *= rules[lifted].slows
  if (step.y < RISING) step.y += LIFT
  return lifted
}

/** How much of a lying stack's health its place takes in a tick. */
function harmTo (serv, item, box) {
  const safe = fireproof.test(item.name)
  const names = new Set()
  const [x0, y0, z0, x1, y1, z1] = box.map((v, i) => Math.floor(i < 3 ? v + 1e-7 : v - 1e-7))
  for (let x = x0; x <= x1; x++) {
    for (let y = y0; y <= y1; y++) {
      for (let z = z0; z <= z1; z++) {
        const state = serv.cells.at(x, y, z)
        if (state) names.add(serv.states.name(state))
      }
    }
  }
  return Math.max(0, ...[...names].map(name => (safe && name !== 'cactus' ? 0 : rules.hurts_items[name] ?? 0)))
}

module.exports = { immersed, swims, harmTo }
