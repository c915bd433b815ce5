'use strict'
/** Says commands in the chat, and tells what came of them: for test_server_setup.py. */

const { join, ours } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')

async function main () {
  const { bot, tick } = await join({ ...options(), username: 'tester' })
  await tick(10)
  const said = []
  bot.on('message', message => said.push(message.translate ?? message.toString()))
  const say = async (...lines) => { for (const line of lines) { bot.chat(line); await tick(2) } }
  await say('/give @p dirt 3', '/give tester iron_pickaxe{Damage:10}', '/setblock ~2 ~ ~ furnace[facing=west,lit=true]', '/fill 4 64 4 5 65 5 stone')
  await say('/time set 13000', '/gamemode creative', '/xp add tester 7 points', '/tp 10 70 10', '/nonsense 1')
  await tick(20)
  const [x, y, z] = bot.entity.position.toArray()
  const carried = bot.inventory.items().map(item => [item.name, item.count, item.durabilityUsed ?? 0])
  const furnace = bot.blockAt(new Vec3(2, 64, 0))
  await say('/clear')
  await report({
    carried: async () => carried,
    furnace: async () => [furnace.name, furnace.getProperties().facing, furnace.getProperties().lit],
    filled: async () => [[4, 64, 4], [5, 65, 5], [6, 64, 4]].map(cell => bot.blockAt(new Vec3(...cell)).name),
    time: async () => bot.time.timeOfDay,
    mode: async () => bot.game.gameMode,
    level: async () => bot.experience.level,
    place: async () => [x, z, y],
    left: async () => bot.inventory.items().length,
    said: async () => said
  })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
