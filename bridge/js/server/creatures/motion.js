'use strict'
/**
 * How a creature moves in a tick: vanilla's LivingEntity.travel. What it wants is `wish` { x, z (direction), speed (attribute times modifier) } or null, and
 * `leap`: jump now.
 */

const { boxAt, sweep } = require('../physics')
const { SOLID, WATER, LAVA } = require('./ground')

const GRAVITY = 0.08
const DRAG = 0.98
const JUMP = 0.42
const STEP = 0.6
/** Speed kept on the ground, in the air, in water, in lava. */
const GROUND = 0.546
const AIR = 0.91
const WET = 0.8
const HOT = 0.5
/** Slower than this is standing still. */
const STILL = 0.003
/** What stands looks for its ground once in so many ticks. */
const LOOKS = 5

/**
 * @param serv flying-squid's server
 * @param ground groundOf(serv)
 * @returns {(creature, dice) => number} moves it by a tick; answers how many blocks it has fallen when it lands, else 0
 */
function motionOf (serv, ground) {
  return function move (creature, dice) {
    const { step, position, wish } = creature
    const still = !wish && !creature.leap && creature.onGround && Math.abs(step.x) < STILL && Math.abs(step.z) < STILL
    if (still && !creature.inWater && (serv.tickCount + creature.number) % LOOKS !== 0) return 0
    const feet = ground.at(Math.floor(position.x), Math.floor(position.y + 0.1), Math.floor(position.z))
    if (serv.cells.at(Math.floor(position.x), Math.floor(position.y), Math.floor(position.z)) === null && position.y >= serv.cells.MIN_Y) return 0 // its column is not there
    const wet = (feet & WATER) !== 0
    const hot = (feet & LAVA) !== 0
    creature.inWater = wet
    creature.inLava = hot
    if (still && !wet && !hot && ground.at(Math.floor(position.x), Math.ceil(position.y) - 1, Math.floor(position.z)) & SOLID) return 0
    if (wet || hot) {
      if (ground.at(Math.floor(position.x), Math.floor(position.y + 0.4), Math.floor(position.z)) & (WATER | LAVA) && dice() < 0.8) step.y += 0.04 // floats up
    } else if (creature.leap && creature.onGround) step.y = JUMP
    creature.leap = false
    if (wish) {
      const push = wet || hot || !creature.onGround ? 0.02 * wish.speed * DRAG : wish.speed * wish.speed * DRAG
      const inLiquid = wet || hot ? 2 : 1 // swims a little faster than it would drift
      step.x += wish.x * push * inLiquid
      step.z += wish.z * push * inLiquid
    }
    const box = boxAt(position, creature.width, creature.height)
    let { moved, hit } = sweep(serv, box, [step.x, step.y, step.z])
    if (creature.onGround && (hit[0] || hit[2]) && wish) {
      const higher = stepped(box, step)
      if (higher && higher[0] ** 2 + higher[2] ** 2 > moved[0] ** 2 + moved[2] ** 2 + 1e-9) [moved, hit] = [higher, [false, true, false]]
    }
    const grounded = creature.onGround
    const landed = hit[1] && step.y < 0
    creature.bumped = hit[0] || hit[2]
    position.x += moved[0]
    position.y += moved[1]
    position.z += moved[2]
    if (hit[0]) step.x = 0
    if (hit[2]) step.z = 0
    if (hit[1]) step.y = 0
    let fell = 0
    if (wet || hot) creature.fallen = 0
    else if (landed) {
      fell = creature.fallen
      creature.fallen = 0
    } else if (moved[1] < 0) creature.fallen -= moved[1]
    creature.onGround = landed
    if (wet || hot) {
      const kept = wet ? WET : HOT
      step.x *= kept
      step.z *= kept
      step.y = step.y * kept - GRAVITY / (wet ? 16 : 4)
      if (creature.bumped && wish) step.y = 0.3 // climbs out onto the shore
    } else {
      if (creature.bumped && creature.kind.climbs) {
        step.y = 0.2
        creature.fallen = 0
      } else step.y -= GRAVITY
      if (creature.kind.flutters && step.y < 0 && !landed) step.y *= 0.6
      step.y *= DRAG
      const kept = grounded ? GROUND : AIR
      step.x *= kept
      step.z *= kept
    }
    if (Math.abs(step.x) < STILL) step.x = 0
    if (Math.abs(step.z) < STILL) step.z = 0
    return fell
  }

  /** The same way, from a step higher, and down again. */
  function stepped (box, { x, z }) {
    const up = sweep(serv, box, [0, STEP, 0]).moved[1]
    if (up <= 0) return null
    const lifted = shifted(box, 0, up, 0)
    const side = sweep(serv, lifted, [x, 0, z]).moved
    const down = sweep(serv, shifted(lifted, side[0], 0, side[2]), [0, -up, 0]).moved[1]
    return [side[0], up + down, side[2]]
  }
}

const shifted = ([a, b, c, d, e, f], x, y, z) => [a + x, b + y, c + z, d + x, e + y, f + z]

module.exports = { motionOf }
