'use strict'
/**
 * Blocks that hold things: what lies in them, who looks into them, what falls out of them, and that they are saved.
 *
 * serv.holds.set(block name, size)   such a block has so many slots
 * serv.containerAt(pos)              { pos, block, slots, viewers, data } of the block there, or null; `data` is its plugin's, and is saved as JSON
 * serv.containers                    those that were ever used: 'x,y,z' -> container
 * serv.watch(player, container), serv.unwatch(player, container)   emit 'watched' (container) when the number of viewers changes
 * serv.touched(container)            its content changed: who looks into it is told
 */

const { Vec3 } = require('vec3')

module.exports.server = serv => {
  serv.holds = new Map()
  const containers = serv.containers = new Map()
  const key = ({ x, y, z }) => `${x},${y},${z}`
  const blockAt = ({ x, y, z }) => {
    const state = serv.cells.at(x, y, z)
    return state === null ? null : serv.states.name(state)
  }

  serv.containerAt = pos => {
    const there = containers.get(key(pos))
    if (there) return there
    const block = blockAt(pos)
    return serv.holds.has(block) ? made(pos, block) : null
  }

  function made (pos, block) {
    const container = { pos: pos.clone(), block, slots: Array(serv.holds.get(block)).fill(null), viewers: new Set(), data: {} }
    containers.set(key(pos), container)
    return container
  }

  serv.watch = (player, container) => {
    container.viewers.add(player)
    serv.emit('watched', container)
  }

  serv.unwatch = (player, container) => {
    if (container.viewers.delete(player)) serv.emit('watched', container)
  }

  serv.touched = container => { for (const player of container.viewers) player.refreshView() }

  serv.on('cellChanged', (pos, before, after) => {
    const container = containers.get(key(pos))
    if (!container || serv.states.name(after) === container.block) return
    containers.delete(key(pos))
    for (const player of [...container.viewers]) player.closeView(true)
    for (const item of container.slots) if (item) serv.spill(pos, item)
    serv.emit('containerGone', container)
  })

  serv.keeps.containers = {
    save: () => [...containers.values()].map(({ pos, block, slots, data }) => ({ at: pos.toArray(), block, slots: slots.map(serv.items.saved), data })),
    load (records) {
      for (const { at, block, slots, data } of records) {
        const pos = new Vec3(...at)
        if (blockAt(pos) === block && serv.holds.has(block)) Object.assign(made(pos, block), { slots: slots.map(serv.items.restored), data })
      }
    }
  }
}
