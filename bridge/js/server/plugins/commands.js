'use strict'
/**
 * The verbs of setup.js as chat commands in vanilla's words (Minecraft Wiki, "Commands"), for mineflayer's own external tests. Only when the server was
 * started with `testCommands`: never in a run. serv.command(text, player) does one; player null: the console.
 */

/** Where the target stands in a command's words, when it may be named: the others are about whoever speaks. */
const TARGETED = {
  give: words => [words[0], words.slice(1)],
  clear: words => [words[0], words.slice(1)],
  gamemode: words => [words[1], words.slice(0, 1)],
  tp: words => isPlace(words[0]) ? [undefined, words] : [words[0], words.slice(1)],
  effect: ([how, who, ...rest]) => [who, [how, ...rest]],
  xp: ([how, who, amount, unit = 'points']) => [who, [how, amount, unit]],
  item: ([, , who, slot, , ...rest]) => [who, [slotNumber(slot), ...rest]], // replace entity @s hotbar.0 with dirt 3
  kill: words => [words[0], []]
}
/** Slots in the words of /item (Minecraft Wiki, "Slot"). */
const SLOTS = { 'armor.head': 5, 'armor.chest': 6, 'armor.legs': 7, 'armor.feet': 8, 'weapon.offhand': 45 }
const ALIASES = { teleport: 'tp', experience: 'xp' }
/** What clients wait for; the others are answered in our words. */
const ANSWERS = { clear: 'commands.clear.success.single' }
const WORDS = { '/weather': ['clear', 'rain', 'thunder'], '/gamemode': ['adventure', 'creative', 'spectator', 'survival'], '/time': ['add', 'query', 'set'] }
/** Names of items from before 1.13, which mineflayer's tests say for every version. */
const OLD = { boat: 'oak_boat' }
/** How many coordinates stand where. */
const PLACES = { setblock: [0], fill: [0, 3], tp: [0], summon: [1] }

module.exports.server = (serv, options) => {
  if (!options.lucid.testCommands) return

  serv.command = async (text, player) => {
    const [first, ...words] = wordsOf(text.replace(/^\//, '').replace(/^execute in \S+ run /, ''))
    const verb = ALIASES[first] ?? first
    if (verb === 'say') return serv.broadcast(`[${player?.username ?? 'Server'}] ${words.join(' ')}`)
    if (verb === 'tellraw') return chosen(words[0], player).forEach(target => target.system(JSON.parse(words.slice(1).join(' '))))
    if (Object.hasOwn(serv.shows, verb)) return serv.shows[verb](words, player, chosen)
    if (verb === 'op' || verb === 'deop') return // everybody may
    const [selector, rest] = TARGETED[verb]?.(words) ?? [undefined, words]
    const targets = TARGETED[verb] ? chosen(selector ?? '@s', player) : [player]
    if (targets.length === 0) throw new Error(`expected somebody, found ${selector}`)
    for (const target of targets) await done(verb, rest, target, player)
    player?.system({ translate: ANSWERS[verb] ?? `commands.${verb}.success`, with: [text] })
  }

  /** What could stand at the end of a command that has been begun. */
  serv.completed = text => (WORDS[text.split(' ')[0]] ?? []).filter(word => word.startsWith(text.split(' ').at(-1)))

  async function done (verb, words, target, player) {
    if (verb === 'kill') return serv.slay(target)
    if (verb === 'give' && OLD[words[0]]) words = [OLD[words[0]], ...words.slice(1)]
    if (verb === 'tp' && words.length === 1) words = chosen(words[0], player)[0].position.toArray().map(String)
    const [args, centred] = [[...words], verb === 'tp']
    for (const at of PLACES[verb] ?? []) {
      if (args.length < at + 3) args.push(...['~', '~', '~'].slice(args.length - at))
      const origin = (player ?? target)?.position ?? serv.spawnPoint
      for (const [i, axis] of ['x', 'y', 'z'].entries()) args[at + i] = coordinate(args[at + i], origin[axis], centred && axis !== 'y')
    }
    if (verb === 'tp') for (const [i, angle] of ['yaw', 'pitch'].entries()) if (args[3 + i]) args[3 + i] = coordinate(args[3 + i], target.look?.[angle] ?? 0)
    if (['setblock', 'fill'].includes(verb)) args.splice(verb === 'fill' ? 7 : 4) // destroy, replace, keep: as if not said
    return await serv.setup(verb, args, target)
  }

  /** Whom a selector means: a name, @s, @p, @a, @r, @e[type=cow]. */
  function chosen (selector, player) {
    const [, kind, filter = ''] = /^@([sparel])(?:\[(.*)\])?$/.exec(selector) ?? []
    if (!kind) return serv.players.filter(each => each.username === selector)
    if (kind === 'a') return [...serv.players]
    if (kind !== 'e') return [player ?? serv.players[0]].filter(Boolean)
    const [, not, type] = /type=(!?)(?:minecraft:)?(\w+)/.exec(filter) ?? []
    return [...Object.values(serv.entities), ...serv.creatures.values(), ...serv.things.values(), ...serv.arrows.values()].filter(entity => !type || (serv.kindOf(entity) === type) === !not)
  }

  serv.kindOf = entity => entity.type === 'player' ? 'player' : serv.registry.entities[entity.entityType]?.name
  serv.slay = target => {
    if (target.type === 'player') target.hurt(1000, 'killed', true)
    else if (serv.stacks.has(target.id)) serv.stacks.get(target.id).age = Infinity
    else target.slain ? target.slain() : target.destroy()
  }
}

module.exports.player = (player, serv) => {
  player.on('asap', () => {
    if (!serv.command) return
    player.handleCommand = text => serv.command(text, player).catch(error => player.system(error.message))
  })
}

const isPlace = word => /^[~-]?[\d.]*$/.test(word ?? '')

/** The words of a command; what stands in brackets or quotes is one. */
function wordsOf (text) {
  const words = ['']
  let depth = 0
  let quoted = false
  for (const c of text.trim()) {
    if (c === '"') quoted = !quoted
    if ('[{'.includes(c)) depth++
    if (']}'.includes(c)) depth--
    if (c === ' ' && depth === 0 && !quoted) words.push('')
    else words[words.length - 1] += c
  }
  return words.filter(Boolean)
}

function slotNumber (text = '') {
  const [, row, n] = /^(hotbar|inventory)\.(\d+)$/.exec(text) ?? []
  return row ? Number(n) + (row === 'hotbar' ? 36 : 9) : SLOTS[text]
}

/** A coordinate: `12`, `~`, `~-3`. Vanilla teleports to the middle of a block that is named by a whole number. */
function coordinate (word, origin, centred) {
  const value = word.startsWith('~') ? origin + Number(word.slice(1)) : Number(word)
  return centred && /^-?\d+$/.test(word) ? value + 0.5 : value
}
