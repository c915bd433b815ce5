'use strict'
/**
 * Breaking blocks: as long as it takes, within reach, by the right tool.
 *
 * Every tick of digging counts by what holds at that tick (tool, ground, water), as in vanilla; a dig that is finished too early, too far away or elsewhere
 * is refused: the client is shown the block again. Time by prismarine-block, which has the game's formula (Minecraft Wiki, "Breaking").
 */

const { Vec3 } = require('vec3')
const { dropsOf } = require('../drops')
const { keyed } = require('../random')
const { acts, touches, reaches, eyesOf } = require('../body')
const { under } = require('../immersion')
const { guarded } = require('../log')
const clock = require('../../clock')

/** In real time both clocks jitter; vanilla accepts what is 70 % done. In lockstep a tick is a tick. */
const LENIENT = 0.7
const ROUNDING = 1e-6

/** What a tool loses by breaking one block, unless that has no hardness (vanilla asks for the hardness, not for how long it took; Minecraft Wiki, "Durability"). */
const WEAR = [[/_(pickaxe|axe|shovel|hoe)$/, 1], [/^shears$/, 1], [/_sword$/, 2]]

module.exports.server = (serv, options) => {
  const Block = require('prismarine-block')(serv.registry)
  const dug = serv.digCounts = new Map() // 'x,y,z' -> how often this place was broken

  /** Break a block as `tool` would: its drops fall, and so does what it carried (plugins/support.js). Emits 'broken' (pos, state, tool, harvested: the answer). */
  serv.breakBlock = (pos, tool) => {
    const state = serv.cells.at(pos.x, pos.y, pos.z)
    const key = `${pos.x},${pos.y},${pos.z}`
    const n = dug.get(key) ?? 0
    dug.set(key, n + 1)
    const stacks = dropsOf(serv, state, tool, keyed(options.lucid.seed, 'drops', pos.x, pos.y, pos.z, n))
    serv.cells.set(pos, serv.liquids.remains(state))
    for (const stack of stacks) serv.spill(pos, stack)
    const { harvestTools } = serv.states.block(state)
    const harvested = !harvestTools || !!(tool && harvestTools[tool.type])
    serv.emit('broken', pos, state, tool, harvested)
    return harvested
  }

  serv.on('tick', () => { for (const player of serv.players) player.dig() })

  /** Which part of the work one tick does; Infinity: broken at once. 0: never. */
  serv.digRate = (player, state) => {
    const tool = player.held()
    const wet = under(serv, eyesOf(player), 'water')
    const ms = Block.fromStateId(state, 0).digTime(tool?.type ?? null, player.gameMode === 1, wet, !player.onGround, tool?.enchants ?? [], player.digEffects())
    return 50 / ms
  }
}

module.exports.player = (player, serv) => {
  let work = null // { pos, state, done: 0-1 }

  player.dig = () => {
    if (work) work.done += serv.digRate(player, work.state)
  }

  const block = pos => serv.cells.at(pos.x, pos.y, pos.z)

  function start (pos) {
    const state = block(pos)
    work = null
    if (!state || !reaches(player, pos) || !touches(player)) return false
    if (serv.digRate(player, state) === Infinity) finish(pos, state)
    else work = { pos, state, done: 0 }
    return true
  }

  function stop (pos) {
    const digging = work
    work = null
    if (!digging || !digging.pos.equals(pos) || digging.state !== block(pos) || !reaches(player, pos) || !acts(player)) return false
    const needed = clock.following ? LENIENT : 1
    if (digging.done + serv.digRate(player, digging.state) < needed - ROUNDING) return false
    finish(pos, digging.state, true)
    return true
  }

  function finish (pos, state) {
    const tool = player.held()
    if (player.gameMode === 1) return serv.cells.set(pos, serv.liquids.remains(state))
    if (serv.breakBlock(pos, tool)) player.emit('harvested') // what gives nothing does not tire
    const wear = serv.states.block(state).hardness > 0 && WEAR.find(([name]) => name.test(tool?.name ?? ''))
    if (wear) player.wear(player.heldSlot(), wear[1])
  }

  /** A use of the tool in a slot: it wears by so many uses, and breaks in the end. Not in creative mode, and not what does not wear. */
  player.wear = (slot, by) => {
    const item = player.inventory.slots[slot]
    if (!item?.maxDurability || player.gameMode !== 0) return
    const worn = serv.items.copy(item)
    worn.durabilityUsed = (worn.durabilityUsed ?? 0) + by
    const gone = worn.durabilityUsed >= worn.maxDurability
    player.putSlot(slot, gone ? null : worn)
    if (gone) player._writeNearby('entity_status', { entityId: player.id, entityStatus: slot === 45 ? 48 : 47 }) // the tool in this hand breaks
  }

  function dropHeld (all) {
    const item = player.held()
    if (!item || player.health <= 0) return
    player.toss(serv.items.copy(item, all ? item.count : 1))
    player.putSlot(player.heldSlot(), all ? null : serv.items.copy(item, item.count - 1))
  }

  function swapHands () {
    const [main, other] = [player.held(), player.inventory.slots[45] ?? null]
    player.putSlot(player.heldSlot(), other)
    player.putSlot(45, main)
  }

  player.on('asap', () => {
    const client = player._client
    client.removeAllListeners('block_dig')
    client.on('block_dig', guarded('block_dig', ({ status, location, sequence }) => {
      const pos = new Vec3(location.x, location.y, location.z)
      if (status === 3 || status === 4) return dropHeld(status === 3)
      if (status === 6) return swapHands()
      if (status > 2) return
      if (status === 1) work = null
      else if (!(status === 0 ? start(pos) : stop(pos))) player.showCell(pos) // the truth, whatever the client believes
      client.write('acknowledge_player_digging', { sequenceId: sequence ?? 0 })
    }))
  })
}
