'use strict'
/**
 * What players do with animals other than to hit them: milk, shear, feed; and what these do by themselves: eggs, young, wool again.
 * (Minecraft Wiki, "Cow", "Sheep", "Chicken", "Breeding".)
 */

const { keyed } = require('../random')
const rules = require('../rules')('creatures')

/** Wear of shears by one sheep. */
const WEAR = 1
/** The protocol's hearts of a creature in love. */
const HEARTS = 18

/**
 * @param serv flying-squid's server
 * @param {number} seed
 * @param {{ life: object, sight: object, summon: (name, position, data) => object }} parts
 */
function careOf (serv, seed, { life, sight, summon }) {
  const { breeding } = rules

  /** A player clicks a creature with what it holds in a hand's slot; answers whether something was done. */
  function use (player, creature, slot) {
    const item = player.inventory.slots[slot]
    if (!item || creature.dead) return false
    if (creature.name === 'cow' && item.name === 'bucket' && creature.age >= 0) return milk(player, item, slot)
    if (creature.name === 'sheep' && item.name === 'shears' && creature.age >= 0 && !creature.sheared) return shear(player, creature, item, slot)
    if (creature.kind.food?.includes(item.name)) return feed(player, creature, item, slot)
    return false
  }

  const take = (player, item, slot) => { if (player.gameMode !== 1) player.putSlot(slot, serv.items.copy(item, item.count - 1)) }

  function milk (player, item, slot) {
    const full = serv.items.made('milk_bucket', 1)
    if (item.count === 1 && player.gameMode !== 1) player.putSlot(slot, full)
    else {
      take(player, item, slot)
      const left = player.give(full)
      if (left) player.toss(left)
    }
    return true
  }

  function shear (player, creature, item, slot) {
    const dice = keyed(seed, 'shear', creature.number, serv.tickCount)
    const [least, most] = rules.shears
    creature.sheared = true
    for (let n = least + Math.floor(dice() * (most - least + 1)); n > 0; n--) {
      serv.spill(creature.position.offset(-0.5, 0.5, -0.5), serv.items.made(creature.wool + '_wool', 1))
    }
    player.wear(slot, WEAR)
    sight.changed(creature)
    return true
  }

  function feed (player, creature, item, slot) {
    if (creature.age < 0) life.grow(creature, Math.floor(-creature.age * breeding.fed)) // a tenth of what is left
    else if (creature.age === 0 && creature.love === 0) {
      creature.love = breeding.love
      creature.lover = player.username
      sight.status(creature, HEARTS)
    } else return false
    take(player, item, slot)
    return true
  }

  /** Two have come together. */
  function born (one, other) {
    const dice = keyed(seed, 'born', one.number, serv.tickCount)
    Object.assign(one, { age: breeding.pause, love: 0 })
    Object.assign(other, { age: breeding.pause, love: 0 })
    const data = { age: -breeding.grown }
    if (one.wool) data.wool = dice() < 0.5 ? one.wool : other.wool
    summon(one.name, one.position.toArray(), data)
    const [least, most] = breeding.experience
    serv.spawnExperience(one.position.offset(0, 0.5, 0), least + Math.floor(dice() * (most - least + 1)))
  }

  /** A sheep has eaten grass. */
  function ate (creature) {
    creature.sheared = false
    if (creature.age < 0) life.grow(creature, rules.grazing.grows)
    sight.changed(creature)
  }

  /** What lies eggs does so from time to time. */
  function lays (creature, dice) {
    const { leaves } = creature.kind
    if (!leaves || creature.age < 0) return
    const [least, most] = leaves.after
    creature.egg ??= least + Math.floor(dice() * (most - least + 1))
    if (--creature.egg > 0) return
    creature.egg = null
    serv.spill(creature.position.offset(-0.5, -0.5, -0.5), serv.items.made(leaves.item, 1))
  }

  return { use, born, ate, lays }
}

module.exports = { careOf }
