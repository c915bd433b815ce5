'use strict'
/** What others see a player hold and wear. */

/** The protocol's numbers: main hand, off hand, boots, leggings, chestplate, helmet; and the inventory's slots. */
const WORN = [[1, 45], [2, 8], [3, 7], [4, 6], [5, 5]]

module.exports.server = serv => {
  serv.on('tick', () => { for (const player of serv.players) player.showEquipment() })
}

module.exports.player = (player, serv) => {
  const shown = []
  player.showEquipment = () => {}

  /** [protocol's number, stack] of all that is held and worn. */
  player.worn = () => [[0, player.held()], ...WORN.map(([number, slot]) => [number, player.inventory.slots[slot] ?? null])]

  player.on('asap', () => {
    player.setEquipment = () => {} // upstream's knows only part of it
    player.showEquipment = () => {
      const now = player.worn()
      const changed = now.filter(([number, item]) => item !== (shown[number] ?? null) && !serv.items.same(item, shown[number] ?? null))
      if (!changed.length) return
      for (const [number, item] of changed) shown[number] = item
      tell(player.nearbyPlayers(), changed)
    }

    const spawn = player.spawnEntity
    player.spawnEntity = entity => {
      spawn(entity)
      entity.showEquipmentTo?.(player)
    }
    player.showEquipmentTo = other => tell([other], player.worn().filter(([, item]) => item))
  })

  function tell (players, equipment) {
    if (!equipment.length) return
    const equipments = equipment.map(([slot, item]) => ({ slot, item: serv.items.toNotch(item) }))
    for (const other of players) other._client.write('entity_equipment', { entityId: player.id, equipments })
  }
}
