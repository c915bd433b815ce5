'use strict'
/** What is carried and how the body is, and the difference between two moments. */

/** @returns {{ inventory: object, tools: Array, health: number, food: number, container: string | null }} */
function snapshot (bot) {
  const tools = bot.inventory.items().filter(item => item.maxDurability).map(item => ({ name: item.name, left: item.maxDurability - item.durabilityUsed }))
  tools.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : a.left - b.left)
  return { inventory: counts(bot.inventory), tools, health: bot.health, food: bot.food, container: bot.currentWindow?.type ?? null }
}

/** How much of each item lies in the inventory part of a window. While one is open, only it is kept up to date. */
function counts (window) {
  const out = {}
  for (const item of window.items()) out[item.name] = (out[item.name] ?? 0) + item.count
  return out
}

/** worldsim.change.Change without blocks. */
function difference (before, after) {
  const inventory = {}
  for (const name of new Set([...Object.keys(before.inventory), ...Object.keys(after.inventory)])) {
    const gained = (after.inventory[name] ?? 0) - (before.inventory[name] ?? 0)
    if (gained) inventory[name] = gained
  }
  return {
    inventory,
    tools: wear(before.tools, after.tools),
    health: after.health - before.health,
    food: after.food - before.food,
    container: after.container === before.container ? null : after.container
  }
}

/** Uses gained or lost by tool. A tool that is new (the least worn) or broken (the most worn) counts in the inventory only. */
function wear (before, after) {
  const out = {}
  for (const name of new Set(before.map(tool => tool.name))) {
    const was = before.filter(tool => tool.name === name).map(tool => tool.left)
    const is = after.filter(tool => tool.name === name).map(tool => tool.left)
    const both = Math.min(was.length, is.length)
    const sum = list => list.reduce((total, left) => total + left, 0)
    const lost = sum(is.slice(0, both)) - sum(was.slice(was.length - both))
    if (lost) out[name] = lost
  }
  return out
}

module.exports = { snapshot, counts, difference }
