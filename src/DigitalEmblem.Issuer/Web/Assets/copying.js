// Copies the text beside a button (data-copy: the id of what holds it). The button is shown only where a browser can copy.
'use strict';
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const from = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(from.value ?? from.textContent);
    const said = document.getElementById(button.dataset.copied);
    if (said) said.hidden = false;
  });
}
