// Says on the page that no passkey was used, where allauth's script only tells the console.
document.addEventListener("allauth.error", (event) => {
  const says = document.getElementById("passkey-problem");
  if (!says) return;
  event.preventDefault();
  says.textContent = says.dataset.text;
  says.hidden = false;
});
