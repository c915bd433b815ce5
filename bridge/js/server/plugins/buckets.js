'use strict'
/**
 * Buckets: filled from a source, emptied into a cell or into a block that can stand in water, along the player's gaze as the server knows it.
 * (Minecraft Wiki, "Bucket"; vanilla's BucketItem.)
 */

const { Vec3 } = require('vec3')
const rules = require('../rules')('fluids')
const { eyesOf, gaze } = require('../body')
const { cast, outline } = require('../ray')
const { SOURCE } = require('../liquids')
const { replaceable } = require('../support')

/** What can be clicked of a source: to the height of its surface. */
const SURFACE = [0, 0, 0, 1, 8 / 9, 1]

module.exports.server = serv => {
  const { cells, states } = serv

  for (const [item, holds] of Object.entries(rules.buckets)) {
    serv.itemUses.set(item, (player, slot) => holds === 'air' ? fill(player, slot) : empty(player, slot, holds))
  }

  /** What a player looks at: { pos, normal }, or null; sources only when they are looked for. */
  function aim (player, sources) {
    const hit = cast(eyesOf(player), gaze(player), rules.bucket_reach, (x, y, z) => {
      const state = cells.at(x, y, z)
      if (state === null) return []
      return sources && serv.liquids.at(x, y, z).source ? [SURFACE, ...outline(serv, state)] : outline(serv, state)
    })
    return hit && { pos: new Vec3(...hit.cell), normal: hit.normal }
  }

  function fill (player, slot) {
    const hit = aim(player, true)
    if (!hit) return
    const here = serv.liquids.at(hit.pos.x, hit.pos.y, hit.pos.z)
    const filled = Object.keys(rules.buckets).find(item => rules.buckets[item] === here.liquid)
    if (!here.source || !filled || !(here.block || states.properties(here.state).waterlogged)) return
    cells.set(hit.pos, here.block ? 0 : states.withProperties(here.state, { waterlogged: false }))
    exchange(player, slot, filled)
  }

  function empty (player, slot, liquid) {
    const hit = aim(player, false)
    if (!hit) return
    const takes = pos => serv.liquids.at(pos.x, pos.y, pos.z).hold === 'source' && liquid === 'water'
    const ahead = hit.pos.offset(...hit.normal)
    const isContainer = states.properties(cells.at(hit.pos.x, hit.pos.y, hit.pos.z)).waterlogged !== undefined && liquid === 'water'
    const pos = [isContainer ? hit.pos : ahead, ahead].find(each => takes(each) || gives(each))
    if (!pos) return
    if (takes(pos)) serv.waterlog(pos)
    else serv.wash(pos, 'water', serv.liquids.stateOf(liquid, SOURCE)) // what a bucket is emptied onto drops, also for lava
    exchange(player, slot, 'bucket')
  }

  /** Whether a cell makes room for a bucket's liquid. */
  function gives ({ x, y, z }) {
    const here = serv.liquids.at(x, y, z)
    return here.state !== null && (here.hold === 'any' || replaceable(serv, here.state)) && !(here.liquid && !here.block)
  }

  /** One of the stack in the hand becomes something else. */
  function exchange (player, slot, name) {
    const held = player.inventory.slots[slot]
    if (player.gameMode === 1) return
    const made = serv.items.made(name)
    if (held.count === 1) return player.putSlot(slot, made)
    player.putSlot(slot, serv.items.copy(held, held.count - 1))
    const over = player.give(made)
    if (over) player.toss(over)
  }
}
