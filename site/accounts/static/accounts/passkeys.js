/* Says so when the browser or the person breaks off; the rest is allauth's. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
