// Warns before a session ends (data-idle: after so many seconds), and loads a page again while its work goes on (data-again: seconds),
// until its button is pressed or something is typed.
'use strict';
const idle = document.querySelector('[data-idle]');
if (idle) {
  let timer;
  const wait = () => {
    idle.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => { idle.hidden = false; }, idle.dataset.idle * 1000);
  };
  const form = idle.querySelector('form');
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    if (answer.ok && !answer.redirected) wait();
    else form.submit();
  });
  wait();
}
const again = document.querySelector('[data-again]');
if (again) {
  // A page that nobody looks at must not keep its session open for ever, so that it loads itself again for a quarter of an hour only.
  const opened = Number(sessionStorage.getItem('opened')) || Date.now();
  sessionStorage.removeItem('opened');
  if (Date.now() - opened < 900000) {
    const timer = setTimeout(() => {
      sessionStorage.setItem('opened', opened);
      location.reload();
    }, again.dataset.again * 1000);
    const stop = () => {
      clearTimeout(timer);
      again.hidden = true;
    };
    again.querySelector('button').addEventListener('click', stop);
    document.addEventListener('input', stop);
    again.hidden = false;
  }
}
