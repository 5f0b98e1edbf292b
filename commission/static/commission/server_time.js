// Lets the server's clock on the page go on, so that an open page does not show the time of an hour ago.
(() => {
  const line = document.querySelector("[data-server-time]");
  if (!line) return;
  // the wall time of the city with its offset: read as if it were UTC, the figures stay those of the wall
  const wall = Date.parse(`${line.dataset.serverTime.slice(0, 19)}Z`);
  const begun = performance.now();
  const clock = line.querySelector("time");
  const words = clock.textContent;
  const day = line.dataset.serverTime.slice(0, 10);
  setInterval(() => {
    const now = new Date(wall + performance.now() - begun).toISOString();
    // past midnight the written date would be wrong: stay with the moment at which the page was made
    if (now.slice(0, 10) === day) clock.textContent = words.replace(/\d\d:\d\d:\d\d/, now.slice(11, 19));
  }, 1000);
})();
