'use strict'
/** Hold keys like a player, press after press, each for so many of the body's own ticks. `perform` writes down what the body does meanwhile. */

const KEYS = ['forward', 'back', 'left', 'right', 'jump', 'sprint', 'sneak']

/** Look there to the last bit: mineflayer's own `look` rounds to the steps of a mouse, 0.15 degrees. */
function turn (bot, yaw) {
  bot.look(yaw, bot.entity.pitch, true)
  bot.entity.yaw = yaw
}

module.exports = {
  traced: true,
  footprint: () => [],
  async run (session, { presses }) {
    const { bot } = session
    bot.jumpTicks = 0 // no key is down, so the pause between two jumps is over
    let current = 0
    let held = 0 // ticks
    const press = () => {
      const [keys, , yaw] = presses[current] ?? [[], 0, null]
      if (yaw !== null && yaw !== undefined) turn(bot, yaw)
      for (const key of KEYS) bot.setControlState(key, keys.includes(key))
    }
    const tick = () => {
      if (current >= presses.length || ++held < presses[current][1]) return
      current++
      held = 0
      press()
    }
    bot.on('physicsTick', tick) // by these, not by the clock: on a server in real time the body may take two at once
    try {
      press()
      while (current < presses.length) await session.tick()
    } finally {
      bot.removeListener('physicsTick', tick)
      bot.clearControlStates()
    }
  }
}
