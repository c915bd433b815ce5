'use strict'
/** Walking somewhere: straight on while it goes, around by a way when it does not. It sets what motion.js takes: `wish`, `leap`, `yaw`. */

const { WATER, LAVA } = require('./ground')

/** Ticks after which a way is looked for anew, and after which a walker that does not get on gives up. */
const AGAIN = 20
const STUCK = 40

/** @param serv @param ground groundOf(serv) */
function walkOf (serv, ground) {
  /**
   * One tick on the way to a place.
   * @param {{ x: number, y: number, z: number }} goal
   * @param {number} modifier of the attribute speed
   * @param {{ near?: number, around?: boolean }} how near is near enough, and whether a way around is looked for
   * @returns {'there' | 'going' | 'blocked'}
   */
  function toward (creature, goal, modifier, { near = 0.5, around = false } = {}) {
    const { position } = creature
    if (Math.hypot(goal.x - position.x, goal.z - position.z) < near && Math.abs(goal.y - position.y) < 1.5) {
      halt(creature)
      return 'there'
    }
    if (creature.way?.length) return follow(creature, modifier)
    const went = head(creature, goal.x, goal.z, modifier)
    if (went) return 'going'
    halt(creature)
    if (!around || serv.tickCount < (creature.nextWay ?? 0)) return 'blocked'
    const cells = ground.way(position, goal, creature.cells)
    if (cells === null) return 'blocked' // no searches are left in this tick
    creature.nextWay = serv.tickCount + AGAIN
    creature.way = cells
    creature.wayUntil = serv.tickCount + STUCK
    return cells.length ? 'going' : 'blocked'
  }

  function follow (creature, modifier) {
    const { position, way } = creature
    const [x, y, z] = way[0]
    if (Math.abs(x + 0.5 - position.x) < 0.35 && Math.abs(z + 0.5 - position.z) < 0.35 && Math.abs(y - position.y) < 1.2) {
      way.shift()
      creature.wayUntil = serv.tickCount + STUCK
      if (way.length === 0) return 'going'
    }
    const went = head(creature, way[0][0] + 0.5, way[0][2] + 0.5, modifier)
    if (went && serv.tickCount <= creature.wayUntil) return 'going'
    creature.way = null
    halt(creature)
    return 'blocked'
  }

  /** Walk straight at a column for a tick; false when that is into a wall, over a cliff, into fire. */
  function head (creature, toX, toZ, modifier) {
    const { position } = creature
    const [dx, dz] = [toX - position.x, toZ - position.z]
    const length = Math.hypot(dx, dz)
    if (length < 1e-3) return true
    const [x, z] = [dx / length, dz / length]
    const reach = Math.min(length, creature.width / 2 + 0.3)
    const [fromX, y, fromZ] = [Math.floor(position.x), Math.floor(position.y + 0.2), Math.floor(position.z)]
    const [aheadX, aheadZ] = [Math.floor(position.x + x * reach), Math.floor(position.z + z * reach)]
    const floats = ground.at(fromX, y, fromZ) & (WATER | LAVA)
    if ((aheadX !== fromX || aheadZ !== fromZ) && !floats && creature.onGround) {
      const after = ground.after(fromX, y, fromZ, aheadX, aheadZ, creature.cells)
      if (after === null && !creature.kind.climbs) return false
      if (after > y || (creature.bumped && after === y && ground.after(fromX, y, fromZ, aheadX, aheadZ, creature.cells) > y)) creature.leap = true
    }
    creature.wish = { x, z, speed: creature.kind.speed * modifier * (creature.age < 0 ? creature.kind.young?.speed ?? 1 : 1) }
    creature.yaw = Math.atan2(-x, z) * 180 / Math.PI
    return true
  }

  function halt (creature) {
    creature.wish = null
    creature.way = null
  }

  /** Turn to something. */
  function face (creature, { x, z }) {
    creature.yaw = Math.atan2(creature.position.x - x, z - creature.position.z) * 180 / Math.PI
  }

  return { toward, halt, face }
}

module.exports = { walkOf }
