'use strict'
/** A twin of a bot at rest, in a copy of its world: what the server does not keep is handed over. */

/** All that a bot knows, and how its body is. */
function recollect ({ bot, sight, memory, metabolism }) {
  const { position, velocity, yaw, pitch, onGround } = bot.entity
  return {
    sections: sight.recollect(),
    memory: memory.recollect(),
    metabolism: metabolism.recollect(),
    slot: bot.quickBarSlot,
    body: { position: position.toArray(), velocity: velocity.toArray(), yaw, pitch, onGround }
  }
}

/** Take another bot's place. */
function recall ({ bot, sight, memory, metabolism }, mind) {
  const { position, velocity, yaw, pitch, onGround } = mind.body
  sight.recall(mind.sections)
  memory.recall(mind.memory)
  metabolism.recall(mind.metabolism)
  if (bot.quickBarSlot !== mind.slot) bot.setQuickBarSlot(mind.slot)
  bot.entity.position.set(...position)
  bot.entity.velocity.set(...velocity)
  Object.assign(bot.entity, { yaw, pitch, onGround })
}

module.exports = { recollect, recall }
