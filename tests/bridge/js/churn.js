'use strict'
/** Moves dirt between hands, a chest and the ground until the server is killed; or counts it: for test_server_life.py. */

const { join, ours } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')

const CHEST = new Vec3(2, 64, 0)
const CELL = new Vec3(0, 64, 2)
const DIRT = 60

async function main () {
  const { count, ...where } = options()
  const { bot, tick, during, ask } = await join({ ...where, username: 'tester' })
  await tick(20)
  const place = (location, direction) => bot._client.write('block_place', { hand: 0, location, direction, cursorX: 0.5, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: 1 })
  const open = async () => {
    const opened = new Promise(resolve => bot.once('windowOpen', resolve))
    place(CHEST, 1)
    return during(opened)
  }
  const dirtIn = items => items.filter(item => item?.name === 'dirt').reduce((sum, item) => sum + item.count, 0)

  if (count) {
    const window = await open()
    const lying = Object.values(bot.entities).filter(e => e.name === 'item').reduce((sum, e) => sum + e.getDroppedItem().count, 0)
    const placed = bot.blockAt(CELL).name === 'dirt' ? 1 : 0
    const { tick: ticks } = await ask({ status: true })
    const found = { total: dirtIn(window.slots) + lying + placed, ticks, where: [dirtIn(window.slots), lying, placed] }
    return report({ churn: async () => found })
  }
  if (bot.blockAt(CHEST).name !== 'chest') {
    await ask({ setup: ['setblock', 2, 64, 0, 'chest'] })
    await ask({ setup: ['give', 'dirt', DIRT] })
  }
  process.stdout.write('ready\n')
  for (let n = 0; ; n++) {
    const window = await open()
    await during(n % 2 ? bot.clickWindow(window.slots.findIndex((item, i) => i > 26 && item?.name === 'dirt'), 0, 1) : bot.clickWindow(0, 0, 1))
    bot.closeWindow(window)
    await tick(2)
    const held = bot.inventory.items().find(item => item.name === 'dirt')
    if (!held) continue
    await during(bot.equip(held, 'hand'))
    place(CELL.offset(0, -1, 0), 1)
    await tick(3)
    bot._client.write('block_dig', { status: 0, location: CELL, face: 1, sequence: 1 })
    await tick(16)
    bot._client.write('block_dig', { status: 2, location: CELL, face: 1, sequence: 2 })
    await tick(n % 20)
  }
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
