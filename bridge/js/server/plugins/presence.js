'use strict'
/** Who is here, and what they say: the tab list, which upstream gets wrong, and no commands for anybody. */

module.exports.server = serv => {
  serv.once('asap', () => {
    const { broadcast } = serv
    serv.broadcast = (message, ...more) => { // who comes and goes is told in vanilla's words, which every client has in its own language
      const [, name, how] = /^&e(\w+) (joined|left) the game\.$/.exec(message) ?? []
      if (!name) return broadcast(message, ...more)
      for (const player of serv.players) player.system({ translate: `multiplayer.player.${how}`, color: 'yellow', with: [{ text: name, insertion: name }] })
    }
  })
}

module.exports.player = (player, serv) => {
  player.on('asap', () => {
    player._client.removeAllListeners('tab_complete') // upstream's answer cannot be written, and would end the connection
    player._client.on('tab_complete', ({ transactionId, text }) => {
      const matches = (serv.completed?.(text) ?? []).map(match => ({ match }))
      player._client.write('tab_complete', { transactionId, start: text.lastIndexOf(' ') + 1, length: text.length - text.lastIndexOf(' ') - 1, matches })
    })
    player.handleCommand = () => player.system('There are no commands here.') // nothing but playing touches a run
    player.sendSpawnPosition = () => player._client.write('spawn_position', { location: serv.spawnPoint.floored(), angle: 0 })
    // upstream defines these anew for every player
    serv._sendPlayerEventLeave = gone => gone._writeOthers('player_remove', { players: [gone.uuid] })
    serv._sendPlayerList = () => {
      serv._writeAll('player_info', listing(serv.players))
      without('setInterval') // upstream goes on to tell latencies every 5 s, and never stops, whoever has left
    }
  })
}

/** The next call of a global function does nothing. */
function without (name) {
  const real = globalThis[name]
  globalThis[name] = () => { globalThis[name] = real }
  process.nextTick(() => { globalThis[name] = real })
}

function listing (players) {
  return {
    action: { add_player: true, update_game_mode: true, update_listed: true, update_latency: true },
    data: players.map(player => ({ uuid: player.uuid, player: { name: player.username, properties: [] }, gamemode: player.gameMode, listed: 1, latency: 0 }))
  }
}
