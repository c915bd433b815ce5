'use strict'
/** What kinds of blocks are to one who builds. */

/** Blocks that give way to a placed one (Minecraft Wiki, "Placement", Java Edition 1.19; thick snow excepted). */
const REPLACEABLE = new Set([
  'air', 'water', 'lava', 'bubble_column', 'fire', 'soul_fire', 'snow', 'light', 'structure_void',
  'grass', 'fern', 'tall_grass', 'large_fern', 'dead_bush', 'seagrass', 'tall_seagrass', 'vine', 'glow_lichen',
  'crimson_roots', 'warped_roots', 'nether_sprouts', 'hanging_roots'
])

/** A click on one of these opens, switches or eats it, instead of placing something against it. */
const INTERACTIVE = new RegExp([
  'crafting_table', 'furnace', 'smoker', 'chest', 'barrel', 'shulker_box', 'anvil', 'hopper', 'dispenser', 'dropper', 'loom', 'stonecutter', 'grindstone',
  'cartography_table', 'smithing_table', 'brewing_stand', 'enchanting_table', 'lectern', 'beacon', 'composter',
  '_bed$', '_door$', '_trapdoor$', 'fence_gate', '_button$', 'lever', 'repeater', 'comparator', 'note_block', 'jukebox', 'bell', 'cake', '_sign$'
].join('|'))

/** Whether a cell with this kind of block is free to place into. */
function replaceable (block) {
  if (block.name === 'snow') return Number(block.getProperties().layers) === 1
  return REPLACEABLE.has(block.name === 'cave_air' || block.name === 'void_air' ? 'air' : block.name)
}

/** Whether something can be placed against it. */
function solid (block) {
  return block.boundingBox === 'block' && !replaceable(block)
}

module.exports = { replaceable, solid, interactive: name => INTERACTIVE.test(name) }
