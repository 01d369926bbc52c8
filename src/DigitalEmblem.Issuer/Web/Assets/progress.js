// Warns before a session ends (data-idle: after so many seconds), and loads a page again while its work goes on (data-again: seconds).
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
if (again) setTimeout(() => location.reload(), again.dataset.again * 1000);
