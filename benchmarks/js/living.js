'use strict'
/** What cases with creatures have in common. */

const page = name => `Minecraft Wiki, "${name}"`
/** Data of a creature that has no mind and does not move. */
const still = '{NoAI:1b}'

/** What a creature's client is told of its health, in half hearts. */
const health = entity => Math.round(entity.metadata[9] * 1000) / 1000

/** Summon a creature on the plot and answer it. */
async function summoned (t, name, x, y, z, data = '{}') {
  const before = new Set(t.entities(name).map(e => e.id))
  await t.setup('summon', name, x, y, z, data)
  const found = () => t.entities(name).find(e => !before.has(e.id))
  await t.until(found, 30, name)
  return found()
}

/** The same case, which leaves nobody behind. */
const alone = each => ({
  ...each,
  async run (t) {
    try {
      return await each.run(t)
    } finally {
      await t.setup('gamerule', 'doMobSpawning', 'false')
      await t.setup('kill', '@e[type=!player]')
      await t.tick(25)
    }
  }
})

/** The health of the player after the first hit. */
async function firstHit (t, ticks) {
  await t.until(() => t.health < 20, ticks, 'a hit')
  return t.health
}

module.exports = { page, still, health, summoned, alone, firstHit }
