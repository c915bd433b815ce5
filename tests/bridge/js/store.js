'use strict'
/** Fills a chest and a furnace, or tells how it finds them again: for test_server_life.py. */

const { join, ours } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')

async function main () {
  const { fill, ...where } = options()
  const { bot, tick, until, during, ask } = await join({ ...where, username: 'tester' })
  await tick(10)
  const open = async (x, z) => {
    const opened = new Promise(resolve => bot.once('windowOpen', resolve))
    bot._client.write('block_place', { hand: 0, location: new Vec3(x, 64, z), direction: 1, cursorX: 0.5, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: 1 })
    const window = await during(opened)
    await tick(2)
    return window
  }
  const close = window => { bot.closeWindow(window); return tick(2) }
  const inside = window => window.slots.slice(0, window.inventoryStart).map((item, slot) => item && [slot, item.name, item.count]).filter(Boolean)
  const id = name => bot.registry.itemsByName[name].id

  if (fill) {
    for (const [name, n] of [['dirt', 20], ['wooden_pickaxe{Damage:7}', 1], ['raw_iron', 3], ['coal', 2]]) await ask({ setup: ['give', name, n] })
    await ask({ setup: ['setblock', 2, 64, 0, 'chest'] })
    await ask({ setup: ['setblock', 0, 64, 2, 'furnace'] })
    await ask({ setup: ['xp', 'set', 3, 'levels'] })
    await tick(2)
    const chest = await open(2, 0)
    await during(chest.deposit(id('dirt'), null, 15))
    await during(chest.deposit(id('wooden_pickaxe'), null, 1))
    await close(chest)
    const furnace = await open(0, 2)
    await during(furnace.deposit(id('raw_iron'), null, 3))
    await during(bot.moveSlotItem(furnace.items().find(i => i.name === 'coal').slot, 1))
    await tick(270)
    await close(furnace)
  }
  const chest = await open(2, 0)
  const found = { chest: inside(chest), worn: chest.slots.find(item => item?.name === 'wooden_pickaxe')?.durabilityUsed, carried: bot.inventory.items().map(i => [i.name, i.count]) }
  await close(chest)
  const furnace = await open(0, 2)
  Object.assign(found, { furnace: inside(furnace), lit: bot.blockAt(new Vec3(0, 64, 2)).getProperties().lit, level: bot.experience.level })
  const ticks = fill ? 0 : await until(() => furnace.slots[2]?.count === 2, 300, 'the second ingot')
  await close(furnace)
  await report({ store: async () => ({ ...found, next: fill ? null : ticks }) })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
