'use strict'
/** Changes a flat world, or tells how it finds it again: for test_server_life.py. */

const { join, ours } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')

async function main () {
  const { change, ...where } = options()
  const { bot, tick, during, ask, end } = await join({ ...where, username: 'tester' })
  await tick(10)
  if (change) {
    const hold = name => during(bot.equip(bot.inventory.items().find(i => i.name === name), 'hand'))
    await hold('oak_door')
    await during(bot.placeBlock(bot.blockAt(new Vec3(0, 63, -2)), new Vec3(0, 1, 0)))
    await hold('wooden_pickaxe')
    await during(bot.dig(bot.blockAt(new Vec3(2, 63, 0))))
    bot.setControlState('back', true)
    await tick(12)
    bot.setControlState('back', false)
    await tick(20)
    await during(bot.clickWindow(bot.inventory.items().find(i => i.name === 'oak_log').slot, 0, 0))
    await during(bot.clickWindow(1, 0, 0)) // left in the grid
  }
  const carried = {}
  for (const { name, count } of bot.inventory.items()) carried[name] = (carried[name] ?? 0) + count
  const door = bot.blockAt(new Vec3(0, 65, -2))
  const answer = {
    carried,
    grid: bot.inventory.slots.slice(0, 5).map(i => i?.name ?? null),
    door: [door.name, door.getProperties().half],
    hole: bot.blockAt(new Vec3(2, 63, 0)).name,
    lying: Object.values(bot.entities).filter(e => e.name === 'item').map(e => e.getDroppedItem().name),
    position: bot.entity.position.toArray(),
    worn: bot.inventory.items().find(i => i.name === 'wooden_pickaxe').durabilityUsed,
    tick: (await ask({ status: true })).tick
  }
  if (change) await ask({ save: true })
  else end()
  await report({ home: async () => answer })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
