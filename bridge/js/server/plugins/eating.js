'use strict'
/**
 * Eating and drinking: the hand's item is used for as long as it takes. (Minecraft Wiki, "Food", "Milk Bucket", "Cake"; numbers in rules/food.json.)
 *
 * player.using   { slot, name, left } while it eats, else null
 */

const { keyed, hashName } = require('../random')
const { touches, isMortal } = require('../body')
const rules = require('../rules')('food')
const { full } = require('../rules')('hunger')

/** The client is told that the item is used up. */
const DONE = 9

module.exports.server = (serv, options) => {
  const { seed } = options.lucid

  for (const [name, food] of Object.entries(rules.foods)) {
    serv.itemUses.set(name, (player, slot) => {
      if (player.using || player.sleeping || !(food.always || player.food < full || player.gameMode === 1)) return
      player.using = { slot, name, left: food.ticks ?? rules.ticks }
    })
  }

  for (const { name } of serv.registry.blocksArray) {
    if (name === 'cake') serv.uses.set(name, eatCake)
  }

  function eatCake (player, pos, state) {
    if (!isMortal(player) || player.food >= full) return false
    const bites = serv.states.properties(state).bites + 1
    player.nourish(rules.cake.food, rules.cake.saturation)
    serv.cells.set(pos, bites > 6 ? 0 : serv.states.withProperties(state, { bites }))
    return true
  }

  serv.on('tick', () => { for (const player of serv.players) if (player.using) use(player, player.using) })

  function use (player, using) {
    const item = player.inventory.slots[using.slot]
    const inHand = using.slot === 45 || using.slot === player.heldSlot()
    if (!inHand || item?.name !== using.name || !touches(player) || player.sleeping) player.using = null
    else if (--using.left === 0) finish(player, using, item)
  }

  function finish (player, { slot, name }, item) {
    const food = rules.foods[name]
    player.using = null
    player._client.write('entity_status', { entityId: player.id, entityStatus: DONE })
    if (isMortal(player)) player.nourish(food.food, food.saturation)
    if (food.cures === 'all') player.clearEffects()
    else for (const effect of food.cures ?? []) player.removeEffect(effect)
    const dice = keyed(seed, 'eating', hashName(player.username), serv.tickCount)
    for (const [effect, ticks, amplifier, chance] of food.effects ?? []) if (dice() < chance) player.addEffect(effect, ticks, amplifier)
    if (player.gameMode === 1) return
    const rest = serv.items.copy(item, item.count - 1)
    const left = food.left ? serv.items.made(food.left) : null
    player.putSlot(slot, rest ?? left)
    const over = rest && left && player.give(left)
    if (over) player.toss(over)
  }
}

module.exports.player = player => {
  player.using = null
  player.on('died', () => { player.using = null })

  player.on('asap', () => {
    player._client.on('block_dig', ({ status }) => { if (status === 5) player.using = null }) // released too soon
    player._client.on('held_item_slot', ({ slotId }) => { if (player.using?.slot !== 45 && player.using?.slot !== 36 + slotId) player.using = null })
  })
}
