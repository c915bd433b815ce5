'use strict'
/** Eat one `item`. */

const { hold, carried } = require('../hand')
const { counts } = require('../ledger')
const { ANSWER } = require('../windows')
const { failed } = require('../stop')
const { Vec3 } = require('vec3')

/** Ticks to eat (Minecraft Wiki, "Food"). */
const MEAL = 32
/** What a full player eats, too (their pages). */
const ALWAYS = new Set(['golden_apple', 'enchanted_golden_apple', 'chorus_fruit', 'honey_bottle', 'suspicious_stew'])
const FULL = 20
/** block_dig: let go of what is used. */
const RELEASE = 5

module.exports = {
  footprint: () => [],
  async run (session, { item: name }) {
    const { bot } = session
    const item = carried(bot).find(item => item.name === name)
    if (!item) throw failed('no_item', `needs 1 ${name}, has 0`)
    if (!bot.registry.foodsByName[name]) throw failed('refused', `${name} is no food`)
    if (bot.food >= FULL && !ALWAYS.has(name)) throw failed('not_hungry', `food is at ${bot.food} of ${FULL}`)
    if (bot.heldItem?.slot !== item.slot) await hold(session, item)
    const had = counts(bot.inventory)[name]
    const eaten = () => (counts(bot.inventory)[name] ?? 0) < had
    bot._client.write('use_item', { hand: 0, sequence: ++session.sequence })
    try {
      for (let t = 0; !eaten() && t < MEAL + ANSWER; t++) await session.tick()
      await session.tick() // what is left of it, and what it does to the body
    } finally {
      if (!eaten()) bot._client.write('block_dig', { status: RELEASE, location: new Vec3(0, 0, 0), face: 0, sequence: 0 })
    }
    if (!eaten()) throw failed('refused', `the server did not let ${name} be eaten`)
  }
}
