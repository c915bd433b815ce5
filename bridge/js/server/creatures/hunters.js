'use strict'
/** Minds of monsters: they see a player, go after it and hit or shoot. (Minecraft Wiki, "Zombie", "Skeleton", "Spider"; vanilla's goals.) */

const { Vec3 } = require('vec3')
const { acts, eyesOf } = require('../body')

/** An idle monster looks around once in so many ticks; one that hunts, whether it still sees, and for how long it remembers. */
const LOOKS = 10
const FORGETS = 60
const STROLLS = 120
const LONELY = 100
const LONGEST = 200
/** Vanilla's sneaking players are noticed from less far. */
const SNEAKING = 0.8
/** A spider's leap: from how near, speed along and up. */
const LEAP = { least: 2, most: 4, chance: 0.2, along: 0.4, up: 0.4 }

/**
 * @param serv flying-squid's server
 * @param {{ ground: object, walk: object, sight: object, life: object, shoot: (creature, player, dice) => void }} parts
 * @returns {(creature, dice, player: object|null) => void} one tick of it
 */
function huntersOf (serv, { ground, walk, sight, life, shoot }) {
  const calm = creature => {
    const { x, y, z } = creature.position.floored()
    return serv.light.now(x, y, z) >= creature.kind.neutral
  }

  const sees = (creature, player) => ground.clear(life.eyes(creature), eyesOf(player))

  return function mind (creature, dice, player) {
    choose(creature, dice, player)
    if (creature.wait > 0) creature.wait--
    if (!creature.target) return stroll(creature, dice)
    if (creature.kind.bow) aim(creature, dice)
    else chase(creature, dice)
  }

  function prey (creature, player) {
    return acts(player) && serv.players.includes(player) && player.position.distanceTo(creature.position) <= creature.kind.follow * (player.crouching ? SNEAKING : 1)
  }

  function choose (creature, dice, player) {
    const before = creature.target
    if (creature.hunts) { // as it was saved
      creature.target = serv.players.find(each => each.username === creature.hunts) ?? null
      creature.hunts = null
    }
    if (creature.angry) { // who hurts it is hunted, whatever the light
      if (creature.angry.username && acts(creature.angry)) Object.assign(creature, { target: creature.angry, seen: serv.tickCount, provoked: true })
      creature.angry = null
    }
    if (creature.target) {
      if (!prey(creature, creature.target)) creature.target = null
      else if ((serv.tickCount + creature.number) % LOOKS === 0 && sees(creature, creature.target)) creature.seen = serv.tickCount
      else if (serv.tickCount - creature.seen > FORGETS) creature.target = null
      if (creature.target && creature.kind.neutral && dice() < 0.01 && calm(creature)) creature.target = null
    } else if (player && dice() < 1 / LOOKS && prey(creature, player) && !(creature.kind.neutral && calm(creature)) && sees(creature, player)) {
      Object.assign(creature, { target: player, seen: serv.tickCount, provoked: false })
    }
    if (creature.target === before) return
    if (!creature.target) walk.halt(creature)
    Object.assign(creature, { errand: null, drawn: 0 })
    sight.changed(creature)
  }

  function chase (creature, dice) {
    const { target, kind, position } = creature
    const far = target.position.distanceTo(position)
    walk.toward(creature, target.position, 1, { near: kind.reach * 0.6, around: true })
    if (far < 4) walk.face(creature, target.position)
    if (kind.leaps && creature.onGround && far >= LEAP.least && far <= LEAP.most && dice() < LEAP.chance) leap(creature, target)
    if (far > kind.reach || creature.wait > 0) return
    creature.wait = kind.every
    sight.tell(creature, 'animation', { entityId: creature.id, animation: 0 })
    if (target.hurt(kind.damage, `was slain by ${titled(creature.name)}`)) serv.push(target, position, 0.4)
  }

  function leap (creature, target) {
    const [dx, dz] = [target.position.x - creature.position.x, target.position.z - creature.position.z]
    const length = Math.hypot(dx, dz) || 1
    const { step } = creature
    step.x = dx / length * LEAP.along + step.x * 0.2
    step.z = dz / length * LEAP.along + step.z * 0.2
    step.y = LEAP.up
    creature.onGround = false
  }

  function aim (creature, dice) {
    const { target, kind: { bow }, position } = creature
    const visible = serv.tickCount - creature.seen < LOOKS + 1
    if (visible && target.position.distanceTo(position) <= bow.range) {
      walk.halt(creature)
      walk.face(creature, target.position)
    } else walk.toward(creature, target.position, 1, { around: true })
    if (creature.wait > 0) return
    if (!visible) {
      creature.drawn = 0
      return
    }
    if (++creature.drawn < bow.draw) return
    creature.drawn = 0
    creature.wait = bow.rest
    shoot(creature, target, dice)
  }

  function stroll (creature, dice) {
    if (!creature.errand) {
      if (creature.idle >= LONELY || dice() >= 1 / STROLLS) return
      const x = Math.floor(creature.position.x + (dice() * 2 - 1) * 10) + 0.5
      const z = Math.floor(creature.position.z + (dice() * 2 - 1) * 10) + 0.5
      creature.errand = { to: new Vec3(x, creature.position.y, z), until: serv.tickCount + LONGEST }
    }
    const { to, until } = creature.errand
    to.y = creature.position.y
    if (serv.tickCount <= until && walk.toward(creature, to, 1) === 'going') return
    walk.halt(creature)
    creature.errand = null
  }
}

const titled = name => name[0].toUpperCase() + name.slice(1)

module.exports = { huntersOf, titled }
