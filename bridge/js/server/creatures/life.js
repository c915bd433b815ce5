'use strict'
/**
 * A creature's body: how it is made and shown, hurt and burnt, how it dies and what it leaves.
 */

const { Vec3 } = require('vec3')
const { keyed, hash } = require('../random')
const { boxAt } = require('../physics')
const { WATER, LAVA, SOLID } = require('./ground')
const { lootOf } = require('./loot')
const rules = require('../rules')('creatures')
const falls = require('../rules')('falls')

const WOOL = Object.keys(rules.wool)
/** Ticks in which it can be hurt once, for which it lies dead, for which a player's blow counts. */
const SPARED = 10
const DYING = 20
const BLAMED = 100
/** Ticks of fire after fire and lava, between two losses by fire; breath. */
const FIRE = { fire: 160, lava: 300, every: 20 }
const BREATH = 300
/** The protocol's numbers. */
const STATUS = { dies: 3, smoke: 60 }

/**
 * @param serv flying-squid's server
 * @param {number} seed
 * @param {{ sight: object, ground: object }} parts
 */
function lifeOf (serv, seed, { sight, ground }) {
  const drops = lootOf(serv)

  /** A new creature that nobody has seen yet. `data`: what it is saved with. */
  function made (name, position, number, data = {}) {
    const kind = rules.kinds[name]
    const entityType = serv.registry.entitiesByName[name].id
    serv.entityMaxId++
    const creature = {
      type: 'mob',
      name,
      kind,
      number,
      id: serv.entityMaxId,
      uuid: uuidOf(seed, number),
      entityType,
      world: serv.overworld,
      position: new Vec3(...position),
      step: new Vec3(0, 0, 0),
      yaw: 0,
      onGround: false,
      fallen: 0,
      health: kind.health,
      age: 0, // below 0: young for so many ticks; above: does not breed for so many
      love: 0,
      fire: 0,
      air: BREATH,
      idle: 0, // ticks without a player near
      wish: null,
      leap: false,
      safeUntil: 0,
      lastDamage: 0,
      slainBy: null, // name of the player that hurt it last
      slainUntil: 0,
      scaredUntil: 0,
      dead: 0,
      wool: name === 'sheep' ? 'white' : undefined,
      sheared: false,
      ...data
    }
    resize(creature)
    Object.assign(creature, {
      metadata: () => metadataOf(creature),
      equipment: kind.bow ? () => [{ slot: 0, item: serv.items.toNotch(serv.items.made('bow', 1)) }] : undefined,
      slain: () => { creature.health = 0; die(creature) },
      hurt: (damage, cause) => hurt(creature, damage, cause)
    })
    return creature
  }

  function resize (creature) {
    const part = creature.age < 0 ? 0.5 : 1
    creature.width = creature.kind.width * part
    creature.height = creature.kind.height * part
    creature.cells = Math.max(1, Math.ceil(creature.height - 0.01))
  }

  function metadataOf (creature) {
    const out = [
      { key: 0, type: 'byte', value: creature.fire > 0 ? 1 : 0 },
      { key: 9, type: 'float', value: creature.health },
      { key: 15, type: 'byte', value: (creature.noAI ? 1 : 0) | (creature.target ? 4 : 0) }
    ]
    if (creature.name === 'spider') out.push({ key: 16, type: 'byte', value: creature.bumped ? 1 : 0 })
    else if (creature.name !== 'skeleton') out.push({ key: 16, type: 'boolean', value: creature.age < 0 })
    if (creature.wool) out.push({ key: 17, type: 'byte', value: WOOL.indexOf(creature.wool) | (creature.sheared ? 16 : 0) })
    return out
  }

  const eyes = creature => creature.position.offset(0, creature.kind.eyes * (creature.age < 0 ? 0.5 : 1), 0)

  /**
   * Hurt it: at most once in 10 ticks, but for what is more.
   * @param {{ kind?: string, by?: object, from?: Vec3, bare?: boolean }} cause kind of damage, who did it, from where it is pushed; bare: armour does not help
   * @returns {number} half hearts that were taken
   */
  function hurt (creature, damage, { kind = 'generic', by = null, from = null, bare = false, push = 0.4 } = {}) {
    if (creature.dead || damage <= 0) return 0
    const again = serv.tickCount < creature.safeUntil
    if (again && damage <= creature.lastDamage) return 0
    let taken = again ? damage - creature.lastDamage : damage
    creature.lastDamage = damage
    const { armour = 0 } = creature.kind
    if (armour && !bare) taken *= 1 - Math.min(20, Math.max(armour / 5, armour - damage / 2)) / 25
    if (by?.username) Object.assign(creature, { slainBy: by.username, slainUntil: serv.tickCount + BLAMED })
    creature.health = Math.max(0, creature.health - taken)
    if (!again) {
      creature.safeUntil = serv.tickCount + SPARED
      if (from) knock(creature, push, creature.position.x - from.x, creature.position.z - from.z)
      sight.hurt(creature, kind, by)
    }
    if (by) creature.angry = by
    creature.scaredUntil = serv.tickCount + BLAMED
    if (creature.health <= 0) die(creature)
    sight.changed(creature)
    return taken
  }

  /** Pushed along (dx, dz), as vanilla's LivingEntity.knockback. */
  function knock (creature, strength, dx, dz) {
    const length = Math.hypot(dx, dz)
    const [x, z] = length > 1e-4 ? [dx / length, dz / length] : [1, 0]
    const { step } = creature
    step.x = step.x / 2 + x * strength
    step.z = step.z / 2 + z * strength
    if (creature.onGround) step.y = Math.min(0.4, step.y / 2 + strength)
    creature.onGround = false
    sight.velocity(creature)
  }

  function die (creature) {
    if (creature.dead) return
    creature.dead = 1
    creature.wish = creature.target = null
    sight.status(creature, STATUS.dies)
    const slain = serv.tickCount < creature.slainUntil
    const young = creature.age < 0
    const dice = keyed(seed, 'loot', creature.number)
    const range = young ? creature.kind.young?.experience : creature.kind.experience
    if (!young || creature.kind.hostile) for (const stack of drops(creature, dice, slain)) serv.spill(creature.position.offset(-0.5, -0.5, -0.5), stack)
    if (slain && range) serv.spawnExperience(creature.position.offset(0, creature.height / 2, 0), range[0] + Math.floor(dice() * (range[1] - range[0] + 1)))
  }

  /** What happens to it by itself in a tick. Answers whether it is gone. */
  function lives (creature, dice) {
    if (creature.dead) {
      if (++creature.dead <= DYING) return false
      sight.status(creature, STATUS.smoke)
      return true
    }
    if (creature.position.y < serv.cells.MIN_Y - 64) return true
    if (creature.age !== 0) grow(creature, 1)
    if (creature.love > 0) creature.love--
    surroundings(creature, dice)
    if (creature.fire > 0) burn(creature)
    return false
  }

  function grow (creature, ticks) {
    const before = creature.age
    creature.age = before < 0 ? Math.min(0, before + ticks) : Math.max(0, before - ticks)
    if (before < 0 && creature.age === 0) {
      resize(creature)
      sight.changed(creature)
    }
  }

  function surroundings (creature, dice) {
    const { kind, position } = creature
    if (creature.inLava) {
      ignite(creature, FIRE.lava)
      hurt(creature, 4, { kind: 'lava' })
    }
    if (kind.burns && dice() < 0.04 && sunlit(creature)) ignite(creature, rules.sun.fire)
    if ((serv.tickCount + creature.number) % SPARED !== 0) return
    const [x, y, z] = [Math.floor(position.x), Math.floor(position.y), Math.floor(position.z)]
    const state = serv.cells.at(x, y, z)
    const name = state ? serv.states.name(state) : 'air'
    if (name === 'fire' || name === 'soul_fire') {
      ignite(creature, FIRE.fire)
      hurt(creature, name === 'fire' ? 1 : 2, { kind: 'in_fire' })
    }
    const head = eyes(creature)
    const there = ground.at(Math.floor(head.x), Math.floor(head.y), Math.floor(head.z))
    if (there & SOLID && serv.states.boxes(serv.cells.at(Math.floor(head.x), Math.floor(head.y), Math.floor(head.z)) ?? 0).some(box => box[3] - box[0] === 1 && box[4] - box[1] === 1)) hurt(creature, 1, { kind: 'in_wall', bare: true })
    if (there & WATER && !kind.undead) {
      creature.air -= SPARED
      if (creature.air <= -20) {
        creature.air = 0
        hurt(creature, 2, { kind: 'drown', bare: true })
      }
    } else creature.air = BREATH
  }

  /** Whether the sun burns it: by day, under the open sky, not in rain or water. (At full light once in 25 ticks.) */
  function sunlit (creature) {
    if (serv.light.darkness() >= 4 || creature.inWater || serv.raining?.()) return false
    const [x, y, z] = [Math.floor(creature.position.x), Math.floor(eyes(creature).y), Math.floor(creature.position.z)]
    return serv.light.open(x, y, z) && serv.light.now(x, y, z) >= rules.sun.from
  }

  function ignite (creature, ticks) {
    if (creature.fire >= ticks) return
    creature.fire = ticks
    sight.changed(creature)
  }

  function burn (creature) {
    const { x, y, z } = creature.position
    const rained = serv.raining?.() && serv.light.open(Math.floor(x), Math.floor(y + creature.height), Math.floor(z))
    creature.fire = creature.inWater || rained ? 0 : creature.fire - 1
    if (creature.fire > 0 && creature.fire % FIRE.every === 0 && !creature.inLava) hurt(creature, 1, { kind: 'on_fire', bare: true })
    if (creature.fire === 0) sight.changed(creature)
  }

  /** It came down from so many blocks. */
  function landed (creature, blocks) {
    if (creature.kind.flutters || blocks <= falls.free) return
    hurt(creature, Math.ceil(blocks - falls.free - 1e-4), { kind: 'fall', bare: true })
  }

  const boxOfCreature = creature => boxAt(creature.position, creature.width, creature.height)

  return { made, hurt, knock, lives, landed, grow, resize, ignite, eyes, boxOfCreature }
}

/** A UUID that the seed gives to a creature by its number. */
function uuidOf (seed, number) {
  const hex = [0, 1, 2, 3].map(part => hash(seed, number, part, 0x5eed).toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

module.exports = { lifeOf, uuidOf, WATER, LAVA }
