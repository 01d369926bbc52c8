// Makes and uses passkeys. A form with data-passkey="get" or "create" is sent with the answer of the authenticator in its field "passkey".
// The options come from the form's own page (data-options), so that each try has a new challenge.
'use strict';
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const field = form.elements.namedItem('passkey');
  const failed = form.querySelector('[data-failed]');
  if (!field || !window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener('submit', async event => {
    if (field.value) return;
    event.preventDefault();
    failed.hidden = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.options, { method: 'POST', body });
      if (!answer.ok) throw new Error('options');
      const json = await answer.json();
      const made = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
      field.value = JSON.stringify(made);
      form.requestSubmit();
    } catch (error) {
      failed.hidden = false;
      failed.focus();
    }
  });
}
