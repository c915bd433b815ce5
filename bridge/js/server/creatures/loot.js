'use strict'
/** What a creature leaves when it dies: rules/loot.json. */

const rules = require('../rules')('loot')

/** @returns {(creature, dice, slain: boolean) => object[]} stacks; slain: a player killed it */
function lootOf (serv) {
  return function (creature, dice, slain) {
    const out = []
    for (const rule of rules.kinds[creature.name] ?? []) {
      const { count: [least, most] = [1, 1], chance = 1 } = rule
      if ((rule.slain && !slain) || (chance < 1 && dice() >= chance)) continue
      if (rule.wool && creature.sheared) continue
      const n = least + (most > least ? Math.floor(dice() * (most - least + 1)) : 0)
      if (n <= 0) continue
      const stack = serv.items.made(nameOf(rule, creature, dice), n)
      if (rule.worn) stack.durabilityUsed = Math.floor(dice() * stack.maxDurability)
      out.push(stack)
    }
    return out
  }
}

function nameOf (rule, creature, dice) {
  if (rule.wool) return creature.wool + '_wool'
  if (rule.one) return rule.one[Math.floor(dice() * rule.one.length)]
  return creature.fire > 0 && rule.cooked ? rule.cooked : rule.item
}

module.exports = { lootOf }
