'use strict'
/** What armor takes from damage, and what that costs it (Minecraft Wiki, "Armor"; numbers in rules/armor.json). */

const rules = require('./rules')('armor')

const PIECES = ['helmet', 'chestplate', 'leggings', 'boots']
/** The inventory's slot of the first piece. */
const FIRST = 5
/** The client is told that a helmet broke by 49, a chestplate by 50 ... */
const BREAKS = 49

/** What a player wears: [{ slot, item, material, piece: 0 to 3 }]. */
function wornBy (player) {
  return PIECES.flatMap((name, piece) => {
    const item = player.inventory.slots[FIRST + piece]
    const [, material, kind] = /^(\w+)_(helmet|chestplate|leggings|boots)$/.exec(item?.name ?? '') ?? []
    return kind === name && rules.points[material] ? [{ slot: FIRST + piece, item, material, piece }] : []
  })
}

/** Damage that is left behind a player's armor. */
function protectedFrom (player, damage) {
  const worn = wornBy(player)
  const points = worn.reduce((sum, { material, piece }) => sum + rules.points[material][piece], 0)
  const toughness = worn.reduce((sum, { material }) => sum + (rules.toughness[material] ?? 0), 0)
  const works = Math.min(rules.most, Math.max(points * rules.least, points - damage / (2 + toughness / 4)))
  return damage * (1 - works * rules.each)
}

/** Each piece loses a quarter of the damage, at least 1; what cannot burn loses nothing by fire. */
function wearArmor (serv, player, damage, byFire) {
  const loss = Math.floor(Math.max(1, damage * rules.wear))
  for (const { slot, item, material, piece } of wornBy(player)) {
    if (byFire && rules.fireproof.includes(material)) continue
    const left = serv.items.copy(item)
    left.durabilityUsed = (left.durabilityUsed ?? 0) + loss
    const gone = left.durabilityUsed >= left.maxDurability
    player.putSlot(slot, gone ? null : left)
    if (gone) player._writeNearby('entity_status', { entityId: player.id, entityStatus: BREAKS + piece })
  }
}

module.exports = { protectedFrom, wearArmor, wornBy }
