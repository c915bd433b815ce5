'use strict'
/** Plays on a flat world and tells what a Mineflayer client sees. The expected values stand in test_server_play.py. */

const { join, ours } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')

async function main () {
  const { port, control, token } = options()
  const one = await join({ port, control, token, username: 'one' })
  const { bot, tick, during } = one
  await tick(10)
  const at = (x, y, z) => bot.blockAt(new Vec3(x, y, z))
  const name = (x, y, z) => at(x, y, z).name
  const props = (x, y, z) => at(x, y, z).getProperties()
  const has = item => bot.inventory.items().filter(i => i.name === item).reduce((sum, i) => sum + i.count, 0)
  const hold = item => during(bot.equip(bot.inventory.items().find(i => i.name === item), 'hand'))
  const stand = (x, z) => { bot.entity.position.set(x, 64, z); bot.entity.velocity.set(0, 0, 0); return tick(2) }
  const lying = () => Object.values(bot.entities).filter(e => e.name === 'item').map(e => e.getDroppedItem())
  const look = (yaw, pitch = 0) => { bot.entity.yaw = yaw; bot.entity.pitch = pitch; return tick(20) }
  const put = async (x, y, z, face, cursor = [0.5, 0.5, 0.5]) => {
    bot._client.write('block_place', { hand: 0, location: new Vec3(x, y, z), direction: face, cursorX: cursor[0], cursorY: cursor[1], cursorZ: cursor[2], insideBlock: false, sequence: 7 })
    await tick(2)
  }
  const digging = async (x, y, z, ticks) => {
    const location = new Vec3(x, y, z)
    bot._client.write('block_dig', { status: 0, location, face: 1, sequence: 1 })
    await tick(ticks)
    bot._client.write('block_dig', { status: 2, location, face: 1, sequence: 2 })
    await tick(2)
  }
  const click = (slot, button = 0, mode = 0) => during(bot.clickWindow(slot, button, mode))

  await report({
    async tabList () { return Object.keys(bot.players) },
    async fall () {
      const before = [bot.health, bot.entity.position.y]
      await look(-Math.PI / 2) // east
      bot.setControlState('forward', true)
      await one.until(() => bot.entity.position.y < 65 && bot.entity.onGround, 200, 'down')
      bot.clearControlStates()
      await tick(5)
      return { before, after: bot.health, y: bot.entity.position.y }
    },
    async stoneByHand () {
      await stand(5.5, 1.5)
      bot.setQuickBarSlot(8)
      await digging(5, 64, 3, 148)
      const early = name(5, 64, 3)
      await digging(5, 64, 3, 150)
      return { early, after: name(5, 64, 3), lying: lying().length }
    },
    async stoneByPickaxe () {
      await hold('wooden_pickaxe')
      await digging(6, 64, 3, 20)
      const early = name(6, 64, 3)
      await digging(6, 64, 3, 23)
      const dropped = lying().map(i => [i.name, i.count])
      await stand(6.5, 3.5)
      await tick(20)
      return { early, after: name(6, 64, 3), dropped, carried: has('cobblestone'), worn: bot.heldItem.durabilityUsed, lying: lying().length }
    },
    async ironByWood () {
      await stand(8.5, 1.5)
      await digging(8, 64, 3, 300)
      return { after: name(8, 64, 3), lying: lying().length }
    },
    async tooFar () {
      await digging(8, 63, 11, 60)
      return name(8, 63, 11)
    },
    async intoBody () {
      await hold('dirt')
      const before = has('dirt')
      await stand(10.5, 1.5)
      await put(10, 63, 1, 1)
      const inside = [name(10, 64, 1), has('dirt') - before]
      await put(11, 63, 1, 1)
      return { inside, beside: [name(11, 64, 1), has('dirt') - before] }
    },
    async door () {
      await hold('oak_door')
      await stand(14.5, 5.5)
      await look(0) // north
      await put(14, 63, 3, 1)
      const placed = [props(14, 64, 3), props(14, 65, 3)]
      await put(14, 65, 3, 3) // use it
      const used = [props(14, 64, 3).open, props(14, 65, 3).open]
      const left = has('oak_door')
      await during(bot.dig(at(14, 65, 3)))
      await tick(3)
      return { names: [name(14, 64, 3), name(14, 65, 3)], placed, used, left, dropped: lying().map(i => [i.name, i.count]) }
    },
    async torches () {
      await hold('torch')
      await stand(18.5, 3.5)
      await put(18, 64, 1, 3) // the south side of a block
      await put(19, 63, 3, 1)
      const placed = [name(18, 64, 2), props(18, 64, 2).facing, name(19, 64, 3)]
      bot.setQuickBarSlot(8)
      await during(bot.dig(at(19, 63, 3)))
      await tick(20)
      return { placed, gone: name(19, 64, 3) }
    },
    async wood () {
      await stand(22.5, 3.5)
      await hold('oak_log')
      await put(22, 64, 1, 3) // against the south side: lies along z
      await look(Math.PI / 2) // west
      await hold('oak_stairs')
      await put(21, 63, 3, 1)
      await hold('oak_fence')
      await put(24, 63, 2, 1)
      await put(24, 63, 3, 1)
      await hold('oak_slab')
      await put(23, 63, 1, 1)
      const slab = props(23, 64, 1).type
      await put(23, 64, 1, 1)
      return { axis: props(22, 64, 2).axis, stairs: props(21, 64, 3).facing, fence: [props(24, 64, 2).south, props(24, 64, 2).north], slab: [slab, props(23, 64, 1).type] }
    },
    async craftByHand () {
      const slot = item => bot.inventory.items().find(i => i.name === item).slot
      const logs = has('birch_log')
      await click(slot('birch_log'))
      await click(1, 1) // one into the grid
      await click(bot.inventory.firstEmptyInventorySlot())
      const shown = bot.inventory.slots[0]
      await click(0, 0, 1)
      return { shown: [shown.name, shown.count], planks: has('birch_planks'), logs: logs - has('birch_log'), result: bot.inventory.slots[0] }
    },
    async craftMixed () { // two kinds of planks in one table
      const slot = item => bot.inventory.items().find(i => i.name === item).slot
      await click(slot('oak_planks'))
      await click(1, 1)
      await click(2, 1)
      await click(bot.inventory.firstEmptyInventorySlot())
      await click(slot('birch_planks'))
      await click(3, 1)
      await click(4, 1)
      await click(bot.inventory.firstEmptyInventorySlot())
      await click(0)
      await click(bot.inventory.firstEmptyInventorySlot())
      return { made: has('crafting_table'), oak: has('oak_planks'), birch: has('birch_planks') }
    },
    async craftAtTable () {
      await stand(26.5, 3.5)
      await hold('crafting_table')
      await put(26, 63, 1, 1)
      const opened = new Promise(resolve => bot.once('windowOpen', resolve))
      await put(26, 64, 1, 3)
      const window = await during(opened)
      const slot = item => window.items().find(i => i.name === item).slot
      await click(slot('oak_planks'))
      for (const cell of [1, 2, 3]) await click(cell, 1)
      await click(window.firstEmptyInventorySlot())
      await click(slot('stick'))
      for (const cell of [5, 8]) await click(cell, 1)
      await click(window.firstEmptyInventorySlot())
      const shown = window.slots[0]?.name
      const before = window.items().filter(i => i.name === 'wooden_pickaxe').length
      await click(0, 0, 1)
      const made = window.items().filter(i => i.name === 'wooden_pickaxe').length - before
      bot.closeWindow(window)
      await tick(2)
      return { type: window.type, shown, made, carried: bot.inventory.items().filter(i => i.name === 'wooden_pickaxe').length - before }
    },
    async wrongClaim () { // a client that says it has taken what is not there is put right
      bot._client.write('window_click', { windowId: 0, stateId: 1, slot: 20, mouseButton: 0, mode: 0, changedSlots: [{ location: 20, item: { present: false } }], cursorItem: { present: true, itemId: 1, itemCount: 64 } })
      await tick(3)
      return { held: bot.inventory.selectedItem ?? null, stone: has('stone') }
    },
    async secondPlayer () {
      const two = await join({ port, control, token, username: 'two' })
      await two.tick(10)
      const heard = []
      two.bot.on('messagestr', text => heard.push(text))
      bot.chat('hello')
      await tick(3)
      await two.tick(3)
      await stand(30.5, 3.5)
      two.bot.entity.position.set(31.5, 64, 3.5)
      await two.tick(5)
      await hold('dirt')
      await put(31, 63, 3, 1)
      const inHisBody = name(31, 64, 3)
      await put(30, 63, 1, 1)
      await two.tick(3)
      const seen = two.bot.blockAt(new Vec3(30, 64, 1)).name
      const victim = Object.values(bot.entities).find(e => e.username === 'two')
      const deaths = []
      two.bot.on('death', () => deaths.push(1))
      await two.tick(60) // nothing hurts who has just come
      bot._client.write('use_entity', { target: victim.id, mouse: 1, sneaking: false })
      await tick(6)
      await two.tick(6)
      const hit = two.bot.health
      await one.ask({ setup: ['effect', 'give', 'instant_damage', 1, 3], player: 'two' })
      await two.tick(12)
      const emptied = two.bot.inventory.items().length
      await tick(12)
      const dropped = lying().map(i => i.name).includes('oak_door')
      two.bot.respawn()
      await two.tick(20)
      const back = { health: two.bot.health, y: two.bot.entity.position.y, items: two.bot.inventory.items().length }
      two.end()
      await tick(5)
      return { heard, inHisBody, seen, hit, deaths: deaths.length, emptied, dropped, back, left: Object.keys(bot.players) }
    },
    async badPackets () {
      bot._client.write('block_dig', { status: 2, location: new Vec3(1000, 64, 1000), face: 1, sequence: 1 })
      bot._client.write('block_place', { hand: 0, location: new Vec3(5, 400, 5), direction: 77, cursorX: 0, cursorY: 0, cursorZ: 0, insideBlock: false, sequence: 1 })
      bot._client.write('window_click', { windowId: 99, stateId: 1, slot: 9999, mouseButton: 9, mode: 5, changedSlots: [], cursorItem: { present: false } })
      bot._client.write('position', { x: NaN, y: 64, z: 1, onGround: true })
      bot._client.write('held_item_slot', { slotId: 77 })
      bot._client.write('set_creative_slot', { slot: 36, item: { present: true, itemId: 1, itemCount: 64 } })
      bot._client.writeRaw(Buffer.from([0x7f, 1, 2, 3]))
      await tick(5)
      return { stone: has('stone'), alive: (await one.ask({ status: true })).players }
    }
  })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
