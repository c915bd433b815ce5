'use strict'
/** worldsim.state.Observed: all that is known now but the blocks. */

const { snapshot } = require('./ledger')

/** How far entities are told, in blocks. */
const NEAR = 32
/** Ticks of breath in one of mineflayer's oxygen levels. */
const BREATH = 15
const FULL_BREATH = 300

/** @param {object} session @returns {object} Observed, as JSON */
function observed ({ bot, time, memory, metabolism }) {
  const { entity } = bot
  const { inventory, tools, health, food, container } = snapshot(bot)
  const { x, y, z } = entity.velocity
  return {
    tick: time.tick,
    body: {
      pos: entity.position.toArray(),
      vel: [x, entity.onGround ? 0 : y, z], // on ground the client keeps one tick of gravity in it
      yaw: entity.yaw,
      pitch: entity.pitch,
      on_ground: entity.onGround,
      in_liquid: inLiquid(entity),
      health,
      food,
      saturation: metabolism.saturation,
      exhaustion: metabolism.exhaustion,
      healing: metabolism.healing,
      air: bot.oxygenLevel === undefined ? FULL_BREATH : Math.max(0, bot.oxygenLevel * BREATH),
      held: bot.heldItem?.name ?? null
    },
    inventory,
    tools,
    free_slots: bot.inventory.emptySlotCount(),
    entities: Object.values(bot.entities).filter(other => other !== entity && !other.dead && other.position.distanceTo(entity.position) <= NEAR)
      .sort((a, b) => a.id - b.id).map(told),
    time_of_day: bot.time.timeOfDay ?? 0,
    raining: bot.isRaining,
    biome: biomeOf(bot),
    container,
    latent: memory.list()
  }
}

function inLiquid (entity) {
  return Boolean(entity.isInWater || entity.isInLava)
}

function told (entity) {
  const stack = dropped(entity)
  const kind = stack ? 'item' : entity.username ? 'player' : entity.name ?? 'unknown'
  return { id: entity.id, kind, pos: entity.position.toArray(), item: stack?.name ?? null, count: stack?.count ?? 1 }
}

/** The stack that lies there, or null. */
function dropped (entity) {
  return entity.name === 'item' ? entity.getDroppedItem() : null
}

function biomeOf (bot) {
  const id = bot.world.getBiome(bot.entity.position.floored())
  return bot.registry.biomes[id]?.name ?? 'plains'
}

module.exports = { observed, dropped, inLiquid }
