'use strict'
/**
 * How tired and how well fed the body is, reckoned from what it did: the server tells food, but exhaustion never, and saturation seldom.
 * (Minecraft Wiki, "Hunger": exhaustion by action; at 4 a point of saturation goes, or of food when there is none.)
 */

const COST = { sprint: 0.1, swim: 0.01, jump: 0.05, sprintJump: 0.2, dig: 0.005, attack: 0.1, heart: 6 }
const EXHAUSTED = 4
const HEALTHY = 20
/** Food from which wounds heal. */
const HEALS = 18
/** Upwards speed of a body that has just jumped, blocks per tick. */
const JUMPED = 0.3

/** @param {object} bot mineflayer's, in the world */
function follow (bot) {
  let { health, food } = bot
  let told = bot.foodSaturation
  let saturation = Number.isFinite(told) ? told : 5
  let exhaustion = 0
  let healing = 0 // ticks since it last healed, while hurt
  let owed = 0 // points of food that must have gone, of which the server has not told yet
  let last = bot.entity.position.clone()
  let stood = true

  bot.on('health', () => {
    if (bot.health > health) {
      exhaustion += COST.heart * (bot.health - health)
      healing = 0
    }
    for (let lost = food - bot.food; lost > 0; lost--) owed > 0 ? owed-- : exhaustion = Math.max(0, exhaustion - EXHAUSTED)
    if (Number.isFinite(bot.foodSaturation) && bot.foodSaturation !== told) {
      saturation = told = bot.foodSaturation
      owed = 0
    }
    if (bot.food > food && !Number.isFinite(bot.foodSaturation)) saturation = Math.min(bot.food, saturation + bot.food - food)
    health = bot.health
    food = bot.food
  })
  bot.on('spawn', () => {
    exhaustion = healing = owed = 0
    last = bot.entity.position.clone()
  })
  bot.on('physicsTick', () => {
    const { position, velocity, onGround, isInWater } = bot.entity
    const way = Math.hypot(position.x - last.x, position.z - last.z)
    const sprints = bot.controlState.sprint
    if (stood && !onGround && velocity.y > JUMPED / 2 && position.y - last.y > JUMPED) exhaustion += sprints ? COST.sprintJump : COST.jump
    if (way < 1) exhaustion += way * (isInWater ? COST.swim : sprints && onGround ? COST.sprint : 0) // farther: it was moved
    stood = onGround
    last = position.clone()
    healing = health < HEALTHY && food >= HEALS ? healing + 1 : 0
    if (exhaustion <= EXHAUSTED) return
    exhaustion -= EXHAUSTED
    if (saturation > 0) saturation = Math.max(0, saturation - 1)
    else owed = 1 // or else there was more saturation than was told
  })

  return {
    /** How it is, for a twin (twin.js), and back. */
    recollect: () => ({ health, food, told, saturation, exhaustion, healing, owed }),
    recall (was) { ({ health, food, told, saturation, exhaustion, healing, owed } = { ...was, told: was.told ?? undefined }) },
    spend (what) { exhaustion += COST[what] },
    get saturation () { return Math.min(food, saturation) },
    get exhaustion () { return exhaustion },
    get healing () { return healing }
  }
}

module.exports = { follow }
