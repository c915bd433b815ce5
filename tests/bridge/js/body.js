'use strict'
/** Tires, poisons and wets a player, or tells how it finds its body again: for test_server_body.py. */

const { join } = require('./player')
const { report, options } = require('./checks')

async function main () {
  const { change, ...where } = options()
  const { bot, tick, until, ask } = await join({ ...where, username: 'tester' })
  await tick(5)
  const setup = async (...verb) => {
    const answer = await ask({ setup: verb })
    if (answer.error) throw new Error(answer.error)
  }
  if (change) {
    await setup('gamerule', 'naturalRegeneration', 'false')
    await setup('setblock', 2, 64, 0, 'red_bed', { part: 'foot', facing: 'north' })
    await setup('setblock', 2, 64, -1, 'red_bed', { part: 'head', facing: 'north' })
    bot._client.write('block_place', { hand: 0, location: { x: 2, y: 64, z: 0 }, direction: 1, cursorX: 0.5, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: 1 })
    await setup('effect', 'give', 'hunger', 60, 255)
    await until(() => bot.food <= 15, 200, 'hunger')
    await setup('effect', 'clear')
    await setup('effect', 'give', 'haste', 500, 1)
    await setup('effect', 'give', 'absorption', 500, 0)
    await setup('weather', 'thunder')
    await tick(110)
  }
  await tick(5)
  const { amplifier, duration } = bot.entity.effects[3]
  const answer = { food: bot.food, saturation: bot.foodSaturation, haste: amplifier, left: duration, raining: bot.isRaining, rain: bot.rainState, thunder: bot.thunderState }
  if (change) await ask({ save: true })
  else {
    await setup('tp', 30.5, 64, 30.5)
    await setup('effect', 'give', 'instant_damage', 1, 3)
    await tick(60)
    await setup('effect', 'give', 'instant_damage', 1, 0)
    await tick(3)
    answer.absorbed = bot.health
    await setup('effect', 'give', 'instant_damage', 1, 4)
    await until(() => bot.health <= 0, 20, 'death')
    bot.respawn()
    await until(() => bot.health > 0, 40, 'life')
    await tick(5)
    answer.at = bot.entity.position.toArray()
  }
  await report({ body: async () => answer })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
