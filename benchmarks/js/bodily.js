'use strict'
/** What cases about the body share: making hungry, and watching what is lost. */

/** Make hungry: until no more than so much food is left, and no saturation. */
async function drain (t, food) {
  await t.setup('effect', 'give', 'hunger', 60, 255)
  await t.until(() => t.food <= food, 600, 'hunger')
  await t.setup('effect', 'clear', 'hunger')
  await t.tick(3)
}

/** Run without natural regeneration. */
const unhealed = run => async t => {
  await t.setup('gamerule', 'naturalRegeneration', 'false')
  try {
    return await run(t)
  } finally {
    await t.setup('gamerule', 'naturalRegeneration', 'true')
  }
}

/** What is lost within so many ticks: [[tick, half hearts], ...]. */
async function losses (t, ticks) {
  const out = []
  for (let n = 1, health = t.health; n <= ticks && t.health > 0; n++) {
    await t.tick()
    if (t.health < health) out.push([n, Math.round((health - t.health) * 100) / 100])
    health = t.health
  }
  return out
}
/** The same as [amounts, ticks between them]. */
const rhythm = list => [list.map(([, lost]) => lost), list.slice(1).map(([tick], i) => tick - list[i][0])]

module.exports = { drain, unhealed, losses, rhythm }
