'use strict'
/** Writing into a book and quill, and signing it (Minecraft Wiki, "Book and Quill": 100 pages; a title of 32 characters at most, as vanilla 1.19.4 takes it). */

const { guarded } = require('../log')

const PAGES = 100
const LETTERS = 8192 // of a page, formatting included
const TITLE = 32

module.exports.player = (player, serv) => {
  player.on('asap', () => {
    player._client.removeAllListeners('edit_book')
    player._client.on('edit_book', guarded('edit_book', ({ hand, pages, title }) => {
      const slot = hand === 40 ? 45 : hand >= 0 && hand < 9 ? 36 + hand : null
      const book = slot && player.inventory.slots[slot]
      if (book?.name !== 'writable_book' || player.health <= 0) return
      if (pages.length > PAGES || pages.some(page => page.length > LETTERS) || title?.length > TITLE) return
      const written = title === undefined ? serv.items.copy(book) : serv.items.made('written_book', 1)
      const strings = title === undefined ? pages : pages.map(page => JSON.stringify({ text: page }))
      const value = { pages: { type: 'list', value: { type: 'string', value: strings } } }
      if (title !== undefined) Object.assign(value, { author: { type: 'string', value: player.username }, title: { type: 'string', value: title } })
      written.nbt = { type: 'compound', name: '', value }
      player.putSlot(slot, written)
    }))
  })
}
