'use strict'
/** Minds of animals: they flee, come together, follow food and mothers, graze and stroll. (Minecraft Wiki, "Cow", "Sheep", "Breeding"; vanilla's goals.) */

const { Vec3 } = require('vec3')
const { acts } = require('../body')
const rules = require('../rules')('creatures')

/** Blocks: how far strolls and flights go, how near food and mothers are noticed. */
const STROLL = 10
const FLIGHT = 5
const NOTICE = 10
/** A stroll begins once in so many ticks, not when nobody has been near for a while, and is given up. */
const STROLLS = 120
const LONELY = 100
const LONGEST = 200
/** Ticks that a meal of grass takes, and that a pair needs. */
const MEAL = 40
const PAIRING = 60
const EATS = 10

/**
 * @param serv flying-squid's server
 * @param {{ ground: object, walk: object, sight: object, born: (parent, other) => void, ate: (creature) => void }} parts
 * @returns {(creature, dice, player: object|null) => void} one tick of it; player: the nearest
 */
function grazersOf (serv, { ground, walk, sight, born, ate }) {
  const others = creature => [...serv.creatures.values()].filter(other => other !== creature && other.name === creature.name && !other.dead &&
    other.position.distanceTo(creature.position) < rules.breeding.near)

  const nearest = (creature, list) => list.reduce((best, other) =>
    !best || other.position.distanceTo(creature.position) < best.position.distanceTo(creature.position) ? other : best, null)

  return function mind (creature, dice, player) {
    if (serv.tickCount < creature.scaredUntil || creature.fire > 0) return flee(creature, dice)
    if (creature.flight) creature.flight = leave(creature)
    if (creature.love > 0 && court(creature)) return
    if (player && tempted(creature, player)) return
    if (creature.age < 0 && follow(creature)) return
    if (creature.kind.grazes && graze(creature, dice)) return
    stroll(creature, dice)
  }

  function leave (creature) {
    walk.halt(creature)
    creature.errand = null
    return null
  }

  function somewhere (creature, dice, far) {
    const x = creature.position.x + (dice() * 2 - 1) * far
    const z = creature.position.z + (dice() * 2 - 1) * far
    return new Vec3(Math.floor(x) + 0.5, creature.position.y, Math.floor(z) + 0.5)
  }

  function flee (creature, dice) {
    creature.meal = 0
    creature.flight ??= somewhere(creature, dice, FLIGHT)
    if (walk.toward(creature, creature.flight, creature.kind.panic, { near: 1 }) !== 'going') creature.flight = null
  }

  function stroll (creature, dice) {
    if (!creature.errand) {
      if (creature.idle >= LONELY || dice() >= 1 / STROLLS) return
      const to = somewhere(creature, dice, STROLL)
      const below = ground.at(Math.floor(to.x), Math.floor(to.y) - 1, Math.floor(to.z))
      if (below & 2) return // not into water
      creature.errand = { to, until: serv.tickCount + LONGEST }
    }
    const { to, until } = creature.errand
    to.y = creature.position.y
    if (serv.tickCount > until || walk.toward(creature, to, 1) !== 'going') leave(creature)
  }

  function tempted (creature, player) {
    const near = player.position.distanceTo(creature.position) < NOTICE && acts(player) &&
      [player.held(), player.inventory.slots[45]].some(item => item && creature.kind.food.includes(item.name))
    if (!near) {
      if (creature.tempted) creature.tempted = leave(creature)
      return false
    }
    creature.tempted = true
    walk.toward(creature, player.position, creature.kind.tempt, { near: 2.5, around: true })
    walk.face(creature, player.position)
    return true
  }

  /** Two in love walk together, and after a while there is a third. */
  function court (creature) {
    if (!creature.mate || creature.mate.dead || creature.mate.love === 0) {
      creature.courting = 0
      creature.mate = nearest(creature, others(creature).filter(other => other.love > 0))
      if (!creature.mate) return false
    }
    const { mate } = creature
    walk.toward(creature, mate.position, 1, { near: 1 })
    creature.courting++
    if (creature.courting < PAIRING || mate.position.distanceTo(creature.position) >= 3) return true
    walk.halt(creature)
    creature.mate = mate.mate = null
    born(creature, mate)
    return true
  }

  function follow (creature) {
    if ((serv.tickCount + creature.number) % 20 === 0 || creature.mother?.dead) creature.mother = nearest(creature, others(creature).filter(other => other.age >= 0))
    const { mother } = creature
    if (!mother) return false
    const far = mother.position.distanceTo(creature.position)
    if (far < 3 || far > 16) return false
    walk.toward(creature, mother.position, 1.1, { near: 2 })
    return true
  }

  function graze (creature, dice) {
    const { x, y, z } = creature.position.floored()
    const here = () => serv.states.name(serv.cells.at(x, y, z) ?? 0)
    const below = () => serv.states.name(serv.cells.at(x, y - 1, z) ?? 0)
    if (!creature.meal) {
      if (dice() >= (creature.age < 0 ? rules.grazing.young : rules.grazing.chance)) return false
      if (below() !== 'grass_block' && here() !== 'grass') return false
      leave(creature)
      creature.meal = MEAL
      sight.status(creature, EATS)
    }
    creature.meal--
    if (creature.meal === 4) {
      if (here() === 'grass') serv.cells.set(new Vec3(x, y, z), 0)
      else if (below() === 'grass_block') serv.cells.set(new Vec3(x, y - 1, z), serv.states.named('dirt'))
      else return true
      ate(creature)
    }
    return true
  }
}

module.exports = { grazersOf }
