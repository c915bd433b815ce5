'use strict'
/** Sleep in a bed within 3 blocks until the morning. Why one may not, the server says. */

const { useBlock, ANSWER } = require('../windows')
const { nearestKnown } = require('../body')
const { failed } = require('../stop')

/** What the server says when one may not sleep. */
const WHY = { no_sleep: 'not_night', not_safe: 'monsters_near' }
/** entity_action: leave the bed. */
const LEAVE = 2

/** How far a bed may be to lie down in it: to each side, and up and down, in blocks (vanilla measures from the middle of its bottom). */
const [ASIDE, ABOVE] = [3, 2]

function near ({ entity: { position } }, [x, y, z]) {
  return Math.max(Math.abs(x + 0.5 - position.x), Math.abs(z + 0.5 - position.z)) <= ASIDE && Math.abs(y - position.y) <= ABOVE
}

module.exports = {
  footprint: () => [],
  async run (session) {
    const { bot } = session
    const bed = nearestKnown(session, (name, pos) => name.endsWith('_bed') && near(bot, pos))
    if (!bed) throw failed('no_bed', `no bed within ${ASIDE} blocks`)
    const heard = { why: null }
    const listen = ({ content }) => { heard.why ??= /block\.minecraft\.bed\.(\w+)/.exec(content)?.[1] ?? null }
    bot._client.on('system_chat', listen)
    try {
      await useBlock(session, bed)
      for (let t = 0; !bot.isSleeping && !heard.why && t < ANSWER; t++) await session.tick()
      if (!bot.isSleeping) throw failed(WHY[heard.why] ?? 'refused', heard.why ? `the server says: ${heard.why}` : 'the server did not put the player to bed')
      while (bot.isSleeping) await session.tick()
      await session.tick() // the time of day
    } finally {
      bot._client.removeListener('system_chat', listen)
      if (bot.isSleeping) bot._client.write('entity_action', { entityId: bot.entity.id, actionId: LEAVE, jumpBoost: 0 })
    }
  }
}
