namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>What the walk asks a page, in the page.</summary>
internal static class Scripts
{
    /// <summary>Elements that make the page wider than its window; none if it fits.</summary>
    public const string TooWide = """
        () => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          const out = [...document.querySelectorAll('body *')].filter(e => {
            const box = e.getBoundingClientRect();
            return (box.right > root.clientWidth + 1 || box.left < -1) && !e.closest('.unseen, .skip, .scroll');
          });
          return [`${root.scrollWidth - root.clientWidth} pixels`, ...out.slice(-3).map(e => e.outerHTML.slice(0, 160))];
        }
        """;

    /// <summary>Elements whose text does not fit into them: cut, or beyond their edge.</summary>
    public const string Cut = """
        () => [...document.querySelectorAll('body *')].filter(e => {
          if (e.closest('.unseen, .skip, thead') || e.matches('input, textarea')) return false;
          if (!e.checkVisibility() || e.clientWidth === 0) return false;
          const hides = /hidden|clip/.test(getComputedStyle(e).overflowX);
          return (hides || e.matches('button, .button, .state, summary, label, legend'))
            && e.scrollWidth > e.clientWidth + 1
            && getComputedStyle(e).display !== 'inline';
        }).map(e => e.outerHTML.slice(0, 160))
        """;

    /// <summary>
    /// Text that is not in the form of a pseudo-language, and no name, words of a person, or English of the libraries that is marked as
    /// such.
    /// </summary>
    public const string Raw = """
        tag => {
          document.querySelectorAll('details').forEach(d => d.open = true);
          const isRaw = tag === 'en-XA'
            ? t => /[aceinouy]/i.test(t)
            : t => /[a-z]/i.test(t.replace(/\u202E[^\u202C]*\u202C/g, ''));
          // Plain texts have names within their sentences, so only one without any disguise is known to be raw.
          const disguised = /[\u1E8B\u202EáçéíñóúýÁÇĐÉÍÑÓŠÚÝŽ]/;
          const isPlainRaw = t => t.split(' - ').some(one => /[a-z]/i.test(one) && !disguised.test(one));
          const raw = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.parentElement;
            if (at.closest('bdi, code, kbd, pre, script, style, textarea, svg, time, [lang="en"]')) continue;
            // An option that is its own value is a name: an algorithm, a time zone.
            const option = at.closest('option');
            if (option ? option.value === option.text : !at.checkVisibility()) continue;
            if ((option ? isPlainRaw : isRaw)(node.data)) raw.add(node.data.trim());
          }
          for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-name'])
            for (const e of document.querySelectorAll(`[${name}]`))
              if (isPlainRaw(e.getAttribute(name))) raw.add(`${name}: ${e.getAttribute(name)}`);
          if (isPlainRaw(document.title)) raw.add(`title: ${document.title}`);
          return [...raw];
        }
        """;

    /// <summary>The text spacing that a person may set (WCAG 1.4.12), as a style sheet that the page's policy allows.</summary>
    public const string Spacing = """
        () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }'
            + 'p { margin-block-end: 2em !important; }');
          document.adoptedStyleSheets = [sheet];
        }
        """;

    /// <summary>Takes it away again.</summary>
    public const string NoSpacing = "() => { document.adoptedStyleSheets = []; }";

    /// <summary>Elements that can have the focus and do not show it, and those that stay over the content when it is scrolled.</summary>
    public const string Unshown = """
        () => {
          const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary, pre[tabindex="0"], .scroll[tabindex="0"]';
          const out = [];
          for (const e of document.querySelectorAll(can)) {
            if (!e.checkVisibility() || e.disabled) continue;
            e.focus({ focusVisible: true });
            const style = getComputedStyle(e);
            if (document.activeElement === e && (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2))
              out.push('no focus: ' + e.outerHTML.slice(0, 160));
          }
          for (const e of document.querySelectorAll('body *'))
            if (/fixed|sticky/.test(getComputedStyle(e).position)) out.push('stays over the content: ' + e.outerHTML.slice(0, 160));
          document.activeElement?.blur();
          window.scrollTo(0, 0);
          return out;
        }
        """;

    /// <summary>What is of no use on paper: what one presses, and a part of a key, which does not tell which key it is.</summary>
    public const string Unprintable = """
        () => [
          ...document.querySelectorAll('nav, form, button, .button, input, select, textarea, .skip'),
          ...[...document.querySelectorAll('code, .code')].filter(e => e.textContent.includes('\u2026')),
        ].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 160))
        """;
}
