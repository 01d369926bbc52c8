// What docfx's script leaves out for people who use a keyboard. It draws parts of a page after it was loaded, so each change is looked at.
function mend() {
  for (const menu of document.querySelectorAll('a[data-bs-toggle="dropdown"]:not([role])')) {
    menu.role = 'button'
    menu.tabIndex = 0
  }
  // Tables and code scroll sideways in a narrow window. A keyboard reaches only what can have the focus.
  for (const wide of document.querySelectorAll('article table:not([tabindex]), article pre > code[class*="lang-"]:not([tabindex])')) {
    wide.tabIndex = 0
  }
}

export default {
  start() {
    new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true })
    mend()
  },
  // Blocks without a language are transcripts and commands. Guessed colours would mark words in them at random.
  configureHljs: hljs => hljs.configure({ languages: [] }),
}
