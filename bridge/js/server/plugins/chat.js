'use strict'
/**
 * What players say goes to everybody as vanilla sends it: in a packet that tells who said it (Minecraft Wiki, "Java Edition protocol/Chat", 1.19.4, unsigned).
 * Upstream sends it as the server's own words, in which a name is text like any other.
 */

const { guarded } = require('../log')

/** Characters of a message, and those that vanilla takes in none. */
const LONGEST = 256
const ILLEGAL = /[\0-\x1f\x7f\u00a7]/ // eslint-disable-line no-control-regex
/** The kind of message whose reader shows `<name> text`. */
const CHAT = 0

module.exports.player = (player, serv) => {
  player.on('asap', () => {
    let said = 0
    player._client.removeAllListeners('chat_message')
    player._client.on('chat_message', guarded('chat_message', ({ message, timestamp, salt }) => {
      if (!message.trim() || message.length > LONGEST || ILLEGAL.test(message)) return
      const packet = {
        senderUuid: player.uuid,
        index: said++,
        plainMessage: message,
        timestamp,
        salt,
        previousMessages: [],
        filterType: 0,
        type: CHAT,
        networkName: JSON.stringify({ text: player.username, insertion: player.username })
      }
      for (const other of serv.players) other._client.write('player_chat', packet)
    }))
  })
}
