// Fills the form with the name that a link has after its #, as /en/#www.example.org. What stands there is sent to no server. It asks nothing:
// a person reads the name, and presses the button.
'use strict';
const input = document.getElementById('name');
function fill() {
  const after = location.hash.slice(1);
  if (!input || !after || after.length > 900 || document.getElementById(after)) return;
  try {
    input.value = decodeURIComponent(after).slice(0, 300);
  } catch {
    return;
  }
  input.focus();
}
fill();
addEventListener('hashchange', fill);
