// Blocks without a language are transcripts and commands. Guessed colours would mark words in them at random.
export default {
  configureHljs: hljs => hljs.configure({ languages: [] }),
}
